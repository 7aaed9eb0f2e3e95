"""Records of our own making: a protein that does not exist, in the layouts that do."""

from apps.ingestion.formats import checks

SEQUENCE = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQFEV"


def laid_out(sequence: str) -> str:
    """The SQ block of a sequence."""
    rows = [sequence[start : start + 60] for start in range(0, len(sequence), 60)]
    groups = [[row[start : start + 10] for start in range(0, len(row), 10)] for row in rows]
    body = "".join(f"     {' '.join(row)}\n" for row in groups)
    letters = sequence.encode()
    head = f"{len(sequence)} AA;  {checks.mass(letters)} MW;  {checks.crc64(letters)} CRC64;"
    return f"SQ   SEQUENCE   {head}\n{body}"


HEADING = f"""\
ID   SAMP_HUMAN              Reviewed;         {len(SEQUENCE)} AA.
AC   P00001; A0A000A0A1;
AC   Q00002;
DT   21-JUL-1986, integrated into UniProtKB/Swiss-Prot.
DT   01-FEB-1991, sequence version 2.
DT   24-JAN-2024, entry version 187.
DE   RecName: Full=Sample protein alpha {{ECO:0000303|PubMed:1}};
DE            Short=SPA;
DE            EC=1.2.3.4;
DE   AltName: Full=Alpha of samples;
DE            Short=AOS;
DE   AltName: CD_antigen=CD999;
DE   Contains:
DE     RecName: Full=Sample chain A;
DE              EC=1.2.3.5;
DE   Flags: Precursor; Fragment;
GN   Name=SAMP1 {{ECO:0000312|HGNC:HGNC:1}}; Synonyms=SMP, HvS2;8;
GN   ORFNames=ORF1;
GN   and
GN   Name=SAMP2; OrderedLocusNames=At1g00001, At1g00002;
OS   Homo sapiens (Human).
OG   Plastid; Chloroplast.
OC   Eukaryota; Metazoa; Chordata; Mammalia;
OC   Homo.
OX   NCBI_TaxID=9606 {{ECO:0000312|Proteomes:UP000005640}};
OH   NCBI_TaxID=9913; Bos taurus (Bovine).
"""

BODY = """\
RN   [1] {ECO:0000305}
RP   NUCLEOTIDE SEQUENCE [MRNA], AND FUNC-
RP   TION.
RC   STRAIN=Bristol N2 {ECO:0000269|PubMed:1}; TISSUE=Liver;
RX   PubMed=12345; DOI=10.1002/(SICI)1097(1999)35:3<401::AID-P8>3.0.CO;2-K;
RG   The sample consortium;
RA   Doe J., Roe R.;
RT   "A sample with a trans-
RT   membrane part, and its end.";
RL   J. Samples 1:2-3(1999).
CC   -!- FUNCTION: Is a sample-
CC       like one. Does nothing. {ECO:0000269|PubMed:1}.
CC   -!- SUBUNIT: Monomer.
CC   -----------------------------------------------------------------------
CC   Copyrighted by the makers of samples
CC   -----------------------------------------------------------------------
DR   EMBL; X00001; CAA00001.1; -; mRNA.
DR   RefSeq; NP_000001.1; NM_000001.2. [P00001-2]
PE   1: Evidence at protein level;
KW   3D-structure; Cell membrane {ECO:0000256,
KW   ECO:0000313}; Signal.
FT   SIGNAL          1..?17
FT                   /evidence="ECO:0000255|HAMAP-
FT                   Rule:MF_1, ECO:0000269"
FT   CHAIN           <18..>69
FT                   /note="Sample
FT                   chain"
FT                   /id="PRO_0000000001"
FT   BINDING         33
FT   VAR_SEQ         P00001-2:5..6
FT                   /note="AYIAK
FT                   QRQ -> M (in isoform 2)"
FT                   /id="VSP_000001"
FT   DISULFID        ?..40
"""

MODERN = (HEADING + BODY + laid_out(SEQUENCE) + "//\n").encode()

