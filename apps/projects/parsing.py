"""A `bdp.yml` as the body of a request: YAML without what could surprise its reader."""

from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from apps.core.errors import FieldError, InvalidRequest, RequestTooLarge
from apps.projects.manifests import YAML
from apps.resolving import manifests


class ManifestParser(BaseParser):
    """YAML, read as `manage.py resolve --manifest` reads it: every scalar as it is written."""

    media_type = YAML

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The manifest. Raises `InvalidRequest`, naming the line, or `RequestTooLarge`."""
        most = manifests.MOST_BYTES
        if len(body := stream.read(most + 1)) > most:
            raise RequestTooLarge(most=most)
        try:
            told = manifests.read(body)
        except manifests.ManifestError as wrong:
            error = FieldError(field="manifest", code="unreadable", detail=f"{wrong}.")
            raise InvalidRequest(detail=f"manifest: {wrong}.", errors=(error,)) from None
        return {"project": told.project, "sources": [*told.sources], "tools": [*told.tools]}


class AsIsCustomary(ManifestParser):
    """The same under the name that YAML had before RFC 9512."""

    media_type = "application/x-yaml"


class AsText(ManifestParser):
    """The same under the name that some programs send it by."""

    media_type = "text/yaml"
