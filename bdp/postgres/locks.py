"""Locks that die with their holder, however it dies: `flock` on small files."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One process or thread at a time; the others wait."""
    descriptor = hold(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        # Unlocked in so many words: a process forked meanwhile holds a copy of the descriptor.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def hold(path: Path, how: int) -> int:
    """A descriptor that holds the lock until it and all its inherited copies are closed.

    It is not inherited by programs, unless it is lent to them.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_free(path: Path, how: int) -> bool:
    """Whether nobody holds the lock in a way that forbids `how`. Creates nothing."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
