"""A store in a bucket keeps what a folder keeps, over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import boto3
import pytest
from circuitbreaker import CircuitBreaker
from moto.server import ThreadedMotoServer

from apps.core.errors import ContentDamaged, StoreAway
from apps.core.services import FAILURES, services
from apps.core.stores import Store, store_at
from tests import builders
from tests.clients import Api
from tests.files.test_upload import TEXT, digest, put
from tests.records import record
from tests.releases import ingest

LARGE = bytes(range(256)) * 150_000  # several requests, when it is written


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Where a server of buckets listens."""
    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    yield f"http://{host}:{port}"
    made.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An empty bucket, which boto3 finds by its own environment."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": server,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    made = boto3.resource("s3").create_bucket(Bucket="bdp")
    made.objects.all().delete()
    return made


@pytest.fixture
def store(bucket: Any) -> Store:
    return store_at("s3://bdp/registry/objects", CircuitBreaker())


def keys(bucket: Any) -> list[str]:
    """What is in the bucket."""
    return [found.key for found in bucket.objects.all()]


def test_an_object_is_named_by_its_bytes_below_the_prefix(store: Store, bucket: Any) -> None:
    with store.incoming() as writing:
        writing.write(LARGE)
    name = sha256(LARGE).hexdigest()
    assert keys(bucket) == [f"registry/objects/{name[:2]}/{name[2:]}"]
    assert store.read(name, 1000, 10) == LARGE[1000:1010]
    assert store.read(name, len(LARGE) - 1, 10) == LARGE[-1:]
    assert store.read(name, len(LARGE), 10) == b""
    assert b"".join(store.part(name, 5, len(LARGE) - 5)) == LARGE[5:-5]


def test_the_same_bytes_are_kept_once_and_none_are_not(store: Store, bucket: Any) -> None:
    for content in (b"abc", b"abc", b""):
        with store.incoming() as writing:
            writing.write(content)
    assert len(keys(bucket)) == 1


def test_what_failed_halfway_leaves_nothing(store: Store, bucket: Any) -> None:
    with pytest.raises(ZeroDivisionError), store.incoming() as writing:
        writing.write(b"abc" * (1 // writing.size))
    assert keys(bucket) == []


def test_an_object_that_is_missing_is_damage_and_the_bucket_is_not_away(bucket: Any) -> None:
    breaker = CircuitBreaker(FAILURES, 60.0, StoreAway)
    store = store_at("s3://bdp/registry/objects", breaker)
    for _ in range(FAILURES):
        with pytest.raises(ContentDamaged):
            store.read(sha256(b"").hexdigest(), 0, 1)
        with pytest.raises(ContentDamaged):
            store.part(sha256(b"").hexdigest(), 0, 1)
    assert breaker.closed
    store.require()


def test_a_bucket_that_is_away_is_spared_for_a_while(bucket: Any) -> None:
    breaker = CircuitBreaker(FAILURES, 60.0, StoreAway)
    store = store_at("s3://nobodys/", breaker)
    for _ in range(2 * FAILURES):
        with pytest.raises(StoreAway):
            store.require()
    assert breaker.failure_count == FAILURES, "then it is spared"
    boto3.resource("s3").create_bucket(Bucket="nobodys")
    with pytest.raises(StoreAway):
        store.require()
    breaker._recovery_timeout = 0
    store.require()
    assert breaker.closed


def test_what_a_killed_writer_sent_in_part_is_given_up_after_a_while(
    store: Store, bucket: Any
) -> None:
    bucket.Object("registry/objects/ab/cd").initiate_multipart_upload()
    bucket.Object("others/ab/cd").initiate_multipart_upload()
    begun = min(found.initiated for found in bucket.multipart_uploads.all())
    store.sweep(before=begun)
    assert len(list(bucket.multipart_uploads.all())) == 2
    store.sweep(before=begun + timedelta(days=1))
    assert [found.object_key for found in bucket.multipart_uploads.all()] == ["others/ab/cd"]


def test_a_bucket_that_is_not_there_is_a_store_that_is_away(store: Store) -> None:
    store.require()
    with pytest.raises(StoreAway):
        store_at("s3://not-there/", CircuitBreaker()).require()


def test_the_registry_keeps_releases_and_files_there(db: None, store: Store, api: Api) -> None:
    with services.replaced(store=store):
        builders.organization("uniprot")
        ingest(record("P00001"), record("P00002"))
        release = "sources/uniprot/swissprot/versions/2026_01/files/dat"
        assert api.get(release).body == record("P00001") + record("P00002")
        draft = builders.draft("2026_02", "uniprot/swissprot")
        path = f"sources/uniprot/swissprot/versions/{draft.version}/files/txt"
        assert put(api, path, TEXT, HTTP_CONTENT_DIGEST=digest(TEXT)).status == 200
        assert api.get(path).body == TEXT
        assert api.send("GET", path, HTTP_RANGE="bytes=10-19").body == TEXT[10:20]
        assert api.get("/health/ready").body["store"] == "ok"
