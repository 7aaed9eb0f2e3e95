"""What clients may ask of proteins and changes. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import Listed, RequiredText, Serializer, Size, TrueOrFalse

CHANGE_TYPES = ["added", "removed", "modified", "schema", "dependency"]
LONGEST_PROTEIN = 100_000
HIGHEST_TAXID = 999_999_999  # NCBI's are below four millions
WHOSE = "The organization whose proteins these are; `uniprot` where none is named."
ANY_NAME = "A version's number, its publisher's name for it, its id, or `latest`."


def _residues(told: str) -> Size:
    return Size(required=False, min_value=0, max_value=LONGEST_PROTEIN, help_text=told)


class ListProteins(Listed):
    """Which proteins, and which page of them."""

    org = RequiredText(required=False, max_length=100, help_text=WHOSE)
    q = RequiredText(
        required=False,
        max_length=5000,
        help_text="The beginning of an accession, an entry name, a gene, or words of the name.",
    )
    gene = RequiredText(required=False, max_length=100, help_text="Those of this gene.")
    taxid = Size(
        required=False,
        min_value=1,
        max_value=HIGHEST_TAXID,
        help_text="Those of the organism with this number in NCBI's taxonomy.",
    )
    min_length = _residues("Those of so many residues or more.")
    max_length = _residues("Those of so many residues or fewer.")
    reviewed = TrueOrFalse(required=False, help_text="Those that a curator has read, or has not.")


class GetProtein(Serializer):
    """Whose protein."""

    org = RequiredText(required=False, max_length=100, help_text=WHOSE)


class ListChanges(Listed):
    """Which changes, and which page of them."""

    change_type = serializers.ChoiceField(
        CHANGE_TYPES, required=False, help_text="Changes of this type."
    )


class ListDifferences(ListChanges):
    """Between which versions: `from` and `to`, each by any of its names."""

    def get_fields(self) -> "dict[str, serializers.Field[object, object, object, object]]":
        """The names that Python keeps for itself."""
        named = super().get_fields()
        for name, source in (("from", "before"), ("to", "after")):
            named[name] = RequiredText(max_length=255, source=source, help_text=ANY_NAME)
        return named
