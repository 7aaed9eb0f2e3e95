"""A registry to measure: its own BDP_HOME, migrated, and ended with the process."""

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp


def prepare() -> None:
    """Bring up the registry under BDP_HOME, or under a temporary one that is removed at the end."""
    if "BDP_HOME" not in os.environ:
        home = Path(mkdtemp(prefix="bdp-benchmark-"))
        home.chmod(0o755)  # PostgreSQL's own account must reach it
        os.environ["BDP_HOME"] = str(home)
        atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")
    high = "anonymous=999999999/min,token=999999999/min"  # counted, but nobody is refused
    os.environ.setdefault("RATE_LIMITS", high)
    import django
    from django.core.management import call_command

    from bdp.databases import join_embedded

    django.setup()
    join_embedded()
    call_command("migrate", verbosity=0)
