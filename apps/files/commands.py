"""Every way the files of a version can change: one function, one transaction, one trace."""

from typing import Any

from django.db.models import Sum

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core.actor import Actor
from apps.core.db import refusing
from apps.core.errors import DomainError, InvalidRequest, invalid_field
from apps.core.services import services
from apps.files.dtos import SUFFIXES, Received, compression_of, media_type_of
from apps.files.models import File
from apps.versions.errors import NotDraft
from apps.versions.models import Version
from apps.versions.queries import find_draft

TOLD = ("filename", "media_type", "size_bytes", "sha256", "compression")


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def add_version_file(
    *,
    actor: Actor,
    organization: str,
    source: str,
    version: str,
    format: str,  # noqa: A002  what the address calls it
    content: Received,
    filename: str | None = None,
    reason: str | None = None,
) -> None:
    """Give a draft the file of one format, in place of the one it had; its bytes are kept already.

    Of two that come at once the later stays. The draft's size is that of its files together.
    Raises as `find_draft` does, or `DigestMismatch`, `LengthMismatch`, `FileTooLarge` or
    `InvalidRequest`.
    """
    row = _locked(find_draft(organization, source, version, actor=actor).id)
    before = File.objects.filter(version=row, format=format).first()
    after = _file(row, format, content, filename)
    if before and _told(before) == _told(after):
        nothing_changed()
        return
    if before:
        before.delete()
    with refusing(**_refusals()):
        after.save(force_insert=True)
    sizes = File.objects.filter(version=row).aggregate(together=Sum("size_bytes"))
    row.size_bytes, row.updated_at = sizes["together"], services.clock.now()
    row.save(update_fields=["size_bytes", "updated_at"])
    record(
        AuditAction.ADD_VERSION_FILE, _entity(row), actor=actor, reason=reason,
        before=_told(before) if before else {}, after=_told(after),
    )  # fmt: skip


def _locked(version_id: Any) -> Version:
    rows = Version.objects.select_related("source__organization").select_for_update(of=("self",))
    row = rows.get(pk=version_id)
    if row.status != "draft":
        raise NotDraft(version=row.version, status=row.status)
    return row


def _file(row: Version, form: str, content: Received, filename: str | None) -> File:
    compression = compression_of(form, content.beginning)
    return File(
        version=row,
        format=form,
        filename=filename or f"{row.source.slug}-{row.version}.{form}{SUFFIXES[compression]}",
        media_type=media_type_of(form, compression),
        size_bytes=content.size_bytes,
        sha256=content.sha256,
        compression=compression,
    )


def _told(file: File) -> dict[str, Any]:
    return {"format": file.format, **{name: getattr(file, name) for name in TOLD}}


def _entity(row: Version) -> Entity:
    label = f"{row.source.organization.slug}/{row.source.slug}@{row.version}"
    return Entity(type="version", id=row.id, label=label)


def _refusals() -> dict[str, DomainError]:
    named: InvalidRequest = invalid_field(
        "filename",
        "1 to 255 printable characters without a slash, which begin with no dot, blank or hyphen",
    )
    taken = invalid_field("filename", "another file of this version is called so")
    return {
        "file_filename_unique": taken,
        "file_filename_length": named,
        "file_filename_plain": named,
        "file_filename_harmless": named,
    }
