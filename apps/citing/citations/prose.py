"""Citations in words: a reference to be pasted, and a paragraph “Data availability”."""

from collections.abc import Sequence

from apps.citing.citations.texts import licence, notes, one_line
from apps.citing.dtos import Bibliography, Lock, Work


def write(told: Bibliography) -> str:
    """A reference a line."""
    return "".join(f"{one_line(_reference(work, told))}\n" for work in told.works)


def availability(told: Bibliography) -> str:
    """A paragraph that says where all of it is, in exactly the versions that were used."""
    data = [work for work in told.works if not work.is_software]
    tools = [work for work in told.works if work.is_software]
    sentences = [
        *_listed("The data used in this study are available from the following addresses", data),
        *_listed("The software used is", tools),
        *([_of_lock(told.lock, told.origin)] if told.lock else []),
    ]
    return f"{one_line(' '.join(sentences) or 'No data were used in this study.')}\n"


def _reference(work: Work, told: Bibliography) -> str:
    kind = "Computer software" if work.is_software else "Data set"
    day = work.effective_date
    accessed = f" Accessed {told.accessed.isoformat()}." if told.accessed else ""
    return (
        f"{work.publisher} ({day.year:04}). {work.title}. Version {work.edition}, {day}. [{kind}]. "
        f"{work.url}.{accessed} {' '.join(notes(work))}"
    )


def _listed(beginning: str, works: Sequence[Work]) -> list[str]:
    return [f"{beginning}: {'; '.join(map(_place, works))}."] if works else []


def _place(work: Work) -> str:
    terms = f", under {told}" if (told := licence(work)) else ""
    checksum = f", SHA-256 {work.sha256}" if work.sha256 else ""
    return (
        f"{work.title} ({work.publisher}), version {work.edition} of {work.effective_date}, at "
        f"{work.url}{terms}{checksum}"
    )


def _of_lock(lock: Lock, origin: str) -> str:
    days = f" as of {lock.as_of}" if lock.as_of else ""
    known = f" as known at {lock.known_at}" if lock.known_at else ""
    named = f" (SHA-256 {lock.checksum})" if lock.checksum else ""
    return (
        f"These are all versions that the lock file of this study{named} pins{days}{known}; it is "
        f"read by the registry of biological data at {origin}."
    )
