"""How far an ingest is, for who waits: a line that renews itself at a terminal, else a few."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TextIO

from apps.ingestion.inputs import Inputs

AT_A_TERMINAL = 0.2  # seconds between two lines
ELSEWHERE = 10.0
RENEWED = "\r\x1b[K"
MEGA = 1e6


@contextmanager
def told(inputs: Inputs, out: TextIO) -> Iterator[None]:
    """While the block lasts, say on `out` how far the reading of `inputs` is."""
    done = Event()
    telling = Thread(target=_tell, args=(inputs, out, done), daemon=True)
    telling.start()
    try:
        yield
    finally:
        done.set()
        telling.join()


def line(inputs: Inputs, seconds: float) -> str:
    """Records, the rate of plain bytes, and what is still to come."""
    size, received, total = inputs.progress.size, inputs.received, inputs.total
    said = f"{inputs.records:,} records, {size / MEGA / max(seconds, 0.001):.0f} MB/s"
    if total is None or not received:
        return f"{said}, {received / MEGA:,.0f} MB read"
    if received >= total:
        return f"{said}, all read: comparing and publishing"
    left = round(seconds * (total - received) / received)
    return f"{said}, {100 * received // total} %, {left // 60}:{left % 60:02} left"


def _tell(inputs: Inputs, out: TextIO, done: Event) -> None:
    terminal = out.isatty()
    every, form = (AT_A_TERMINAL, RENEWED + "{}") if terminal else (ELSEWHERE, "{}\n")
    begun = monotonic()
    while not done.wait(every):
        out.write(form.format(line(inputs, monotonic() - begun)))
        out.flush()
    if terminal:
        out.write(RENEWED)
        out.flush()
