"""What the web server cannot even read is refused in the registry's own words."""

import httpx
import pytest

from tests.walkthroughs.conftest import Registry


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"search?q={'a' * 9000}", {}, 414),
        ("stats", {"If-None-Match": "a" * 9000}, 431),
    ],
)
def test_an_address_or_a_header_beyond_measure_is_a_problem(
    served: Registry, path: str, headers: dict[str, str], status: int
) -> None:
    answer = httpx.get(f"{served.address}/api/v1/{path}", headers=headers, timeout=30)

    assert (answer.status_code, answer.headers["Content-Type"]) == (
        status,
        "application/problem+json",
    )
    told = answer.json()
    assert (told["status"], told["code"]) == (status, "request.too_large")
    assert "at most 8,190 bytes" in told["detail"]
    assert answer.headers["X-Request-ID"]
