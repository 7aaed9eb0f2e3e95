"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from bdp.databases import join_embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")

application = get_wsgi_application()
join_embedded()
