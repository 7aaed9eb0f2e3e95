"""Why something that others publish may not be taken in."""

from apps.core.errors import Conflict


class Busy(Conflict):
    code = "ingest.busy"
    message = "Somebody is registering the same names at this moment. Run this again."
