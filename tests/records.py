"""Records of our own making: proteins that do not exist, in the layout of the flat file."""

from collections.abc import Sequence

SEQUENCE = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVK"


def record(
    accession: str = "P00001",
    *,
    sequence: str = SEQUENCE,
    keyword: str = "Signal",
    name: str = "Sample protein alpha",
    gene: str = "SAMP1",
    secondary: Sequence[str] = (),
) -> bytes:
    """One record, as its publisher would write it."""
    rows = [sequence[start : start + 60] for start in range(0, len(sequence), 60)]
    body = "".join(
        "     " + " ".join(row[at : at + 10] for at in range(0, len(row), 10)) + "\n"
        for row in rows
    )
    return (
        f"ID   {accession}_HUMAN            Reviewed;         {len(sequence)} AA.\n"
        f"AC   {' '.join(f'{each};' for each in (accession, *secondary))}\n"
        "DT   21-JUL-1986, integrated into UniProtKB/Swiss-Prot.\n"
        "DT   01-FEB-1991, sequence version 2.\n"
        "DT   24-JAN-2024, entry version 187.\n"
        f"DE   RecName: Full={name};\n"
        f"GN   Name={gene};\n"
        "OS   Homo sapiens (Human).\n"
        "OC   Eukaryota; Metazoa; Chordata; Mammalia; Homo.\n"
        "OX   NCBI_TaxID=9606;\n"
        "RN   [1]\n"
        "RP   NUCLEOTIDE SEQUENCE.\n"
        "RA   Doe J.;\n"
        "RL   J. Samples 1:2-3(1999).\n"
        "PE   1: Evidence at protein level;\n"
        f"KW   {keyword}.\n"
        f"SQ   SEQUENCE   {len(sequence)} AA;  1 MW;  0000000000000000 CRC64;\n"
        f"{body}//\n"
    ).encode()
