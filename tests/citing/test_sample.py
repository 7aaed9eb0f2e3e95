"""Every version that comes with the registry, in every style, read back by its readers."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from curies import Converter
from django.db import connection
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from apps.ingestion.catalogue import read_sample
from apps.ingestion.commands import import_catalogue
from apps.versions.models import Version
from tests.citing.works import said
from tests.clients import Api

LATEX = LatexDecodingMiddleware()
LEAST = 6000
COLUMNS = (
    "source__organization__slug", "source__slug", "version", "source__name",
    "source__organization__name", "external_version", "effective_date",
)  # fmt: skip


@pytest.fixture
def held(db: None, operator: Any) -> dict[str, dict[str, str]]:
    """What each version is, as the tables have it, by its key."""
    import_catalogue(actor=operator, catalogue=read_sample())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = Version.objects.order_by(*COLUMNS[:3]).values_list(*COLUMNS)
    assert len(rows) > LEAST
    return {
        f"{organization}:{source}:{number}": {
            "title": said(name),
            "publisher": said(publisher),
            "version": said(f"{named} ({number})" if named not in {None, number} else number),
            "url": f"http://testserver/{organization}/{source}/{number}",
            "day": day.isoformat(),
        }
        for organization, source, number, name, publisher, named, day in rows
    }


@pytest.fixture
def lock(held: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A lock that pins all of them."""
    addresses = ["@".join(key.rsplit(":", 1)) for key in held]
    return {"lockfile_version": 1, "sources": {each: {"resolved": each} for each in addresses}}


def test_all_of_it_is_read_back_from_every_style_and_export(
    held: dict[str, dict[str, str]], lock: dict[str, Any], stranger: Api, tmp_path: Path
) -> None:
    def sent(path: str) -> Any:
        answer = stranger.post(f"locks/{path}", lock)
        assert answer.status == 200
        return answer.body

    assert _bibtex(sent("citation?style=bibtex").decode()) == held
    assert _ris(sent("citation?style=ris").decode()) == held
    assert _csl(sent("citation?style=csl-json")) == held
    lines = sent("citation?style=text").decode().splitlines()
    assert all(
        told["title"] in line and told["url"] in line
        for told, line in zip(held.values(), lines, strict=True)
    )
    paragraph = sent("citation?style=availability").decode()
    assert all(told["url"] in paragraph for told in held.values())
    (tmp_path / "ro-crate-metadata.json").write_text(json.dumps(sent("ro-crate")))
    parts = {part["url"]: part for part in ROCrate(tmp_path).root_dataset["hasPart"]}
    assert {url: parts[url]["name"] for url in parts} == {
        told["url"]: told["title"] for told in held.values()
    }
    _are_prefixes({key.split(":")[0] for key in held}, stranger.get("prefixes").body)


def _are_prefixes(names: set[str], prefix_map: Any) -> None:
    known = Converter.from_extended_prefix_map(prefix_map)
    assert names <= set(known.get_prefixes())
    assert all(known.expand(f"{name}:x") == f"http://testserver/{name}/x" for name in names)


def _bibtex(text: str) -> dict[str, dict[str, str]]:
    library = parse_string(text)
    assert not library.failed_blocks
    return {
        entry.key: {
            "title": _decoded(entry["title"]),
            "publisher": _decoded(entry["author"]),
            "version": _decoded(entry["version"]),
            "url": entry["url"],
            "day": entry["date"],
        }
        for entry in library.entries
    }


@cache
def _decoded(text: str) -> str:
    """As the reader's own middleware shows it, which would decode each name anew."""
    return said(LATEX._decoder.latex_to_text(text))


def _ris(text: str) -> dict[str, dict[str, str]]:
    return {
        record["id"]: {
            "title": record["title"],
            "publisher": record["authors"][0],
            "version": record["edition"],
            "url": record["urls"][0],
            "day": record["date"].replace("/", "-"),
        }
        for record in rispy.loads(text)
    }


def _csl(items: Any) -> dict[str, dict[str, str]]:
    loaded = CiteProcJSON(items)
    assert len(loaded) == len(items)
    return {
        item["id"]: {
            "title": item["title"],
            "publisher": item["author"][0]["literal"],
            "version": item["version"],
            "url": item["URL"],
            "day": "{:04}-{:02}-{:02}".format(*item["issued"]["date-parts"][0]),
        }
        for item in items
    }
