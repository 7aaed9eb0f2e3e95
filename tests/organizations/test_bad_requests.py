"""What no address of the registry understands: broken bodies, other types, methods it lacks."""

from typing import Any

import pytest

from tests import builders
from tests.checks import refused
from tests.conftest import leaves_no_trace


class TestBodies:
    """What cannot be read as a JSON object is refused before anything else happens."""

    @pytest.mark.parametrize(
        "raw",
        [
            b"{", b'{"slug": "uniprot"', b"slug=uniprot", b"{'slug': 1}", b"\xff\xfe", b"NaN",
            b'{"slug": "a", "slug": "b", "name": "Two"}', b'{"slug": "a\\u0000", "name": "N"}',
            b'{"slug": "a", "name": "\\u0000"}', b'{"slug": "\\ud800", "name": "N"}',
            b"[" * 100_000, b'{"a":' * 5000,
        ],
        ids=lambda raw: repr(raw[:24]),
    )  # fmt: skip
    def test_that_are_not_json(self, api: Any, raw: bytes) -> None:
        with leaves_no_trace():
            answer = api.send("POST", "organizations", raw=raw)

        refused(answer, 400, "request.not_json")

    @pytest.mark.parametrize("raw", [b"[]", b"null", b"5", b'"uniprot"', b'[{"slug": "a"}]'])
    def test_that_are_no_object(self, api: Any, raw: bytes) -> None:
        with leaves_no_trace():
            answer = api.send("POST", "organizations", raw=raw)

        refused(answer, 400, "request.invalid")
        assert "must be a JSON object" in answer.body["detail"]

    @pytest.mark.parametrize(
        "content_type",
        [
            "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain",
            "application/xml", "nonsense",
        ],
    )  # fmt: skip
    def test_of_another_type(self, api: Any, content_type: str) -> None:
        with leaves_no_trace():
            answer = api.send(
                "POST", "organizations", raw=b"slug=a&name=A", content_type=content_type
            )

        refused(answer, 415, "request.unsupported_media_type")


class TestMethods:
    @pytest.mark.parametrize(
        ("request_line", "allowed"),
        [
            ("PUT organizations", {"GET", "POST"}),
            ("DELETE organizations", {"GET", "POST"}),
            ("PUT organizations/uniprot", {"GET", "PATCH", "DELETE"}),
            ("POST organizations/uniprot", {"GET", "PATCH", "DELETE"}),
            ("DELETE organizations/uniprot/audit", {"GET"}),
        ],
    )
    def test_that_an_address_lacks(
        self, api: Any, stranger: Any, request_line: str, allowed: set[str]
    ) -> None:
        builders.organization("uniprot")

        for client in (api, stranger):
            answer = client.send(*request_line.split())
            refused(answer, 405, "request.method_not_allowed")
            offered = set(answer.headers["Allow"].split(", "))
            assert allowed <= offered <= allowed | {"HEAD", "OPTIONS"}

    @pytest.mark.parametrize(
        "path", ["organisations", "organizations/", "organizations/uniprot/nothing", "nothing/at"]
    )
    def test_at_an_address_that_is_none(self, stranger: Any, path: str) -> None:
        refused(stranger.get(path), 404, "request.not_found")
