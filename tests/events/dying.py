"""A worker with a subscriber whose name no database can hold: nobody foresaw that."""

import os

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")
    import django

    django.setup()
    from apps.events.subscribing import subscriber
    from bdp.working import work

    subscriber(name="\ud800")(print)
    work(concurrency=1, ready=lambda: None, waiting=lambda: None)
