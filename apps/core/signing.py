"""How a receiver knows that it was we who sent, and when: the Standard Webhooks scheme.

See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

PREFIX = "whsec_"
BYTES = 32


class Signer:
    """Makes secrets, and signs what is posted to who knows one."""

    def new_secret(self) -> str:
        """A secret that nobody had before: 256 bits of chance."""
        return PREFIX + b64encode(secrets.token_bytes(BYTES)).decode()

    def signed(self, event: UUID, at: datetime, body: bytes, keys: Iterable[str]) -> dict[str, str]:
        """The headers that go with `body`, signed by each of the secrets."""
        instant = str(int(at.timestamp()))
        content = f"{event}.{instant}.".encode() + body
        return {
            "webhook-id": str(event),
            "webhook-timestamp": instant,
            "webhook-signature": " ".join(f"v1,{_signature(key, content)}" for key in keys),
        }


def _signature(key: str, content: bytes) -> str:
    digest = hmac.digest(b64decode(key.removeprefix(PREFIX)), content, "sha256")
    return b64encode(digest).decode()
