"""Reading the settings starts nothing: type checkers and linters do it, too."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture import house

SETTINGS_OF_THE_TEST_RUN = {"DATABASE_URL", "DATABASE_OWNER_URL", "REPLICA_URL", "SECRET_KEY"}


def test_reading_the_settings_starts_no_server(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {k: v for k, v in os.environ.items() if k not in SETTINGS_OF_THE_TEST_RUN}
    read = "import bdp.settings, bdp.urls, apps.core.db"
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {read}"],
        cwd=house.ROOT,
        env={**environment, "BDP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bdp.settings"},
        check=True,
    )
    assert [path.name for path in home.iterdir()] == ["secret_key"]
    assert str(home) not in _command_lines()


def test_the_signing_secret_stays_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    from bdp.secret import secret_key

    made = secret_key(tmp_path / "home")
    assert secret_key(tmp_path / "home") == made
    assert len(made) > 50
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_needs_a_secret_of_its_own() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import bdp.settings"],
        cwd=house.ROOT,
        env={"PATH": os.environ["PATH"], "PRODUCTION": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "PRODUCTION needs a SECRET_KEY" in told.stderr
    assert told.returncode == 1


def _command_lines() -> str:
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(process.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except OSError:
            continue  # it has ended meanwhile
    return "\n".join(lines)
