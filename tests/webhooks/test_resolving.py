"""A resolver that hangs keeps who asked it waiting, and nobody else."""

from collections.abc import Sequence
from threading import Event as Flag
from threading import Thread

import pytest
from django.db import connections

from apps.core.errors import InvalidRequest, NotAllowed
from apps.core.outbound import Outbound
from apps.core.services import services
from apps.webhooks.commands import create_webhook, update_webhook
from apps.webhooks.models import Webhook
from tests import builders
from tests.builders import BUILDER
from tests.conftest import leaves_no_trace

URL = "https://hooks.example/one"


class Resolver:
    """Asks nobody, and answers once it may."""

    def __init__(self) -> None:
        self.asked, self.may_answer = Flag(), Flag()

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.set()
        assert self.may_answer.wait(30)
        return ["10.0.0.1"]


@pytest.mark.usefixtures("committed")
def test_nothing_is_locked_while_it_is_asked() -> None:
    resolver = Resolver()
    with services.replaced(outbound=Outbound(allow_private=False, resolve=lambda *_: ["1.1.1.1"])):
        hook = create_webhook(actor=BUILDER, organization=None, url=URL).id
    refusals: list[str] = []

    def move() -> None:
        try:
            update_webhook(actor=BUILDER, webhook_id=hook, url="https://hooks.example/two")
        except InvalidRequest as refusal:
            refusals.append(str(refusal))
        finally:
            connections.close_all()

    with services.replaced(outbound=Outbound(allow_private=False, resolve=resolver)):
        moving = Thread(target=move)
        moving.start()
        try:
            assert resolver.asked.wait(10)
            with connections["default"].cursor() as cursor:
                cursor.execute("SET statement_timeout = 2000")
                update_webhook(actor=BUILDER, webhook_id=hook, paused=True)
                cursor.execute("SET statement_timeout = 0")
        finally:
            resolver.may_answer.set()
            moving.join()
    assert "a private address" in refusals[0]
    row = Webhook.objects.get(id=hook)
    assert (row.url, row.paused_at is None) == (URL, False)


@pytest.mark.django_db
def test_nobody_is_looked_up_for_who_may_not() -> None:
    builders.organization("uniprot")
    ada, resolver = builders.person("ada"), Resolver()
    with (
        services.replaced(outbound=Outbound(allow_private=False, resolve=resolver)),
        leaves_no_trace(),
        pytest.raises(NotAllowed),
    ):
        create_webhook(actor=ada, organization="uniprot", url=URL)
    assert not resolver.asked.is_set()
