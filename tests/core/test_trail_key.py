"""However many look for the key at once, and whatever ended halfway, there is one."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from apps.core.keys import TrailKey, holds

AT_ONCE, ROUNDS = 8, 20


def test_all_who_look_for_the_first_key_at_once_find_the_same(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        kept, begin = tmp_path / str(number) / "audit_key", Barrier(AT_ONCE)

        def look(kept: Path = kept, begin: Barrier = begin) -> bytes:
            begin.wait(10)
            return TrailKey(kept).public()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = [pool.submit(look) for _ in range(AT_ONCE)]
        assert {each.result() for each in found} == {TrailKey(kept).public()}
        assert [at.name for at in kept.parent.iterdir()] == ["audit_key"]
        assert kept.stat().st_mode & 0o777 == 0o600


def test_a_key_is_replaced_at_once_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    key = TrailKey(tmp_path / "audit_key")
    before = key.public()
    assert key.endorsement() is None
    key.replace(lambda public: b"next" + public)
    assert key.public() != before
    assert holds(before, key.endorsement() or b"", b"next" + key.public())
    assert [at.name for at in tmp_path.iterdir()] == ["audit_key"]
