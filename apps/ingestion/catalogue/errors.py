"""Why a catalogue file may be refused."""

from apps.core.errors import Invalid


class UnreadableCatalogue(Invalid):
    code = "ingest.unreadable"
    message = "“{file}” cannot be imported: {reason}."
