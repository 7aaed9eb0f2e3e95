"""The signing secret of a registry that nobody configured yet."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(home: Path) -> str:
    """The secret kept in `home`, made there on first use; two makers agree on one.

    Raises `ImproperlyConfigured` where it can be neither read nor made.
    """
    kept = home / "secret_key"
    try:
        if not kept.exists():
            home.mkdir(parents=True, exist_ok=True)
            _make(kept)
        return kept.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"BDP_HOME, which is {home}, cannot be used: {error.strerror} ({error.filename})."
        ) from error


def _make(kept: Path) -> None:
    draft = kept.with_name(f".secret_key.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        os.link(draft, kept)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
