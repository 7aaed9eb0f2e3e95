"""The web as the registry reads it: patient, polite, and no further than it was told."""

import time
from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import Self

import httpx

from apps.ingestion.fetching.addresses import checked, shown
from apps.ingestion.fetching.download import Download
from apps.ingestion.fetching.errors import Unfetchable
from apps.ingestion.fetching.expectations import Expected
from apps.ingestion.fetching.patience import Patience, Sleep, Tell
from apps.ingestion.fetching.sources import Incoming

LONGEST_DOCUMENT = 4 << 20

_ANYTHING = Expected()


def _say_nothing(_: str) -> None:
    pass


class Web:
    """Opens addresses; for one thread. `tell` hears, in words, whenever it has to wait."""

    def __init__(
        self,
        *,
        agent: str = "bdp",
        patience: Patience = Patience(),  # noqa: B008 - a frozen value
        sleep: Sleep = time.sleep,
        tell: Tell = _say_nothing,
        connect: Callable[..., httpx.Client] = httpx.Client,
    ) -> None:
        self._agent = agent
        self._patience = patience
        self._sleep = sleep
        self._tell = tell
        self._connect = connect

    def open(self, address: str, expected: Expected = _ANYTHING) -> Incoming:
        """A file as a stream; the server is asked at the first read. Raises `Unfetchable`."""
        return Incoming(
            Download(
                self._client,
                checked(address),
                expected,
                self._patience,
                sleep=self._sleep,
                tell=self._tell,
            )
        )

    def document(self, address: str, *, longest: int = LONGEST_DOCUMENT) -> bytes:
        """A small file, whole. Raises `Unfetchable`, also if it is not small."""
        with self.open(address) as stream:
            content = stream.read(longest + 1)
        if len(content) > longest:
            reason = f"it is longer than {longest:,} bytes, which no such file is"
            raise Unfetchable(address=shown(checked(address)), reason=reason)
        return content

    def close(self) -> None:
        """Leave all servers."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def _client(self) -> httpx.Client:
        patience = self._patience
        return self._connect(
            headers={"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "identity"},
            follow_redirects=True,
            max_redirects=patience.redirects,
            timeout=httpx.Timeout(patience.silence, connect=patience.connecting),
        )
