"""The head of the trail that was signed last, kept beside the key: the database's owner has it not.

There is one for each database, by its name: who owns that cannot make us look for another.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import orjson

from apps.core import drafts
from apps.core.errors import Unavailable


class KeptUnusable(Unavailable):
    code = "service.unavailable"
    message = "The head of the trail that was kept cannot be used: {why}."


@dataclass(frozen=True, slots=True)
class Signed:
    """Over how many leaves, and which root they made, in hexadecimal."""

    size: int
    root: str


class KeptHead:
    """What was signed last, from this machine."""

    def __init__(self, home: Path, database: str) -> None:
        self._place = home / f"audit_head.{quote(database, safe='')}"

    def read(self) -> Signed | None:
        """The head; None where none was signed, or the file is gone."""
        try:
            return Signed(**orjson.loads(self._place.read_bytes()))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeptUnusable(why=f"{error.strerror} ({error.filename})") from error
        except (ValueError, TypeError) as error:
            raise KeptUnusable(why=f"{self._place} is no head") from error

    def keep(self, signed: Signed | None) -> None:
        """Keep another instead, or none."""
        try:
            if signed:
                drafts.replace(self._place, orjson.dumps(asdict(signed)).decode())
            else:
                self._place.unlink(missing_ok=True)
        except OSError as error:
            raise KeptUnusable(why=f"{error.strerror} ({error.filename})") from error
