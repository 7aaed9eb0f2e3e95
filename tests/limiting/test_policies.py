"""What an operator may write into RATE_LIMITS, and what is said of anything else."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from apps.limiting.policies import policies


def _told(text: str) -> dict[str, str]:
    return {kind: str(policy) for kind, policy in policies(text).items()}


DEFAULT = {
    "anonymous": '"anonymous";q=600;w=60',
    "user": '"user";q=6000;w=60',
    "token": '"token";q=6000;w=60',
}


@pytest.mark.parametrize("text", ["", " ", ",", "anonymous=600/min,token=6000/min"])
def test_nothing_said_is_what_the_documentation_says(text: str) -> None:
    assert _told(text) == DEFAULT


def test_each_kind_can_be_set_and_people_who_sign_in_have_what_tokens_have() -> None:
    assert _told("anonymous = 5/s") == {**DEFAULT, "anonymous": '"anonymous";q=5;w=1'}
    assert _told("token=7/h")["user"] == '"user";q=7;w=3600'
    assert _told("user=8/day, token=7/h")["user"] == '"user";q=8;w=86400'


def test_each_kind_can_be_switched_off_and_all_together() -> None:
    assert _told("off") == {}
    assert set(_told("token=off")) == {"anonymous"}
    assert set(_told("token=off,user=9/min")) == {"anonymous", "user"}


@pytest.mark.parametrize(
    "text",
    [
        "none", "0/min", "anonymous", "anonymous=", "anonymous=0/min", "anonymous=-1/min",
        "anonymous=600", "anonymous=600/minute", "anonymous=1.5/s", "anonymous=1000000000/s",
        "stranger=1/s", "token=1/s,token=2/s", "off,token=1/s", "anonymous=٣/s",
        "token=1/s;user=1/s",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_a_sentence(text: str, settings: Settings) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"RATE_LIMITS is not understood at “.+”: write"):
        policies(text)
    settings.RATE_LIMITS = text
    assert [found.id for found in run_checks() if found.id == "bdp.E003"] == ["bdp.E003"]