OLD = f"""\
ID   SAMP_HUMAN     STANDARD;      PRT;    {len(SEQUENCE)} AA.
AC   P00001
DT   21-JUL-1986 (Rel. 01, Created)
DT   01-FEB-1991 (Rel. 17, Last sequence update)
DT   15-DEC-1998 (Rel. 37, Last annotation update)
DE   SAMPLE PROTEIN (A (B) KIND) PRECURSOR (EC 1.2.3.4) (ALPHA) (FRAGMENT)
DE   (Fragment) [CONTAINS: CHAIN A (EC 1.2.3.5)].
GN   (SAMP1 OR SMP) AND SAMP2.
OS   Homo sapiens (Human), and
OS   Mus musculus (Mouse).
OX   NCBI_TaxID=9606,
OX   10090;
RN   [1]
RX   MEDLINE; 85132727.
CC   -!- FUNCTION: IS A SAMPLE.
**   #################    INTERNAL SECTION    ##################
FT   SIGNAL        1     ?       POTENTIAL.
FT   CHAIN        <1     69      SAMPLE
FT                               PROTEIN {{ECO:0000255}}.
FT                               /FTId=PRO_0000000001.
FT   BINDING      33     33
{laid_out(SEQUENCE).replace("CRC64", "CRC32")}//
""".replace("[CONTAINS", "[Contains").encode()

FASTA = (
    ">sp|P00001|SAMP_HUMAN Sample protein alpha (Fragment) OS=Homo sapiens OX=9606 GN=SAMP1"
    f" PE=1 SV=2\n{SEQUENCE[:60]}\n{SEQUENCE[60:]}\n"
)

XML_ENTRY = f"""\
<entry dataset="Swiss-Prot" created="1986-07-21" modified="2024-01-24" version="187">
  <accession>P00001</accession>
  <accession>Q00002</accession>
  <name>SAMP_HUMAN</name>
  <protein>
    <recommendedName>
      <fullName evidence="1">Sample &amp; protein</fullName>
      <shortName>SPA</shortName>
      <ecNumber>1.2.3.4</ecNumber>
    </recommendedName>
    <alternativeName><fullName>Alpha of samples</fullName></alternativeName>
    <component><recommendedName><fullName>Chain A</fullName></recommendedName></component>
  </protein>
  <gene><name type="primary">SAMP1</name><name type="ORF">ORF1</name></gene>
  <organism>
    <name type="scientific">Homo sapiens</name><name type="common">Human</name>
    <dbReference type="NCBI Taxonomy" id="9606"/>
    <lineage><taxon>Eukaryota</taxon><taxon>Homo</taxon></lineage>
  </organism>
  <organismHost>
    <name type="scientific">Bos taurus</name><dbReference type="NCBI Taxonomy" id="9913"/>
  </organismHost>
  <geneLocation type="chloroplast"/>
  <reference key="1">
    <citation type="submission" date="2000-04" db="EMBL/GenBank/DDBJ databases">
      <authorList><consortium name="The sample consortium"/><person name="Doe J."/></authorList>
    </citation>
    <scope>FUNCTION</scope><scope>SUBUNIT</scope>
    <source><strain>A</strain><strain>B</strain></source>
  </reference>
  <comment type="function"><text evidence="1">Is a sample.</text></comment>
  <dbReference type="EMBL" id="X00001"><property type="molecule type" value="mRNA"/></dbReference>
  <proteinExistence type="evidence at protein level"/>
  <keyword id="KW-0002">3D-structure</keyword>
  <feature type="chain" description="Sample chain" id="PRO_1" evidence="1">
    <location><begin status="unknown"/><end position="69"/></location>
  </feature>
  <feature type="binding site"><location><position position="33"/></location></feature>
  <evidence key="1" type="ECO:0000269">
    <source><dbReference type="PubMed" id="1"/></source>
  </evidence>
  <sequence length="{len(SEQUENCE)}" modified="1991-02-01" version="2" precursor="true">
{SEQUENCE[:60]}
{SEQUENCE[60:]}
  </sequence>
</entry>"""

XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<uniprot xmlns="http://uniprot.org/uniprot">
{XML_ENTRY}
</uniprot>
""".encode()
