"""No client asks more than its allowance; what costs next to nothing is free.

Free are health, the pages where people sign in, OPTIONS of nobody in particular, and 304 to who
names the tag that it has. So a request with If-None-Match is looked at even when its client has
nothing left, as often again as its allowance: if it is no 304 after all, it is refused. The same
holds for credentials that this process has not seen: they may be of somebody with an allowance.
"""

from collections.abc import Callable
from http import HTTPStatus
from math import ceil

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from apps.core.caching import Unread, has_credentials
from apps.core.http import answer, refusal
from apps.core.preconditions import names_any
from apps.core.services import services
from apps.limiting.allowances import Allowances
from apps.limiting.clients import Client, Clients
from apps.limiting.errors import RateLimited
from apps.limiting.ledger import Ledger
from apps.limiting.policies import policies

HEALTH = "/health/"
TO_SIGN_IN = ("/admin/login/", "/projects/sign-in")
READS = ("GET", "HEAD")
AGAIN = " again"  # what a client may try beyond its allowance, which is as much again
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
        if _costs_nothing(request):
            return self._get_response(request)
        presumed = self._clients.presumed(request)
        taken = self._take(presumed)
        if not taken and not self._may_try(request, presumed):
            return self._refused(request, presumed)
        response = self._get_response(request)
        found = self._clients.found(request, response, presumed)
        free = response.status_code == HTTPStatus.NOT_MODIFIED and _names_what_it_has(request)
        if isinstance(response, Unread) and free and not taken:
            self._give_back(presumed, AGAIN)
        allowed = free or (taken if found == presumed else self._take(found))
        if taken and allowed and (free or found != presumed):
            self._give_back(presumed)
        if allowed:
            return self._told(response, found)
        if found != presumed and request.method not in READS:  # it is done, and so told and owed
            self._charge(found)
            return self._told(response, found)
        response.close()
        return self._refused(request, found)

    def _take(self, client: Client, which: str = "") -> bool:
        policy = self._policies.get(client[0])
        return policy is None or self._allowances.take(_name(client) + which, policy)

    def _give_back(self, client: Client, which: str = "") -> None:
        if policy := self._policies.get(client[0]):
            self._allowances.give_back(_name(client) + which, policy)

    def _charge(self, client: Client) -> None:
        if policy := self._policies.get(client[0]):
            self._allowances.charge(_name(client), policy)

    def _may_try(self, request: HttpRequest, client: Client) -> bool:
        """Whether to look at a request beyond the allowance: it may be free, or another's."""
        may_be_free = request.method in READS and _names_what_it_has(request)
        worth_it = may_be_free or self._clients.are_unknown(request, client)
        return worth_it and self._take(client, AGAIN)

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


def _costs_nothing(request: HttpRequest) -> bool:
    if request.method == "OPTIONS":
        return not has_credentials(request)
    free = request.path.startswith(HEALTH) or request.path in TO_SIGN_IN
    return free and request.method in READS


def _names_what_it_has(request: HttpRequest) -> bool:
    """Whether it names a tag: who only says “whatever there is” has nothing to ask about."""
    told = request.META.get("HTTP_IF_NONE_MATCH")
    return told is not None and not names_any(told)


def _name(client: Client) -> str:
    return f"{client[0]} {client[1]}"
