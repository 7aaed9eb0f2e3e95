"""When the server is up: while somebody uses it, or from start to stop."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from bdp.postgres import EmbeddedPostgres
from tests.postgres.conftest import PRELUDE, Spawn, line_of, until

JOIN_AND_WAIT = "server.join(); print(server.status().pid, flush=True); sys.stdin.readline()"


def test_twenty_joiners_at_once_make_one_server_and_the_last_stops_it(
    home: Path, spawn: Spawn
) -> None:
    server = EmbeddedPostgres(home)
    joiners = [spawn(JOIN_AND_WAIT) for _ in range(20)]
    pids = {line_of(joiner) for joiner in joiners}

    assert pids == {str(server.status().pid)}
    for joiner in joiners[1:]:
        joiner.communicate("\n")
    assert server.status().running
    joiners[0].communicate("\n")
    assert not server.status().running
    assert not server.status().socket_directory.exists()
    assert [joiner.returncode for joiner in joiners] == [0] * 20


def test_what_is_started_stays_until_it_is_stopped(server: EmbeddedPostgres, spawn: Spawn) -> None:
    spawn("server.start()").communicate()
    spawn("server.join()").communicate()
    assert server.status().running

    spawn("server.stop()").communicate()
    assert not server.status().running
    spawn("server.join()").communicate()
    assert not server.status().running


def test_stop_is_for_good_whoever_still_uses_it(server: EmbeddedPostgres, spawn: Spawn) -> None:
    joiner = spawn(JOIN_AND_WAIT)
    line_of(joiner)
    with psycopg.connect(server.url("bdp_app")) as user:
        server.stop()
        assert not server.status().running
        user.close()
    joiner.communicate("\n")
    assert joiner.returncode == 0


def test_joining_again_brings_back_a_server_that_was_stopped(
    server: EmbeddedPostgres, spawn: Spawn
) -> None:
    joiner = spawn("server.join(); server.stop(); " + JOIN_AND_WAIT)
    line_of(joiner)
    assert server.status().running
    joiner.communicate("\n")
    assert not server.status().running


def test_a_killed_user_leaves_the_server_to_the_next(
    server: EmbeddedPostgres, spawn: Spawn
) -> None:
    killed = spawn(JOIN_AND_WAIT)
    pid = line_of(killed)
    killed.kill()
    killed.wait()
    assert server.status().running

    follower = spawn(JOIN_AND_WAIT)
    assert line_of(follower) == pid
    follower.communicate("\n")
    assert not server.status().running


def test_a_fork_that_ends_leaves_the_server_to_its_parent(
    server: EmbeddedPostgres, spawn: Spawn
) -> None:
    parent = spawn(
        "server.join()\n"
        "if os.fork() == 0: sys.exit()\n"
        "os.wait(); print(server.status().running, flush=True); sys.stdin.readline()"
    )
    assert line_of(parent) == "True"
    parent.communicate("\n")
    assert not server.status().running


def test_a_fork_that_outlives_its_parent_stops_the_server(
    server: EmbeddedPostgres, spawn: Spawn
) -> None:
    parent = spawn(
        "server.join()\n"
        "if os.fork() == 0: server.join(); print('joined', flush=True); sys.stdin.readline()\n"
    )
    line_of(parent)
    parent.wait()
    assert server.status().running

    parent.communicate("\n")
    until(lambda: not server.status().running)


def test_a_captured_start_returns_and_ctrl_c_does_not_reach_the_server(
    server: EmbeddedPostgres, home: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{PRELUDE}server.start(); print('up')", str(home)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=20,
        start_new_session=True,
        check=True,
    )
    assert done.stdout == "up\n"
    pid = server.status().pid
    assert pid
    stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    session = int(stat[3])
    assert session == pid
    descriptors = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir()}
    assert "server.lock" in descriptors
    assert not descriptors & {"turn.lock", "users.lock"}


def test_ctrl_c_ends_the_user_and_then_the_server(server: EmbeddedPostgres, spawn: Spawn) -> None:
    user = spawn("try: " + JOIN_AND_WAIT + "\nexcept KeyboardInterrupt: sys.exit(130)")
    line_of(user)
    user.send_signal(signal.SIGINT)
    assert user.wait() == 130
    assert not server.status().running
