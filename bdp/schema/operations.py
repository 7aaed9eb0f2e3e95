"""How an endpoint looks in the published schema: its name, its parts, its answers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, get_origin, get_type_hints

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from rest_framework import serializers
from uritemplate import variables

from apps.audit.policy import TAKES
from apps.core.api import Declared, OneOf, PageOf, Problem
from apps.core.documents import LINKED_DATA, DocumentOf
from apps.core.downloads import Download
from apps.core.examples import address, documents, example_of
from apps.core.http import PROBLEM, problem
from apps.core.rendering import JSONRenderer, dumps
from apps.core.settled import Settled
from apps.core.streaming import NDJSON
from apps.core.uploads import Upload
from bdp.schema.bodies import texts
from bdp.schema.chapters import CHAPTERS
from bdp.schema.headers import KEPT, OF_A_FILE, OF_A_PART, OF_A_VERSION, headers
from bdp.schema.refusals import Refusal, explained, refusals, use_cases

Schema = dict[str, Any]

NAMES = {
    "list": "list_{noun}s", "retrieve": "get_{noun}", "create": "create_{noun}",
    "partial_update": "update_{noun}", "destroy": "delete_{noun}",
    "history": "list_{noun}_history",
}  # fmt: skip
EXAMPLES = ("facts", "list")
SPELLED = {"uuid": {"type": "string", "format": "uuid"}}
CONDITIONS = {
    "If-None-Match": (
        "The tag of what you have already: 304 where it is still so.",
        '"5d41402abc4b2a76b9719d911017c592"',
    ),
    "Range": (
        "Which part of the file you lack; several parts at once are not sent.",
        "bytes=1000-",
    ),
    "If-Range": (
        "The tag of the file whose part you lack: where it is another, all of it is sent.",
        '"5d41402abc4b2a76b9719d911017c592"',
    ),
    "Content-Digest": (
        "The SHA-256 of the bytes that you send: others are refused (RFC 9530).",
        "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
    ),
    "If-Match": (
        "The tag of what you have read: 412 where it has changed since.",
        '"5d41402abc4b2a76b9719d911017c592"',
    ),
}
OF_RANGES = ("Range", "If-Range")


class OperationSchema(AutoSchema):
    """Reads what `@endpoint` declares, and what the use cases behind it say of themselves."""

    view: Any  # a `SliceViewSet`

    @property
    def declared(self) -> Declared:
        """What the door says of itself."""
        found: Declared = getattr(type(self.view), self.view.action).declared
        return found

    @property
    def noun(self) -> str:
        """What the viewset is of."""
        return type(self.view).__name__.removesuffix("ViewSet").lower()

    def get_operation_id(self) -> str:
        """`create_organization`: the function that a generated client has for it."""
        action = self.view.action
        pattern = NAMES.get(action, f"{action}_{{noun}}")
        return self.declared.name or pattern.format(noun=self.noun)

    def get_tags(self) -> list[str]:
        """The chapter of the documentation."""
        return [CHAPTERS[self.noun][0]]

    def get_summary(self) -> str:
        """The first line of what the door says."""
        return (self.declared.method.__doc__ or "").strip().splitlines()[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override]  # as its own base has it
        """What the use case says, and who may."""
        (use_case, *_) = use_cases(self.declared.method)
        return f"{explained(use_case)}\n\n{self._who_may(use_case)}"

    def get_auth(self) -> list[Schema]:
        """A token or a session; `{}` where nobody needs to say who they are."""
        return [*super().get_auth(), *([] if self._takes_credentials() else [{}])]

    def get_request_serializer(self) -> Any:
        """What the body is read by."""
        return self.declared.body

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # a page is one object

    def _who_may(self, use_case: Any) -> str:
        if hasattr(use_case, "may"):
            takes = TAKES[use_case.may].format(organization="the organization")
            return f"Takes {takes}; a token needs the scope `{use_case.scope.name.lower()}`."
        return "Takes credentials." if self._takes_credentials() else "Open to everybody."

    def _takes_credentials(self) -> bool:
        return "auth.required" in {refusal.code for refusal in self._refusals()}

    def _refusals(self) -> list[Refusal]:
        return refusals(self.declared, addressed=bool(variables(self.path)))

    def _get_parameters(self) -> list[Schema]:
        asked = self._mapped(self.declared.query)
        required = asked.get("required", ())
        return [
            *(self._part(name) for name in variables(self.path)),
            *(
                _parameter(name, schema, required=name in required)
                for name, schema in asked.get("properties", {}).items()
            ),
            *([_condition("If-None-Match")] if self.method == "GET" else []),
            *(map(_condition, OF_RANGES) if self.declared.answer is Download else []),
            *([_condition("Content-Digest")] if self.declared.upload else []),
            *([_condition("If-Match")] if self.declared.matched else []),
        ]

    def _part(self, name: str) -> Schema:
        example, description = address(name)
        # only a publisher's name may hold a slash
        pattern = r"^[^/](.*[^/])?$" if name == "version" else "^[^/]+$"
        spelled = SPELLED["uuid"] if name.endswith("_id") else {"type": "string"}
        schema = spelled if "format" in spelled else {**spelled, "minLength": 1, "pattern": pattern}
        told = {"description": description, "schema": schema, "example": example}
        return {"in": "path", "name": name, "required": True, **told}

    def _get_request_body(self, direction: Any = "request") -> Schema | None:
        if self.declared.upload:
            return {"required": True, "content": _files(example_of(Upload))}
        mapped: Any = super()._get_request_body
        body: Schema | None = mapped(direction)
        if body:
            example = {"summary": "Real facts", "value": example_of(self.get_request_serializer())}
            json = {**body["content"]["application/json"], "examples": {"facts": example}}
            body["content"] = {"application/json": json, **texts(self.noun, body["content"])}
            body["required"] = "required" in self._mapped(self.get_request_serializer())
        return body

    def _mapped(self, serializer: type[serializers.Serializer[Any]]) -> Schema:
        """What a client sends, in place and not as a component."""
        mapped: Any = self._map_serializer
        schema: Schema = mapped(serializer(), "request")
        return schema

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Schema:
        """Nothing beside what is named; and what a command requires counts as required."""
        mapped: Any = super()._map_basic_serializer
        schema: Schema = mapped(serializer, direction)
        fields = schema.get("properties", {})
        needed = {name for name in fields if fields[name].pop("x-required", False)}
        required = sorted({*schema.get("required", ()), *needed})
        described = {"description": get_doc(type(serializer)), "additionalProperties": False}
        return {**schema, **described, **({"required": required} if required else {})}

    def _insert_field_validators(self, field: Any, schema: Schema) -> None:
        """The limits that the field sets, and those that its command or table does."""
        if isinstance(field, serializers.ListField):
            schema["items"] = {**schema["items"], **_limits(field.child)}
        for word, told in {**_limits(field), **getattr(field, "told", {})}.items():
            if told is None:
                schema.pop(word, None)
            else:
                schema[word] = told

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        told: Schema = {str(self.declared.status): self._answered()}
        if self.declared.answer is Download:
            told["206"] = {**self._answered(), "description": "The part that you lack."}
            told["206"]["headers"] = headers(206, *self._kept(), *OF_A_PART)
        if self.method == "GET":
            description = "You have it already."
            told["304"] = {"description": description, "headers": headers(304, *KEPT)}
        by_status: dict[int, list[Refusal]] = {}
        for refusal in self._refusals():
            by_status.setdefault(refusal.status, []).append(refusal)
        return told | {str(status): self._refused(*why) for status, why in by_status.items()}

    def _answered(self) -> Schema:
        status, answer = self.declared.status, self.declared.answer
        described = {"description": HTTPStatus(status).description or HTTPStatus(status).phrase}
        if answer is None:
            return {**described, "headers": headers(status)}
        if answer is Download:
            told = headers(status, *self._kept(), *OF_A_FILE)
            return {**described, "headers": told, "content": _files(example_of(Download))}
        if isinstance(answer, DocumentOf):
            told = headers(status, *self._kept())
            return {**described, "headers": told, "content": _files(documents(answer.name))}
        answers = answer.answers if isinstance(answer, OneOf) else (answer,)
        schemas = [self.resolve_serializer(one, "response").ref for one in answers]  # type: ignore[arg-type]
        shown = {
            name: {"summary": "Real facts", "value": _example(one)}
            for name, one in zip(EXAMPLES, answers, strict=False)
        }
        schema = schemas[0] if len(schemas) == 1 else {"oneOf": schemas}
        content = {JSONRenderer.media_type: {"schema": schema, "examples": shown}}
        if self.declared.linked:
            content |= _files({LINKED_DATA: documents(LINKED_DATA)[self.noun]})
        if self.declared.lines:
            content |= _files({NDJSON: _line(answers[0])})
        return {**described, "headers": headers(status, *self._kept()), "content": content}

    def _kept(self) -> tuple[str, ...]:
        answer = self.declared.answer
        if self.method == "GET":
            links = ("Link",) if isinstance(answer, PageOf | OneOf) else ()
            named = ("Content-Location",) if not links or self._may_be_renamed() else ()
            warned = OF_A_VERSION if "version" in variables(self.path) else ()
            return *KEPT, *dict.fromkeys((*links, *warned)), *named
        stamped = "updated_at" in getattr(answer, "__dataclass_fields__", ())
        return ("ETag", "Cache-Control") if stamped else ("Cache-Control",)

    def _may_be_renamed(self) -> bool:
        """Whether this list, or what may stand in its place, has an address of its own."""
        hint = get_type_hints(self.declared.method)["return"]
        return isinstance(self.declared.answer, OneOf) or get_origin(hint) is Settled

    def _refused(self, *why: Refusal) -> Schema:
        status = why[0].status
        component = self.resolve_serializer(Problem, "response").ref  # type: ignore[arg-type]
        exactly = {"status": {"const": status}, "code": {"enum": [told.code for told in why]}}
        examples = {
            told.code: {"summary": told.code, "value": problem(status, told.code, told.detail)}
            for told in why
        }
        return {
            "description": " · ".join(f"`{told.code}`" for told in why),
            "headers": headers(status),
            "content": {
                PROBLEM: {"schema": {**component, "properties": exactly}, "examples": examples}
            },
        }


def _parameter(name: str, schema: Schema, *, required: bool) -> Schema:
    kind = schema.get("type")
    if isinstance(kind, list):
        schema = {**schema, "type": next(name for name in kind if name != "null")}
    described = {"description": schema.pop("description")} if "description" in schema else {}
    return {"in": "query", "name": name, "required": required, **described, "schema": schema}


def _condition(name: str) -> Schema:
    description, example = CONDITIONS[name]
    told = {"description": description, "schema": {"type": "string"}, "example": example}
    return {"in": "header", "name": name, "required": False, **told}


def _example(answer: type | PageOf) -> Any:
    if not isinstance(answer, PageOf):
        return example_of(answer)
    return {"results": [example_of(answer.shown)], "next": None, "previous": None}


def _line(answer: type | PageOf | DocumentOf) -> str:
    """One line of a list as NDJSON."""
    shown: Any = getattr(answer, "shown", answer)
    return dumps(example_of(shown)).decode() + "\n"


def _files(shown: Mapping[str, Any]) -> Schema:
    """What a file may be: an example of each media type."""
    facts = {kind: {"summary": "Real facts", "value": value} for kind, value in shown.items()}
    return {
        kind: {"schema": {"description": "The file."}, "examples": {"facts": told}}
        for kind, told in facts.items()
    }


def _limits(field: Any) -> Schema:
    """What the field's own attributes allow, in the words of JSON Schema."""
    words = (
        {"max_length": "maxItems", "min_length": "minItems"}
        if isinstance(field, serializers.ListField)
        else {"max_length": "maxLength", "min_length": "minLength", "max_value": "maximum",
              "min_value": "minimum"}
    )  # fmt: skip
    limits = {word: getattr(field, name, None) for name, word in words.items()}
    told = {word: limit for word, limit in limits.items() if limit is not None}
    if isinstance(field, serializers.CharField) and not field.allow_blank:
        told["pattern"] = r"\S" if field.trim_whitespace else r"^[\s\S]+$"
    return told
