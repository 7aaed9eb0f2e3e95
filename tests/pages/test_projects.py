"""What the pages of projects tell, and to whom."""

from html import escape
from types import SimpleNamespace

from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from tests import builders
from tests.clients import Api
from tests.projects.conftest import lab, screen  # noqa: F401  fixtures
from tests.projects.lab import Lab


def _browser(username: str) -> Api:
    return Api(user=User.objects.get(username=username))


def _page(api: Api, path: str) -> str:
    answer = api.get(f"/{path}")
    assert answer.status == 200, answer.body
    return str(answer.body.decode())


def test_a_members_page_tells_what_is_locked_and_how_to_cite_it(screen: Lab) -> None:  # noqa: F811
    screen.locks("lab:reads@^1")
    builders.release("second", of="lab/reads", on="2026-02-01")
    screen.reconcile()

    told = _page(_browser("member"), "projects/lab/screen")

    assert 'href="/lab/reads/1.0.0"' in told
    assert 'href="/lab/reads/1.1.0"' in told
    assert "not in sync" in told
    assert "0 unchanged, 1 newer" in told
    assert "To cite all of it" in told
    assert "@misc{" in told
    assert screen.told("lock")["checksum"] in told
    assert "locked what it uses" in told


def test_a_project_without_a_lock_tells_what_it_uses(screen: Lab) -> None:  # noqa: F811
    browser = _browser("member")
    assert "Its manifest names nothing yet" in _page(browser, "projects/lab/screen")
    screen.uses("lab:reads@^1", tools=["lab:aligner"])

    told = _page(browser, "projects/lab/screen")

    assert "Not locked yet" in told
    assert "lab:aligner" in told


def test_what_is_long_is_shown_piece_by_piece(screen: Lab) -> None:  # noqa: F811
    specs = [f"lab:reads@>=1,<{n}" for n in range(1000, 1250)]
    screen.uses(*specs)
    browser, path = _browser("member"), "projects/lab/screen"
    assert _shown(_page(browser, path), specs) == specs[:100]
    screen.lock()
    builders.release("second", of="lab/reads", on="2026-02-01")
    screen.reconcile()

    told = _page(browser, path)

    assert _shown(told, specs) == specs[:100]
    assert 'href="?pins=100#lock"' in told
    assert 'href="?moved=100#reconciled"' in told
    beyond = _page(browser, f"{path}?pins=200&moved=100")
    assert _shown(beyond.partition('id="lock"')[0], specs) == specs[100:200]
    assert _shown(beyond.partition('id="lock"')[2], specs) == specs[200:]
    for wrong in ("x", "-1", "251", "9" * 5000, "²"):
        answer = browser.get(f"/{path}", pins=wrong)
        assert answer.status == 400, wrong
        assert "from 0 to 250" in answer.body.decode()


def _shown(told: str, specs: list[str]) -> list[str]:
    """Which of these are on a page, in the order of the first."""
    return [spec for spec in specs if f">{escape(spec)}<" in told]


def test_a_list_has_those_that_one_may_see(screen: Lab) -> None:  # noqa: F811
    assert "/projects/lab/screen" in _page(_browser("member"), "projects")
    assert "None yet." in _page(_browser("stranger"), "projects")


def test_who_may_not_see_a_project_meets_no_page(screen: Lab) -> None:  # noqa: F811
    for path in ("projects", "projects/lab/screen", "projects/lab/nothing"):
        assert Api().get(f"/{path}").status == 401
    for path in ("projects/lab/screen", "projects/lab/nothing", "projects/nobody/x"):
        assert _browser("stranger").get(f"/{path}").status == 404


def test_a_page_costs_the_same_however_many_pins_there_are(
    screen: Lab,  # noqa: F811
    lab: SimpleNamespace,  # noqa: F811
) -> None:
    from django.db import connection

    for n in range(20):
        builders.source(f"set{n}", of="lab")
        builders.release("one", of=f"lab/set{n}")
    many = Lab(lab.maintainer.api, "many").locks(*(f"lab:set{n}" for n in range(20)))
    many.reconcile()
    screen.locks("lab:reads").reconcile()
    browser, costs = _browser("member"), []
    for name in ("screen", "screen", "many"):
        with CaptureQueriesContext(connection) as captured:
            _page(browser, f"projects/lab/{name}")
        costs.append(len(captured))
    assert costs[1] == costs[2]
