"""A draft is given files: whole, as told, or not at all."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from apps.core.services import services
from apps.core.stores import FolderStore
from apps.files.models import File
from tests import builders
from tests.checks import refused
from tests.clients import Answer, Api
from tests.conftest import leaves_no_trace, leaves_trace

TEXT = b">sp|P00001|ALPHA\nMKTAYIAKQR\n" * 100
GZIPPED = b"\x1f\x8b\x08\x00" + bytes(1000)  # a bomb, for all anybody knows: nobody unpacks it


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """A folder of this test's own, where the registry keeps its objects."""
    with services.replaced(store=FolderStore(tmp_path / "store")):
        yield tmp_path / "store"


@pytest.fixture
def draft(db: None, store: Path) -> str:
    """The address of a draft."""
    builders.organization("uniprot")
    builders.source("swissprot", "uniprot")
    made = builders.draft("2026_01", "uniprot/swissprot")
    return f"sources/uniprot/swissprot/versions/{made.version}"


def put(api: Api, path: str, content: bytes, **headers: Any) -> Answer:
    return api.send("PUT", path, raw=content, content_type="application/octet-stream", **headers)


def digest(content: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(content).digest()).decode()}:"


def objects(store: Path) -> list[Path]:
    """Every file in the store, finished or not."""
    return [path for path in store.rglob("*") if path.is_file()]


