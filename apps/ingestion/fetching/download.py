"""One file of a server as a stream that outlives its connections."""

import hashlib
import time
from collections.abc import Iterator
from typing import NoReturn

import httpx

from apps.ingestion.fetching.addresses import shown
from apps.ingestion.fetching.answers import Body, Edition, body_of
from apps.ingestion.fetching.errors import ChangedMeanwhile, Unfetchable, Unreachable
from apps.ingestion.fetching.expectations import Expected, Tally
from apps.ingestion.fetching.lines import Trickling, is_hopeless, said_of
from apps.ingestion.fetching.patience import Interrupted, Pace, Patience, Sleep, Tell, retrying
from apps.ingestion.fetching.sources import Source


class Download(Source):
    """Asks for the rest wherever a connection breaks off, and never glues two files together.

    The rest is asked of the address that answered first: behind one address may stand several
    servers, whose copies need not be of one day.
    """

    def __init__(
        self,
        client: httpx.Client,
        url: httpx.URL,
        expected: Expected,
        patience: Patience,
        *,
        sleep: Sleep,
        tell: Tell,
    ) -> None:
        super().__init__(shown(url))
        self._client = client
        self._url = url
        self._patience = patience
        self._retrying = retrying(
            patience, sleep=sleep, tell=lambda said: tell(f"{self.name}: {said}")
        )
        self._expected = expected
        self._tally = Tally(self.name, expected)
        self._edition: Edition | None = None
        self._answer: httpx.Response | None = None
        self._chunks: Iterator[bytes] | None = None
        self._pace = Pace(patience)
        self._cuts = 0
        self._ended = False

    @property
    def size(self) -> int | None:
        """What the publisher says, else the server, once it has answered."""
        told = self._edition.size if self._edition else None
        return self._expected.size if self._expected.size is not None else told

    @property
    def received(self) -> int:
        """How many bytes have come."""
        return self._tally.received

    def chunk(self) -> bytes:
        """The next bytes. Raises `Unfetchable`; at the end also for what came before."""
        if self._ended:
            return b""
        try:
            return self._retrying(self._next)
        except Interrupted as last:
            raise Unreachable(address=self.name, reason=self._given_up(last)) from last

    def close(self) -> None:
        """Leave the server."""
        self._hang_up()
        super().close()

    def _next(self) -> bytes:
        try:
            chunk = self._waited_for(self._chunks or self._ask())
            if not chunk:
                self._end()
        except httpx.TooManyRedirects as error:
            reason = f"it leads from address to address, more than {self._patience.redirects} times"
            raise Unfetchable(address=self.name, reason=reason) from error
        except ValueError as error:  # a host name that no name may be
            raise Unfetchable(address=self.name, reason=f"it is no address ({error})") from error
        except httpx.TransportError as error:
            raise self._broken_off(error) from error
        self._tally.add(chunk)
        return chunk

    def _waited_for(self, chunks: Iterator[bytes]) -> bytes:
        since = time.monotonic()
        chunk = next(chunks, b"")
        if chunk and self._pace.too_slow(len(chunk), time.monotonic() - since):
            raise Trickling("")
        return chunk

    def _end(self) -> None:
        """No byte comes any more: that was all, or too little."""
        told = self._edition.size if self._edition else None
        if told is not None and self.received < told:
            raise httpx.ReadError("")
        self._tally.verify()
        self._ended = True

    def _broken_off(self, error: httpx.TransportError) -> Exception:
        self._hang_up()
        self._cuts += 1
        where = f" at byte {self.received:,}" if self.received else ""
        reason = f"{said_of(error, self._patience)}{where}"
        if is_hopeless(error):
            return Unfetchable(address=self.name, reason=reason)
        if self._cuts > self._patience.cuts:
            return Unreachable(address=self.name, reason=f"{reason}, after {self._cuts:,} cuts")
        return Interrupted(reason)

    def _given_up(self, last: Interrupted) -> str:
        whole = f" of {self.size:,}" if self.size is not None else ""
        had = f"; {self.received:,}{whole} bytes had come" if self.received else ""
        return f"{last}, {self._patience.tries} times in a row{had}"

    def _ask(self) -> Iterator[bytes]:
        """Send the request and look at what comes; also what `chunk` reads from then on."""
        self._hang_up()
        known = self._edition if self.received else None
        headers = known.resumed_at(self.received) if known else {}
        request = self._client.build_request("GET", self._url, headers=headers)
        self._answer = answer = self._client.send(request, stream=True)
        body = body_of(answer, self.received, self._patience)
        edition = Edition.of(answer)
        if known is None:
            self._begin(edition, answer.url)
        elif not known.agrees_with(edition):
            self._refuse_another()
        self._chunks = self._wanted(body, answer)
        return self._chunks

    def _begin(self, edition: Edition, url: httpx.URL) -> None:
        if edition.size is not None:
            self._tally.announce(edition.size)
        self._edition, self._url = edition, url

    def _wanted(self, body: Body, answer: httpx.Response) -> Iterator[bytes]:
        """The file's own bytes: a server may call what is packed in it a mere encoding."""
        match body:
            case Body.NOTHING:
                return iter(())
            case Body.WHOLE if self.received:
                return self._passing_over(answer.iter_raw())
        return answer.iter_raw()

    def _passing_over(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """What follows the bytes that are here already, if it begins with those."""
        again, left, rest = hashlib.sha256(), self.received, b""
        for chunk in chunks:
            head, rest = chunk[:left], chunk[left:]
            again.update(head)
            left -= len(head)
            if not left:
                break
        if again.digest() != self._tally.digest:
            self._refuse_another()
        if rest:
            yield rest
        yield from chunks

    def _refuse_another(self) -> NoReturn:
        reason = (
            f"after {self.received:,} bytes the server tells of another file, or of another"
            " length, than it began with; read it anew"
        )
        raise ChangedMeanwhile(address=self.name, reason=reason)

    def _hang_up(self) -> None:
        answer, self._answer, self._chunks = self._answer, None, None
        if answer is not None:
            answer.close()
