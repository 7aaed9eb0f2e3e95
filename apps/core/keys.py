"""The key that signs the trail: an Ed25519 key in a file, or given by the environment.

It never comes near the database, whose owner cannot sign. What they have us sign goes on from what
was signed last, which is kept beside the key (`kept.py`): else nothing is signed.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from apps.core import drafts
from apps.core.errors import Conflict, Unavailable


class KeyUnusable(Unavailable):
    code = "service.unavailable"
    message = "The key that signs the trail cannot be used: {why}."


class KeyGiven(Conflict):
    code = "audit.key_given"
    message = (
        "The key is given by AUDIT_SIGNING_KEY: give another there, and the next head is signed "
        "by it."
    )


class TrailKey:
    """The present key, looked for each time: another process may have replaced it."""

    def __init__(self, kept: Path, given: str = "") -> None:
        self._kept, self._given = kept, given

    def sign(self, message: bytes) -> bytes:
        """64 bytes by the present key, which is made where there is none."""
        return self._private().sign(message)

    def public(self) -> bytes:
        """The 32 bytes that signatures of the present key are checked with."""
        return self._private().public_key().public_bytes_raw()

    def known(self) -> bytes | None:
        """As `public`; None where there is no key yet."""
        return self.public() if self._given or self._kept.exists() else None

    def endorsement(self) -> bytes | None:
        """The signature by which the key before the present one endorsed it, if one did."""
        try:
            _, *endorsed = self._text().split()
            return b64decode(endorsed[0]) if endorsed else None
        except (OSError, ValueError) as error:
            raise KeyUnusable(why="what endorses it cannot be read") from error

    def replace(self, message: Callable[[bytes], bytes]) -> None:
        """Have a new key from now on; the present one is gone. Raises `KeyGiven`.

        The last that the present one signs is `message` of the new one's public half.
        """
        if self._given:
            raise KeyGiven
        new = Ed25519PrivateKey.generate()
        endorsed = self.sign(message(new.public_key().public_bytes_raw()))
        try:
            drafts.replace(self._kept, f"{_text_of(new)}\n{b64encode(endorsed).decode()}\n")
        except OSError as error:
            raise KeyUnusable(why=f"{error.strerror} ({error.filename})") from error

    def _private(self) -> Ed25519PrivateKey:
        try:
            text, *_ = self._text().split() or [""]
            return Ed25519PrivateKey.from_private_bytes(b64decode(text, validate=True))
        except OSError as error:
            raise KeyUnusable(why=f"{error.strerror} ({error.filename})") from error
        except ValueError as error:
            where = "AUDIT_SIGNING_KEY" if self._given else str(self._kept)
            raise KeyUnusable(why=f"{where} is not the base64 of 32 bytes") from error

    def _text(self) -> str:
        if self._given:
            return self._given
        if not self._kept.exists():
            drafts.place_once(self._kept, _text_of(Ed25519PrivateKey.generate()))
        return self._kept.read_text()


def _text_of(key: Ed25519PrivateKey) -> str:
    return b64encode(key.private_bytes_raw()).decode()


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether whoever has the private half of `public` signed just this."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