class TestAFile:
    def test_is_told_kept_and_sent_back(self, api: Api, draft: str) -> None:
        with leaves_trace("add_version_file") as left:
            answer = put(api, f"{draft}/files/fasta", TEXT, HTTP_CONTENT_DIGEST=digest(TEXT))
        assert answer.status == 200
        assert answer.body == {
            "format": "fasta",
            "filename": f"swissprot-{draft.rpartition('/')[2]}.fasta",
            "media_type": "text/x-fasta",
            "size_bytes": len(TEXT),
            "sha256": sha256(TEXT).hexdigest(),
            "compression": None,
        }
        assert left.metadata["after"]["sha256"] == sha256(TEXT).hexdigest()
        sent = api.get(f"{draft}/files/fasta")
        assert sent.body == TEXT
        assert sent.headers["Content-Digest"] == digest(TEXT)
        assert api.get(draft).body["size_bytes"] == len(TEXT)
        assert api.get(f"{draft}/files").body["results"] == [answer.body]

    def test_stays_for_everybody_once_its_version_is_published(
        self, api: Api, stranger: Api, draft: str
    ) -> None:
        put(api, f"{draft}/files/fasta", TEXT)
        api.post(f"{draft}/publish", {})
        sent = stranger.get(f"{draft}/files/fasta")
        assert sent.body == TEXT
        assert "immutable" in sent.headers["Cache-Control"]
        refused(put(api, f"{draft}/files/fasta", b"more"), 409, "version.not_draft")
        refused(put(api, f"{draft}/files/dat", b"more"), 409, "version.not_draft")

    def test_takes_the_place_of_the_one_there_was(self, api: Api, draft: str) -> None:
        put(api, f"{draft}/files/dat", TEXT)
        put(api, f"{draft}/files/fasta", TEXT)
        with leaves_trace("add_version_file") as left:
            put(api, f"{draft}/files/dat", TEXT + b"\n")
        assert left.metadata["before"]["size_bytes"] == len(TEXT)
        assert api.get(f"{draft}/files/dat").body == TEXT + b"\n"
        assert api.get(draft).body["size_bytes"] == 2 * len(TEXT) + 1

    def test_that_is_the_same_changes_nothing(self, api: Api, draft: str) -> None:
        put(api, f"{draft}/files/dat", TEXT)
        with leaves_no_trace():
            assert put(api, f"{draft}/files/dat", TEXT).status == 200

    def test_of_the_same_bytes_takes_no_more_room(self, api: Api, draft: str, store: Path) -> None:
        put(api, f"{draft}/files/dat", TEXT)
        put(api, f"{draft}/files/txt", TEXT)
        assert len(objects(store)) == 1

    def test_is_called_as_its_sender_says(self, api: Api, draft: str) -> None:
        put(api, f"{draft}/files/fasta?filename=my%20own.fa", TEXT)
        sent = api.get(f"{draft}/files/fasta")
        assert sent.headers["Content-Disposition"] == 'attachment; filename="my own.fa"'

    @pytest.mark.parametrize(
        ("content", "compression", "media_type"),
        [
            (GZIPPED, "gzip", "application/gzip"),
            (b"BZh9" + bytes(9), "bzip2", "application/x-bzip2"),
            (b"\xfd7zXZ\x00" + bytes(9), "xz", "application/x-xz"),
            (b"\x28\xb5\x2f\xfd" + bytes(9), "zstd", "application/zstd"),
        ],
    )
    def test_that_is_compressed_stays_so(
        self, api: Api, draft: str, content: bytes, compression: str, media_type: str
    ) -> None:
        told = put(api, f"{draft}/files/fasta", content).body
        assert (told["compression"], told["media_type"]) == (compression, media_type)
        assert ".fasta." in told["filename"]
        assert api.get(f"{draft}/files/fasta").body == content

    def test_that_is_compressed_by_nature_is_told_by_its_format(self, api: Api, draft: str) -> None:
        told = put(api, f"{draft}/files/bam", GZIPPED).body
        assert told["compression"] is None
        assert told["filename"].endswith(".bam")

    def test_goes_with_its_draft(self, api: Api, draft: str) -> None:
        put(api, f"{draft}/files/fasta", TEXT)
        assert api.delete(draft).status == 204
        assert File.objects.count() == 0


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("header", "told", "code"),
        [
            ("HTTP_CONTENT_DIGEST", digest(b"other"), "file.digest_mismatch"),
            ("HTTP_CONTENT_DIGEST", "sha-256=:!:", "request.invalid"),
            ("HTTP_CONTENT_DIGEST", "sha-256", "request.invalid"),
            ("HTTP_CONTENT_DIGEST", "sha-256=:YWJj:", "request.invalid"),
            ("HTTP_CONTENT_RANGE", "bytes 0-9/20", "request.invalid"),
            ("HTTP_CONTENT_ENCODING", "gzip", "request.unsupported_media_type"),
        ],
    )
    def test_leaves_no_file_and_no_row(
        self, api: Api, draft: str, header: str, told: str, code: str
    ) -> None:
        with leaves_no_trace():
            answer = put(api, f"{draft}/files/fasta", TEXT, **{header: told})
        assert (answer.status, answer.body["code"]) == (415 if "media" in code else 400, code)
        assert File.objects.count() == 0

    def test_is_an_empty_body(self, api: Api, draft: str) -> None:
        refused(put(api, f"{draft}/files/fasta", b""), 400, "request.invalid")

    def test_is_a_form(self, api: Api, draft: str) -> None:
        sent = {"raw": b"--x--", "content_type": "multipart/form-data; boundary=x"}
        answer = api.send("PUT", f"{draft}/files/fasta", **sent)  # type: ignore[arg-type]
        refused(answer, 415, "request.unsupported_media_type")
        assert "the bytes of the file themselves" in answer.body["detail"]

    def test_is_more_than_a_file_may_have(
        self, api: Api, draft: str, store: Path, settings: Any
    ) -> None:
        settings.MOST_OF_A_FILE = len(TEXT) - 1
        refused(put(api, f"{draft}/files/fasta", TEXT), 413, "file.too_large")
        assert objects(store) == []

    @pytest.mark.parametrize(
        "name",
        ["..%2Fpasswd", "..", ".", ".hidden", "a%2Fb", "a%5Cb", "a%0Ab", "-rf", "%20a", "a%20",
         "x" * 256],
    )  # fmt: skip
    def test_is_a_name_that_leads_astray(self, api: Api, draft: str, name: str) -> None:
        refused(put(api, f"{draft}/files/fasta?filename={name}", TEXT), 400, "request.invalid")
        assert File.objects.count() == 0

    def test_is_a_name_that_another_file_has(self, api: Api, draft: str) -> None:
        put(api, f"{draft}/files/fasta?filename=same", TEXT)
        answer = put(api, f"{draft}/files/dat?filename=same", TEXT)
        refused(answer, 400, "request.invalid")
        assert "another file of this version" in answer.body["detail"]

    @pytest.mark.parametrize("form", ["docx", "FASTA", "fasta.gz", ".."])
    def test_is_a_format_that_nobody_knows(self, api: Api, draft: str, form: str) -> None:
        answer = put(api, f"{draft}/files/{form}", TEXT)
        refused(answer, 400, "request.invalid")
        assert "fasta" in answer.body["detail"]

    def test_is_who_may_not_before_anything_is_read(
        self, person: Any, stranger: Api, draft: str, store: Path
    ) -> None:
        someone = person("ada").api
        refused(put(someone, f"{draft}/files/fasta", TEXT), 403, "auth.forbidden")
        refused(put(stranger, f"{draft}/files/fasta", TEXT), 401, "auth.required")
        assert not store.exists()


class TestPostgreSQL:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE files_file SET size_bytes = 1",
            "DELETE FROM files_file",
            "TRUNCATE files_file",
            """INSERT INTO files_file SELECT bdp_uuid7(), version_id, 'dat', 'x', media_type, 1,
                      sha256, NULL FROM files_file""",
        ],
    )
    def test_refuses_another_file_of_what_is_published(
        self, api: Api, draft: str, statement: str
    ) -> None:
        put(api, f"{draft}/files/fasta", TEXT)
        api.post(f"{draft}/publish", {})
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert File.objects.get().size_bytes == len(TEXT)
