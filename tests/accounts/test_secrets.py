"""How a token is written, what is refused unasked, and that no door gives one away."""

import logging
import re
from binascii import crc32
from typing import Any

import pytest
from django.core.serializers import serialize
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from apps.accounts.models import ApiToken
from apps.accounts.queries import digest_of
from apps.accounts.secrets import ALPHABET, checksum_of, may_be_a_secret, new_secret
from apps.audit.models import AuditLog, AuditOrigin
from tests.builders import person
from tests.clients import Api
from tests.conftest import make_token

SCANNED = re.compile(r"\bbdp_[0-9A-Za-z]{36}\b")
FROM_THE_FIRST_MONTHS = "bdp_" + "aZ9-_" * 8 + "aZ9"


def test_a_scanner_finds_a_token_in_a_file_and_knows_it_is_one() -> None:
    secret = new_secret()
    (found,) = SCANNED.findall(f'TOKEN="{secret}"\nother=bdp_short bdp_{"x" * 60}')
    assert found == secret
    drawn, told = secret[4:34], secret[34:]
    number = 0
    for digit in told:
        number = number * 62 + ALPHABET.index(digit)
    assert number == crc32(drawn.encode())


@given(st.text(ALPHABET, min_size=30, max_size=30))
def test_a_checksum_has_six_digits_whatever_it_is_of(drawn: str) -> None:
    told = checksum_of(drawn)
    assert len(told) == 6
    assert may_be_a_secret(f"bdp_{drawn}{told}")


@given(st.integers(4, 39), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_seen_without_looking_anything_up(place: int, letter: str) -> None:
    secret = new_secret()
    wrong = secret[:place] + letter + secret[place + 1 :]
    assert may_be_a_secret(wrong) is (wrong == secret)


@pytest.mark.parametrize("cut", range(40))
def test_a_truncated_token_is_refused_without_a_query(
    db: None, django_assert_num_queries: Any, cut: int
) -> None:
    person("ada")
    secret = make_token("ada")
    for broken in (secret[:cut], secret[40 - cut :], secret + secret[:cut][-1:] * (cut > 0)):
        if broken != secret:
            with django_assert_num_queries(0):
                assert Api(broken or "x").get("organizations").status == 401


def test_a_token_of_the_first_months_still_opens_the_door(db: None) -> None:
    person("ada")
    made = ApiToken.objects.get(digest=digest_of(make_token("ada")))
    ApiToken.objects.filter(id=made.id).update(digest=digest_of(FROM_THE_FIRST_MONTHS))
    assert Api(FROM_THE_FIRST_MONTHS).get("me").body["username"] == "ada"
    assert Api(FROM_THE_FIRST_MONTHS[:-1]).get("me").status == 401


def test_no_log_no_page_and_no_row_ever_holds_a_token(
    db: None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """In the header as it should be, and by mistake in an address, a body, a name, a reason."""
    person("ada", groups=["curator"])
    secret = make_token("ada")
    api, browser, stranger = Api(secret), Client(raise_request_exception=False), Api()
    caplog.set_level(logging.DEBUG)
    body = {"slug": "go", "name": "GO", "token": secret}
    told = [
        api.get("me"),
        api.get("organizations", token=secret),
        api.get("organizations", cursor=secret),
        stranger.get("organizations", access_token=secret),
        stranger.get(f"sources/{secret}/x"),
        stranger.get(f"/{secret}"),
        stranger.get("/search", q="kinase", token=secret),
        api.post("organizations", body),
        stranger.post("organizations", body),
        api.send("POST", "organizations", raw=f"{{{secret}".encode()),
        stranger.send("GET", "organizations", HTTP_AUTHORIZATION=f"Basic {secret}"),
        stranger.send("GET", "organizations", HTTP_AUTHORIZATION=f"Bearer {secret}x"),
        stranger.send("GET", "organizations", HTTP_AUTHORIZATION=secret),
        stranger.send("GET", "organizations", HTTP_COOKIE=f"sessionid={secret}"),
    ]
    for page in ("/admin/login/", "/projects/sign-in"):
        form = {"username": secret, "password": secret}
        browser.post(page, form, query_params={"token": secret})
    seen = capfd.readouterr()
    kept = serialize("json", [*AuditLog.objects.all(), *AuditOrigin.objects.all()])
    assert secret not in caplog.text + seen.out + seen.err + kept
    quoted = [answer for answer in told if secret in str(answer.body)]
    assert all(_names_what_was_asked(answer, secret) for answer in quoted)


def _names_what_was_asked(answer: Any, secret: str) -> bool:
    """A 404 repeats the address to whoever sent it, and nobody keeps the answer."""
    return answer.status in (400, 404) and answer.headers["Cache-Control"] == "no-store"
