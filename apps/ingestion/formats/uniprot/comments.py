"""CC lines: what is known about the protein, topic by topic."""

import re
from collections.abc import Iterator

from apps.biology.records import Comment
from apps.ingestion.formats.uniprot.lines import unwrapped, without_evidence

_MARK = "-!-"
_RULE = "-----"  # above and below the terms of use
_TOPIC = re.compile(r"([A-Z][A-Z -]*):(?: |$)")


def comments(lines: list[str]) -> Iterator[Comment]:
    """The comments in order, the terms of use left out."""
    for block in _blocks(lines):
        text = without_evidence(unwrapped(block))
        topic = _TOPIC.match(text)
        said = text[topic.end() :].strip() if topic else text
        if said:
            yield Comment(topic[1] if topic else None, said)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    terms = False
    for line in lines:
        if line.startswith(_MARK):
            yield block
            block, terms = [line[len(_MARK) :].strip()], False
        elif line.startswith(_RULE):
            terms = not terms
        elif not terms:
            block.append(line.strip())
    yield block
