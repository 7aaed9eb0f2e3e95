"""A store in a bucket of S3, or of what speaks its language, reached through django-storages.

Where the bucket is and whose it is, boto3 reads from the environment, as its users know:
AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID and the rest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

import structlog
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from circuitbreaker import CircuitBreaker
from storages.backends.s3 import S3Storage

from apps.core.errors import ContentDamaged, StoreAway
from apps.core.parts import Part
from apps.core.stores import Incoming

PIECE = 16 << 20  # bytes that go in one request
AT_ONCE = 2  # of these, so that memory stays small
PATIENCE = Config(  # a try waits so many seconds; between tries come pauses, each time longer
    connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 3, "mode": "standard"},
)  # fmt: skip

log = structlog.get_logger("bdp.store")


class BucketStore:
    """Objects in a bucket, below a prefix. An object appears whole or not at all."""

    def __init__(self, bucket: str, prefix: str, breaker: CircuitBreaker) -> None:
        self._prefix, self._breaker = prefix.strip("/"), breaker
        self._storage = S3Storage(
            bucket_name=bucket, location=self._prefix, file_overwrite=True, client_config=PATIENCE
        )

    @contextmanager
    def incoming(self) -> Iterator[Incoming]:
        """Write an object; unless empty it is kept, under its name, if the block ends well.

        Until then it is on this machine's disk. Raises `StoreAway`.
        """
        with TemporaryFile() as file:
            writing = Incoming(file)
            yield writing
            if writing.size and not self._has(writing.name):
                with self._reaching(object=writing.name, size=writing.size):
                    file.seek(0)
                    settings = TransferConfig(multipart_chunksize=PIECE, max_concurrency=AT_ONCE)
                    self._object(writing.name).upload_fileobj(file, Config=settings)

    def read(self, name: str, offset: int, size: int) -> bytes:
        """`size` bytes of an object from `offset` on; fewer at its end.

        Raises `StoreAway` or `ContentDamaged`.
        """
        if not size:
            return b""
        with self._reaching(object=name, offset=offset, size=size):
            try:
                body = self._body(name, offset, offset + size)
            except ClientError as failure:
                if failure.response["Error"]["Code"] == "InvalidRange":
                    return b""
                raise
            data: bytes = body.read()
        return data

    def part(self, name: str, start: int, stop: int) -> Part:
        """The bytes of an object from `start` until before `stop`.

        Raises `StoreAway` or `ContentDamaged`.
        """
        with self._reaching(object=name):
            body = self._body(name, start, stop)
        return Part(body, stop - start, lambda: self._reaching(object=name))

    def require(self) -> None:
        """Make sure that the bucket is there. Raises `StoreAway`."""
        with self._reaching(bucket=self._storage.bucket_name):
            self._client.head_bucket(Bucket=self._storage.bucket_name)

    def sweep(self, before: datetime) -> None:
        """Give up what writers began to send before an instant, and never ended.

        Raises `StoreAway`.
        """
        with self._reaching(bucket=self._storage.bucket_name):
            begun = self._storage.bucket.multipart_uploads.filter(Prefix=self._prefix)
            for upload in begun.all():
                if upload.initiated < before:
                    upload.abort()

    @contextmanager
    def _reaching(self, **what: object) -> Iterator[None]:
        """What the bucket refuses in this block; the log says why.

        A bucket that failed often in a row is spared for a while. Raises `StoreAway`, or
        `ContentDamaged` for an object that it does not have: that bucket is there.
        """
        if self._breaker.opened:
            raise StoreAway
        with self._breaker:
            try:
                yield
            except (BotoCoreError, ClientError, OSError) as failure:
                log.error("store_failed", why=str(failure), **what)  # noqa: TRY400  no bug of ours
                raise (ContentDamaged if _is_missing(failure) else StoreAway) from failure

    @property
    def _client(self) -> Any:
        return self._storage.connection.meta.client

    def _object(self, name: str) -> Any:
        key = "/".join(part for part in (self._prefix, name[:2], name[2:]) if part)
        return self._storage.bucket.Object(key)

    def _has(self, name: str) -> bool:
        with self._reaching(object=name):
            try:
                self._object(name).load()
            except ClientError as failure:
                if failure.response["Error"]["Code"] == "404":
                    return False
                raise
        return True

    def _body(self, name: str, start: int, stop: int) -> Any:
        return self._object(name).get(Range=f"bytes={start}-{stop - 1}")["Body"]


def _is_missing(failure: Exception) -> bool:
    return isinstance(failure, ClientError) and failure.response["Error"]["Code"] == "NoSuchKey"
