"""What tests of catalogues may ask for: files made on the spot, and the real ones if present."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.ingestion.catalogue import Catalogue, Database, read_catalogue

WriteFile = Callable[[object], Path]
PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture
def file_of(tmp_path: Path) -> WriteFile:
    """Writes a value as JSON, bytes as they are; answers the path."""

    def write(content: object) -> Path:
        path = tmp_path / f"file-{len(list(tmp_path.iterdir()))}.json"
        raw = content if isinstance(content, bytes) else json.dumps(content).encode()
        path.write_bytes(raw)
        return path

    return write


@pytest.fixture(scope="session")
def real_bioregistry(shared_data: Path) -> Path:
    return shared_data / "catalogue" / "bioregistry-0.14.8" / "bioregistry.json"


@pytest.fixture(scope="session")
def real_bioversions(shared_data: Path) -> Path:
    return shared_data / "catalogue" / "bioversions-0.11.60" / "versions.json"


@pytest.fixture(scope="session")
def real_catalogue(real_bioregistry: Path, real_bioversions: Path) -> Catalogue:
    return read_catalogue(bioregistry=real_bioregistry, bioversions=real_bioversions)


def by_slug(catalogue: Catalogue) -> dict[str, Database]:
    return {database.slug: database for database in catalogue.databases}


def versions_file(*entries: dict[str, Any], day: str | None = "2026-10-12") -> dict[str, Any]:
    """The content of a file of bioversions."""
    return {"annotations": {"revision": 7, "date": day}, "database": list(entries)}


def entry(prefix: str, *releases: dict[str, Any], name: str = "A database") -> dict[str, Any]:
    """A database of bioversions."""
    return {"name": name, "prefix": prefix, "vtype": "date", "releases": list(releases)}


def release(version: object, retrieved: object = "2024-01-02", **more: object) -> dict[str, Any]:
    """A release of bioversions."""
    return {"version": version, "retrieved": retrieved, **more}
