"""CSL-JSON, as citeproc, pandoc and Zotero read it (schema csl-data.json, version 1.0)."""

from datetime import date
from typing import Any

from apps.citing.citations.texts import notes, one_line
from apps.citing.dtos import Bibliography, Work
from apps.core.rendering import dumps


def write(told: Bibliography) -> str:
    """A list with an item for each work."""
    return dumps([_item(work, told) for work in told.works]).decode()


def _item(work: Work, told: Bibliography) -> dict[str, Any]:
    accessed = {"accessed": _day(told.accessed)} if told.accessed else {}
    return {
        "id": work.key,
        "type": "software" if work.is_software else "dataset",
        "title": one_line(work.title),
        "author": [{"literal": one_line(work.publisher)}],
        "publisher": one_line(work.publisher),
        "issued": _day(work.effective_date),
        "version": one_line(work.edition),
        "URL": work.url,
        **accessed,
        "note": one_line(" ".join(notes(work))),
    }


def _day(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
