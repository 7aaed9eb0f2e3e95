"""The admin as a browser without scripts uses it: pages, their forms as they were filled, links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from apps.accounts.commands import create_user
from apps.accounts.models import User
from tests.builders import BUILDER


@dataclass
class Page:
    """What came back: its status, its text, the fields of its forms, and where it led."""

    status: int
    text: str
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)

    def filled(self, **typed: str | None) -> dict[str, str]:
        """What its form sends with these fields typed over, or left out where None."""
        sent = {**self.fields, **typed}
        return {name: value for name, value in sent.items() if value is not None}


class Browser:
    """Somebody who is signed in."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user)

    def open(self, address: str, **asked: Any) -> Page:
        """A page of the admin, where redirections lead."""
        return _page(self.client.get(f"/admin/{address}", asked, follow=True))

    def send(self, address: str, form: dict[str, Any]) -> Page:
        """What comes of a form."""
        return _page(self.client.post(f"/admin/{address}", form, follow=True))


def sign_in(username: str, group: str = "") -> Browser:
    """A new person in the admin: of a group, or a superuser."""
    groups = [group] if group else []
    create_user(actor=BUILDER, username=username, groups=groups, is_superuser=not group)
    return Browser(User.objects.get(username=username))


def _page(response: Any) -> Page:
    text = response.getvalue().decode() if response.streaming else response.content.decode()
    read = _Reading()
    read.feed(text)
    return Page(response.status_code, text, response.request["PATH_INFO"], read.fields, read.links)


class _Reading(HTMLParser):
    """The fields of the object's own form, as they stand in the page, and the links by text."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._in_form = False
        self._of: str | None = None
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._in_form = told.get("id", "").endswith("_form") and told["id"] != "logout-form"
        elif tag == "a" and "href" in told:
            self._link = told["href"]
        elif self._in_form and told.get("name"):
            self._field(tag, told)
        elif tag == "option" and self._in_form and self._of:
            self._option(told)

    def handle_data(self, data: str) -> None:
        if self._link and data.strip():
            self.links[data.strip()] = self._link
            self._link = None
        if self._in_form and self._of and (self.get_starttag_text() or "").startswith("<textarea"):
            self.fields[self._of] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            if tag == "textarea" and self._of:
                self.fields[self._of] = self.fields[self._of].removeprefix("\n")
            self._of = None
        if tag == "form":
            self._in_form = False

    def _option(self, told: dict[str, str]) -> None:
        if self._of and ("selected" in told or self._of not in self.fields):
            self.fields[self._of] = told.get("value", "")

    def _field(self, tag: str, told: dict[str, str]) -> None:
        kind = told.get("type", "")
        if tag in ("textarea", "select"):
            self._of = told["name"]
            if tag == "textarea":
                self.fields[self._of] = ""
        elif kind in ("checkbox", "radio"):
            if "checked" in told:
                self.fields[told["name"]] = told.get("value", "on")
        elif kind != "submit":
            self.fields[told["name"]] = told.get("value", "")
