"""Why a request must wait."""

from apps.core.errors import TooMany


class RateLimited(TooMany):
    code = "rate.limited"
    message = (
        "You have asked more than {quota:,} times in {window}. Ask again in {seconds} s; "
        "what you have already can be asked for with If-None-Match at no cost."
    )
