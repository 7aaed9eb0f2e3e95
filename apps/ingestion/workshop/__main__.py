"""A workshop as a process of its own: its two ends of pipes are given to it by number.

Ctrl-C reaches it too, but ends only the process that it works for; that one gone, so is the pipe.
"""

import gc
import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from apps.ingestion.workshop.feed import GONE
from apps.ingestion.workshop.serving import serve

LONG = 0.05  # seconds for one thread: none of them answers anybody, all are for the whole
SELDOM = 100_000  # objects that come before rings of them are looked for: records make none

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.setswitchinterval(LONG)
    gc.set_threshold(SELDOM)
    control, feed = (Connection(int(number)) for number in sys.argv[1:])
    with suppress(*GONE):
        serve(control, feed)
