"""What the published schema shows of tokens."""

from datetime import UTC, datetime
from uuid import UUID

from apps.accounts.dtos import MadeToken, Me, Permissions, TokenDetail
from apps.accounts.serializers import CreateToken, RotateToken
from apps.audit.dtos import Origin
from apps.audit.permissions import Permission
from apps.core.examples import show, show_address, show_body

TOKEN = TokenDetail(
    id=UUID("019be2e0-2f0b-7e55-a1b2-c3d4e5f60718"),
    name="nightly import",
    prefix="bdp_3kQv9sXa",
    scopes=["publish"],
    organization=UUID("019be2b0-52d6-7f00-9c1d-8e2f3a4b5c6d"),
    source=None,
    created_at=datetime(2026, 1, 28, 9, tzinfo=UTC),
    expires_at=datetime(2027, 1, 28, tzinfo=UTC),
    last_used_at=None,
    revoked_at=None,
    created_from=Origin(ip_address="192.0.2.7", user_agent="curl/8.5.0"),
)

ME = Me(
    id=UUID("019be2a4-1111-7a4b-8a30-0a1b2c3d4e5f"),
    username="ada",
    is_superuser=False,
    groups=[],
    organizations=["uniprot"],
    token=TOKEN,
)
PERMISSION = Permission(
    action="publish",
    what="publish, deprecate, yank and unyank versions; archive and unarchive sources",
    scope="publish",
    allowed=True,
    why="ada may, as maintainer there, and this token was made for “publish”.",
)

show(ME, PERMISSION, Permissions(on="uniprot/swissprot", permissions=(PERMISSION,)))
show(TOKEN, MadeToken.of(TOKEN, "bdp_3kQv9sXaPzT1mB7cYdE5fGhJkLnRuW4dhmp7"))
show_body(
    CreateToken,
    name="nightly import",
    scopes=["publish"],
    organization="uniprot",
    expires_at="2027-01-28T00:00:00Z",
)
show_body(RotateToken, grace=3600, reason="the yearly change")
show_address("token_id", TOKEN.id, "The token's id.")
show_address("username", "ada", "The name somebody signs in with.")
