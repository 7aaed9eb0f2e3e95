"""The signing secret of a registry that nobody configured yet."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The secret kept in `home`, made there on first use; two makers agree on one."""
    kept = home / "secret_key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f".secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, kept)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text()
