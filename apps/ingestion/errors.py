"""Why something that others publish may not be taken in."""

from apps.core.errors import Conflict, Invalid, NotFound, Unavailable, Unprocessable


class Busy(Conflict):
    code = "ingest.busy"
    message = "Somebody is registering the same names at this moment. Run this again."


class IngestBusy(Conflict):
    code = "ingest.busy"
    message = "Another release of “{organization}” is being ingested. Wait until it is done."


class AlreadyIngested(Conflict):
    code = "ingest.already_ingested"
    message = (
        "“{source}” already has a release “{release}”, and its content is another. What is "
        "published never changes: give this one its own name."
    )


class NameTaken(Conflict):
    code = "ingest.already_ingested"
    message = (
        "“{source}” already has a {status} version {version} that is called “{release}” and holds "
        "no records. Give this release another name, or another source."
    )


class NoReleases(Invalid):
    code = "request.invalid"
    message = "“{source}” is a {kind}, which has no members: name a bundle, or a name yet free."


class OutOfOrder(Conflict):
    code = "ingest.out_of_order"
    message = "“{release}” is older than “{newest}”, the newest release of “{source}”."


class UnreadableRelease(Unprocessable):
    code = "ingest.unreadable"
    message = "{file}: {why}"


class WorkshopGone(Unavailable):
    code = "service.unavailable"
    message = (
        "The process that takes the release apart ended too early, perhaps killed for want of "
        "memory. Nothing was taken in: run this again."
    )


class NoRecords(Unprocessable):
    code = "ingest.unreadable"
    message = "No record is in what was given, and nothing was taken in."


class TooManyRefused(Unprocessable):
    code = "ingest.too_many_refused"
    message = (
        "{refused:,} of {read:,} records cannot be read, and nothing was taken in. The first: "
        "{first}"
    )


class JobNotFound(NotFound):
    code = "request.not_found"
    message = "There is no job “{job}”."
