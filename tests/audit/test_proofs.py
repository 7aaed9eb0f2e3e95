"""What the API proves of the trail, as somebody outside checks it."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connections

from apps.audit.errors import LogBroken
from apps.audit.merkle import leaf_hash, node_hash
from apps.audit.models import AuditLog
from apps.core.services import PRIMARY, Clock, services
from tests import builders
from tests.audit import trail
from tests.clients import Answer, Api
from tests.conftest import make_token

SIZES = (1, 2, 255, 3, 300)


def _rooted(proof: Answer) -> str:
    """RFC 9162, section 2.1.3.2."""
    index, last = proof.body["leaf_index"], proof.body["tree_size"] - 1
    found = bytes.fromhex(proof.body["leaf_hash"])
    for beside in map(bytes.fromhex, proof.body["hashes"]):
        if index % 2 or index == last:
            found = node_hash(beside, found)
            while not index % 2 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        index, last = index >> 1, last >> 1
    assert last == 0
    return found.hex()


def _consistent(old: Answer, new: Answer, hashes: list[str]) -> tuple[str, str]:
    """RFC 9162, section 2.1.4.2: the roots that these hashes make."""
    first, last = old.body["tree_size"] - 1, new.body["tree_size"] - 1
    path = [bytes.fromhex(found) for found in hashes]
    if not (first + 1) & first:
        path.insert(0, bytes.fromhex(old.body["root"]))
    while first % 2:
        first, last = first >> 1, last >> 1
    earlier = later = path[0]
    for beside in path[1:]:
        if first % 2 or first == last:
            earlier, later = node_hash(beside, earlier), node_hash(beside, later)
            while not first % 2 and first:
                first, last = first >> 1, last >> 1
        else:
            later = node_hash(later, beside)
        first, last = first >> 1, last >> 1
    assert last == 0
    return earlier.hex(), later.hex()


def _stopped(at: datetime) -> Clock:
    return Clock(lambda: at)


@pytest.fixture
def log(db: None) -> list[UUID]:
    """A log with several heads; its rows in order."""
    for size in SIZES:
        trail.write_many(size)
        trail.seal()
    return trail.order()


def test_every_row_is_proven_by_the_oldest_head_that_holds_it(
    log: list[UUID], stranger: Api
) -> None:
    sizes = trail.heads()
    assert sizes == [1, 3, 258, 261, 561]
    for index in (0, 1, 2, 100, 257, 258, 260, 261, 400, 560):
        proof = stranger.get(f"audit/{log[index]}/proof")
        assert proof.body["leaf_index"] == index
        assert proof.body["tree_size"] == min(size for size in sizes if size > index)
        assert _rooted(proof) == proof.body["root"] == proof.body["checkpoint"]["root"]


def test_another_head_proves_it_too_and_what_was_not_signed_does_not(
    log: list[UUID], stranger: Api
) -> None:
    for size in (258, 261, 561):
        proof = stranger.get(f"audit/{log[100]}/proof?tree_size={size}")
        assert proof.body["tree_size"] == size
        assert _rooted(proof) == stranger.get(f"audit/checkpoint?tree_size={size}").body["root"]
    for size in (3, 100, 101, 260, 562):
        refused = stranger.get(f"audit/{log[100]}/proof?tree_size={size}")
        assert (refused.status, refused.body["code"]) == (404, "audit.checkpoint_not_found")


def test_a_later_log_is_proven_to_begin_with_an_earlier_one(log: list[UUID], stranger: Api) -> None:
    heads = [stranger.get(f"audit/checkpoint?tree_size={size}") for size in trail.heads()]
    for place, old in enumerate(heads):
        for new in heads[place + 1 :]:
            sizes = f"from={old.body['tree_size']}&to={new.body['tree_size']}"
            hashes = stranger.get(f"audit/consistency?{sizes}").body["hashes"]
            assert _consistent(old, new, hashes) == (old.body["root"], new.body["root"])
    assert stranger.get("audit/consistency?from=0&to=100").body == {"hashes": []}
    assert stranger.get("audit/consistency?from=100&to=100").body == {"hashes": []}


def test_a_log_that_was_not_signed_or_shrinks_is_refused(log: list[UUID], stranger: Api) -> None:
    beyond = stranger.get("audit/consistency?from=1&to=562")
    assert (beyond.status, beyond.body["code"]) == (404, "audit.checkpoint_not_found")
    for asked in ("from=3&to=2", "from=1", "to=1", "from=-1&to=1", "from=a&to=1", ""):
        assert stranger.get(f"audit/consistency?{asked}").status == 400


def test_a_head_is_signed_over_its_size_root_and_instant(log: list[UUID], stranger: Api) -> None:
    (key,) = stranger.get("audit/keys").body["keys"]
    public = Ed25519PublicKey.from_public_bytes(b64decode(key["public_key"]))
    for asked in ("", *(f"?tree_size={size}" for size in trail.heads())):
        head = stranger.get(f"audit/checkpoint{asked}").body
        signed = f"bdp-audit\n{head['tree_size']}\n{head['root']}\n{head['signed_at']}\n"
        public.verify(b64decode(head["signature"]), signed.encode())
        assert head["key_id"] == key["key_id"]
        assert key["from"] <= head["signed_at"]
    assert (key["algorithm"], key["until"]) == ("Ed25519", None)


def test_a_whole_second_is_signed_as_it_is_shown(db: None, stranger: Api) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with services.replaced(clock=_stopped(noon)):
        trail.write()
        trail.seal()
    assert stranger.get("audit/checkpoint").body["signed_at"] == "2026-03-01T12:00:00.000000Z"


def test_heads_never_go_back_in_time(db: None, stranger: Api) -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    for hours in (0, -5, 1, -9):
        with services.replaced(clock=_stopped(noon + timedelta(hours=hours))):
            trail.write()
            trail.seal()
    told = [stranger.get(f"audit/checkpoint?tree_size={n}").body["signed_at"] for n in (1, 2, 3, 4)]
    assert told == ["2026-03-01T12:00:00.000000Z"] * 2 + ["2026-03-01T13:00:00.000000Z"] * 2


def test_a_row_that_is_not_sealed_yet_is_said_to_be_soon(db: None, stranger: Api) -> None:
    trail.write()
    (audit_id,) = AuditLog.objects.filter(actor_label="ada").values_list("id", flat=True)
    refused = stranger.get(f"audit/{audit_id}/proof")
    assert (refused.status, refused.body["code"]) == (409, "audit.not_sealed")
    assert "up to a minute" in refused.body["detail"]
    trail.seal()
    assert stranger.get(f"audit/{audit_id}/proof").status == 200


def test_what_is_no_row_has_no_proof(log: list[UUID], stranger: Api) -> None:
    refused = stranger.get(f"audit/{uuid4()}/proof")
    assert (refused.status, refused.body["code"]) == (404, "audit.not_found")
    assert stranger.get("audit/nonsense/proof").status == 404


def test_before_the_first_head_there_is_none(db: None, stranger: Api) -> None:
    for asked in ("", "?tree_size=1"):
        refused = stranger.get(f"audit/checkpoint{asked}")
        assert (refused.status, refused.body["code"]) == (404, "audit.checkpoint_not_found")
    assert stranger.get("audit/keys").body == {"keys": []}


def test_what_cannot_change_may_be_kept_for_ever(log: list[UUID], stranger: Api) -> None:
    for address in ("audit/checkpoint?tree_size=3", "audit/consistency?from=1&to=3"):
        assert "immutable" in stranger.get(address).headers["Cache-Control"]
    answer = stranger.get("audit/checkpoint")
    assert answer.headers["Cache-Control"] == "max-age=60"
    assert answer.headers["Content-Location"].endswith("/api/v1/audit/checkpoint?tree_size=561")


def test_a_proof_without_its_bytes_is_not_kept_for_ever(log: list[UUID], stranger: Api) -> None:
    hidden = next(id_ for id_ in log if stranger.get(f"audit/{id_}/proof").body["leaf"] is None)
    answer = stranger.get(f"audit/{hidden}/proof?tree_size=561")
    assert "max-age=60" in answer.headers["Cache-Control"], "they may be told tomorrow"
    assert "immutable" not in answer.headers["Cache-Control"]


class TestLeaf:
    """The bytes of a row, for who may read it."""

    @pytest.fixture
    def rows(self, db: None) -> dict[str, UUID]:
        """A row of each kind, by what it was done to."""
        builders.organization("uniprot")
        builders.source("sprot")
        builders.release("2024_01", "uniprot/sprot")
        builders.draft("2024_02", "uniprot/sprot")
        builders.person("zoe")
        trail.seal()
        columns = ("entity_label", "id")
        return dict(AuditLog.objects.order_by("id").values_list(*columns))

    def test_whoever_reads_the_row_gets_its_bytes(
        self, rows: dict[str, UUID], stranger: Api
    ) -> None:
        for label in ("uniprot", "uniprot/sprot", "uniprot/sprot@1.0.0"):
            proof = stranger.get(f"audit/{rows[label]}/proof").body
            content = b64decode(proof["leaf"])
            assert leaf_hash(content).hex() == proof["leaf_hash"]
            assert label.encode() in content
            exact = f"audit/{rows[label]}/proof?tree_size={proof['tree_size']}"
            assert "immutable" in stranger.get(exact).headers["Cache-Control"]

    def test_which_token_it_was_auditors_alone_learn(self, db: None, stranger: Api) -> None:
        builders.organization("uniprot")
        builders.person("lin")
        builders.member("lin", "owner", of="uniprot")
        by_token = Api(make_token("lin"))
        assert by_token.patch("organizations/uniprot", {"name": "Another"}).status == 200
        trail.seal()
        row = AuditLog.objects.get(action="update_organization")
        builders.person("ida", ["auditor"])
        told = Api(make_token("ida")).get(f"audit/{row.id}/proof").body["leaf"]
        assert row.token_id is not None
        assert row.token_id.bytes in b64decode(told)
        for somebody in (stranger, by_token):
            assert somebody.get("organizations/uniprot/audit").body["results"][0]["id"] == str(
                row.id
            )
            assert somebody.get(f"audit/{row.id}/proof").body["leaf"] is None

    def test_others_get_the_proof_alone(self, rows: dict[str, UUID], stranger: Api) -> None:
        for label in ("zoe", "uniprot/sprot@1.1.0"):
            assert stranger.get(f"audit/{rows[label]}/proof").body["leaf"] is None

    def test_members_get_what_was_done_to_drafts(self, rows: dict[str, UUID]) -> None:
        builders.person("lin")
        builders.member("lin", "member", of="uniprot")
        member = Api(make_token("lin"))
        assert member.get(f"audit/{rows['uniprot/sprot@1.1.0']}/proof").body["leaf"]
        assert member.get(f"audit/{rows['zoe']}/proof").body["leaf"] is None

    def test_auditors_get_every_row(self, rows: dict[str, UUID]) -> None:
        builders.person("ida", ["auditor"])
        auditor = Api(make_token("ida"))
        for audit_id in rows.values():
            assert auditor.get(f"audit/{audit_id}/proof").body["leaf"]

    def test_no_leaf_shows_an_address_or_a_user_agent(self, rows: dict[str, UUID]) -> None:
        trail.write(1)
        trail.seal()
        builders.person("ida", ["auditor"])
        newest = trail.order()[-1]
        content = b64decode(Api(make_token("ida")).get(f"audit/{newest}/proof").body["leaf"])
        assert b"2001:" not in content
        assert b"curl" not in content


def test_a_log_with_a_gap_is_not_built_upon(log: list[UUID]) -> None:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("INSERT INTO audit_leaf VALUES (700, gen_random_uuid(), '')")
    trail.write()
    with pytest.raises(LogBroken):
        trail.seal()
    assert trail.heads()[-1] == 561
