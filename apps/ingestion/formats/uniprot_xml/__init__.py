"""UniProt XML: records out of a stream of bytes, and one record in full.

The schema is https://www.uniprot.org/docs/uniprot.xsd; older files differ in their namespace only,
which is not looked at. A document type, and so every entity of its own, is refused.
"""

from apps.ingestion.formats.uniprot_xml.parsing import accession_of as accession
from apps.ingestion.formats.uniprot_xml.parsing import parse
from apps.ingestion.formats.uniprot_xml.splitting import records as cut

__all__ = ["accession", "cut", "parse"]
