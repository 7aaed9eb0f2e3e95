"""Files go in and out of the real server, whose memory does not know how large they are."""

from pathlib import Path

from tests.endurance.files import MEGABYTE, try_all
from tests.endurance.killing import registry

SIZE = 100 * MEGABYTE


def test_a_large_file_is_kept_sent_resumed_and_verified(tmp_path: Path) -> None:
    """With curl and sha256sum; both ends are killed on the way (`tests/endurance/files.py`)."""
    with registry() as made:
        found = try_all(made, tmp_path, SIZE)
    assert found["upload MB/s"] > 5
