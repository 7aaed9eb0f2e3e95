"""Why specs or a lock may be refused."""

from apps.core.errors import Invalid, TooLarge, Unprocessable


class Unresolvable(Unprocessable):
    code = "resolve.unresolvable"
    message = "{failed} of {asked} specs cannot be resolved; `errors` has each. {told}"


class TooManySpecs(TooLarge):
    code = "request.too_large"
    message = "At most {most:,} specs are resolved at once, and these are {asked:,}."


class UnreadableManifest(Invalid):
    code = "request.invalid"
    message = "{where}: {wrong}"


class UnreadableLock(Invalid):
    code = "request.invalid"
    message = "This is no lock: {wrong}."
