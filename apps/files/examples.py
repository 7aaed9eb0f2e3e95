"""What the published schema shows of files: human insulin as its publisher wrote it."""

from apps.core.examples import show, show_address, show_files, show_upload
from apps.files.dtos import File, Holder

show(
    File(
        format="dat",
        filename="P01308-1.4.0.dat",
        media_type="text/plain",
        size_bytes=58_713,
        sha256="9f1b3c6c0f3a8d1d5b7a2ad5d6c5b1d3f1b1f0b5a2c7e4d8f3a6b9c2d5e8f1a4",
    )
)
show(
    Holder(
        source="uniprot/swissprot",
        version="1.4.0",
        external_version="2026_01",
        status="published",
        format="dat",
        filename="swissprot-1.4.0.dat",
        size_bytes=3_412_667_513,
        path="sources/uniprot/swissprot/versions/1.4.0/files/dat",
    )
)
show_address(
    "sha256",
    "9f1b3c6c0f3a8d1d5b7a2ad5d6c5b1d3f1b1f0b5a2c7e4d8f3a6b9c2d5e8f1a4",
    "The SHA-256 of the bytes, in hexadecimal.",
)
show_address("format", "dat", "Which of the version's files: the formats that it lists.")
show_files(
    **{
        "text/plain": "ID   INS_HUMAN               Reviewed;         110 AA.\nAC   P01308;\n",
        "text/x-fasta": ">sp|P01308|INS_HUMAN Insulin OS=Homo sapiens OX=9606 GN=INS PE=1 SV=1\n",
        "application/json": {"accession": "P01308", "entry_name": "INS_HUMAN", "length": 110},
        "application/xml": '<entry dataset="Swiss-Prot"><accession>P01308</accession></entry>',
    }
)
show_upload(
    **{"application/octet-stream": ">sp|P01308|INS_HUMAN Insulin\nMALWMRLLPLLALLALWGPDPAAA\n"},
)
