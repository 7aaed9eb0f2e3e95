"""No client asks more than its allowance; what costs next to nothing is free.

Free are health, the pages where people sign in, OPTIONS and 304. So a request with If-None-Match
is looked at even when its client has nothing left: if it is no 304 after all, it is refused and
counted, and whoever asked twice the allowance that way is no longer looked at. The same holds for
credentials that this process has not seen: they may be somebody's who has an allowance.
"""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from apps.core.http import answer, refusal
from apps.core.services import services
from apps.limiting.allowances import Allowances
from apps.limiting.clients import Client, Clients
from apps.limiting.errors import RateLimited
from apps.limiting.ledger import Ledger
from apps.limiting.policies import policies

FREE = ("/health/", "/admin/login/", "/projects/sign-in")
CONDITIONAL = ("GET", "HEAD")
UNITS = {1: "a second", 60: "a minute", 3600: "an hour", 86_400: "a day"}


class Limits:
    """Counts each request to whoever asks, and refuses what is too much. Off, it is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._policies = policies(services.rate_limits)
        if not self._policies:
            raise MiddlewareNotUsed
        self._clients = Clients()
        self._allowances = Allowances(Ledger())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or why there is none."""
        if request.method == "OPTIONS" or request.path.startswith(FREE):
            return self._get_response(request)
        presumed = self._clients.presumed(request)
        taken = self._take(presumed)
        if not taken and not self._may_try(request, presumed):
            return self._refused(request, presumed)
        response = self._get_response(request)
        found = self._clients.found(request, response, presumed)
        free = response.status_code == HTTPStatus.NOT_MODIFIED
        if taken and (free or found != presumed):
            self._give_back(presumed)
        if not free and (found != presumed or not taken):
            self._charge(found)
        if not free and not taken and found == presumed:
            response.close()
            return self._refused(request, presumed)
        return self._told(response, found)

    def _take(self, client: Client) -> bool:
        policy = self._policies.get(client[0])
        return policy is None or self._allowances.take(_name(client), policy)

    def _give_back(self, client: Client) -> None:
        if policy := self._policies.get(client[0]):
            self._allowances.give_back(_name(client), policy)

    def _charge(self, client: Client) -> None:
        if policy := self._policies.get(client[0]):
            self._allowances.charge(_name(client), policy)

    def _may_try(self, request: HttpRequest, client: Client) -> bool:
        conditional = "HTTP_IF_NONE_MATCH" in request.META and request.method in CONDITIONAL
        may_be_free = conditional or self._clients.are_unknown(request, client)
        policy = self._policies[client[0]]
        return may_be_free and self._allowances.may_try(_name(client), policy)

    def _refused(self, request: HttpRequest, client: Client) -> HttpResponse:
        policy = self._policies[client[0]]
        _, seconds = self._allowances.tell(_name(client), policy)
        window, wait = UNITS[policy.window], max(1, ceil(seconds))
        error = RateLimited(quota=policy.quota, window=window, seconds=wait)
        return self._told(answer(request, *refusal(error)), client)

    def _told(self, response: HttpResponse, client: Client) -> HttpResponse:
        """With how much is left (draft-ietf-httpapi-ratelimit-headers)."""
        if policy := self._policies.get(client[0]):
            left, seconds = self._allowances.tell(_name(client), policy)
            response["RateLimit-Policy"] = str(policy)
            response["RateLimit"] = f'"{policy.kind}";r={left};t={ceil(seconds)}'
        return response


def _name(client: Client) -> str:
    return f"{client[0]} {client[1]}"
