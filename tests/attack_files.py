"""Writes files that are made to break readers; nothing in them is real.

As a program it writes them to a folder: python tests/attack_files.py FOLDER
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "Date of Final Decision,Submission Number,Device,Company,Panel (Lead),Primary Product Code"
ROW = "06/17/2021,K203514,Precise View,Example Imaging,Radiology,JAK"
FDA_CSV = f"{HEADER}\r\n{ROW}\r\n".encode()
FDA_XML = (
    b"<?xml version='1.0' encoding='utf-8'?><data><row><Date_of_final_decision>09/29/2025"
    b'</Date_of_final_decision><Submission_number>=HYPERLINK("https://example.org/", "K252054")'
    b"</Submission_number><Device>Example</Device><Company>A &amp; B</Company><Panel>Neurology</Panel>"
    b"<Primary_product_code>SBF</Primary_product_code></row></data>"
)
CLEARANCE = {
    "k_number": "K260714", "device_name": "Example", "applicant": "Example, Inc.",
    "decision_date": "2026-07-01", "decision_code": "SESE", "product_code": "QIH",
    "advisory_committee": "RA", "openfda": {"device_class": "2"},
}  # fmt: skip
APPROVAL = {
    "pma_number": "P130020", "supplement_number": "S005", "trade_name": "Example",
    "generic_name": "System", "applicant": "Example", "decision_date": "2015-02-25",
    "decision_code": "APPR", "product_code": "MNM", "advisory_committee": "PA",
}  # fmt: skip
STUDY = {
    "identificationModule": {"nctId": "NCT05035823", "briefTitle": "Example"},
    "statusModule": {"overallStatus": "RECRUITING", "startDateStruct": {"date": "2022-04"}},
    "designModule": {"phases": ["PHASE1", "PHASE2"], "enrollmentInfo": {"count": 6}},
    "conditionsModule": {"conditions": ["ALS"]},
    "armsInterventionsModule": {"interventions": [{"name": "Stentrode"}]},
    "eligibilityModule": {"minimumAge": "18 Years"},
    "contactsLocationsModule": {"locations": [{"country": "China"}]},
}
ICTRP_CSV = (
    "TrialID,Public_title,Date_registration,Target_size,Phase,Countries,Condition,Inclusion_agemin\n"
    'ChiCTR2600126475,脑机接口康复训练,09/06/2026,"A:30;B:30",Ⅰ/Ⅱ期,China;Viet Nam,<br>脑卒中,18Y\n'
).encode()
UDID_XML = (
    "<udid version='1.0'><devices><device><zxxsdycpbs>06912345678903</zxxsdycpbs>"
    "<cpbsbmtxmc>GS1</cpbsbmtxmc><cpmctymc>心电图机</cpmctymc><zczbhhzbapzbh>粤械注准20202070001"
    "</zczbhhzbapzbh><ylqxzcrbarmc>示例</ylqxzcrbarmc></device></devices></udid>"
).encode()

WRONG = (None, True, 0, -1, 1e308, 10**400, "", " ", "\0", "\ud800", "x" * 100_000, [], ["x"], {},
         {"x": "y"}, "=1+1", "<script>", "２０２２", "1_000", "9" * 5_000, "\u202e", "NaN")  # fmt: skip


def results(*entries: Any) -> bytes:
    return json.dumps({"results": list(entries)}).encode()


def study_of(module: str, value: Any) -> bytes:
    return json.dumps({"protocolSection": STUDY | {module: value}}).encode()


def zip_of(members: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def sheet(cells: str, **parts: bytes) -> bytes:
    """Return a bare workbook of one sheet with these cells."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    members = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/s.xml"/></Relationships>',
        "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zip_of({name: data.encode() for name, data in members.items()} | parts)


def inline(column: str, row: int, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def fda_sheet() -> bytes:
    rows = [HEADER.split(","), ROW.split(",")]
    return sheet(
        "".join(
            f'<row r="{n}">' + "".join(map(inline, "ABCDEF", [n] * 6, cells)) + "</row>"
            for n, cells in enumerate(rows, 1)
        )
    )


def table_attacks() -> Iterator[tuple[str, bytes]]:
    yield "only-header.csv", HEADER.encode()
    yield "no-newline.csv", FDA_CSV.strip()
    yield "only-carriage-returns.csv", FDA_CSV.replace(b"\r\n", b"\r")
    yield "nul.csv", FDA_CSV.replace(b"Precise", b"Pre\0cise")
    yield "utf16-without-mark.csv", FDA_CSV.decode().encode("utf-16-le")
    yield "utf16-odd.csv", FDA_CSV.decode().encode("utf-16") + b"x"
    yield "utf32.csv", FDA_CSV.decode().encode("utf-32")
    yield "two-marks.csv", b"\xef\xbb\xbf\xef\xbb\xbf" + FDA_CSV
    yield "mark-and-latin.csv", b"\xef\xbb\xbf" + FDA_CSV.replace(b"Precise", b"Pr\xe9cise")
    yield "open-quote.csv", FDA_CSV + b'"' + b"x," * 50_000
    yield "quotes-only.csv", b'"' * 100_001
    yield "commas-only.csv", b"," * 200_000
    yield "long-line.csv", FDA_CSV + b"x" * 2_000_000
    yield "many-columns.csv", FDA_CSV.replace(b"Device", b"Device" + b",c" * 5_000)
    yield "same-header-twice.csv", FDA_CSV.replace(b"Company", b"Device ")
    yield "headers-that-are-one.csv", FDA_CSV.replace(b"Company", b"DEVICE\xc2\xa0")
    yield "blank-lines.csv", b"\n" * 100_000 + FDA_CSV
    yield "header-far-below.csv", b"x\n" * 1_000 + FDA_CSV
    yield "separators.csv", FDA_CSV.replace(b",", b"\x1f")
    yield "random-separators.csv", FDA_CSV.replace(b",", b";", 3)
    yield "formula-with-many-brackets.csv", FDA_CSV.replace(b"K203514", b"=HYPERLINK(" * 20_000)
    yield "spaces.csv", FDA_CSV.replace(b"K203514", b"K203514" + b" " * 500_000)
    yield "digits.csv", FDA_CSV.replace(b"06/17/2021", b"1" * 500_000)
    yield "slashes.csv", FDA_CSV.replace(b"06/17/2021", b"1/" * 250_000)
    yield "hyphens.csv", ICTRP_CSV.replace(b"ChiCTR2600126475", b"ChiCTR-" * 50_000)
    yield "tags.csv", ICTRP_CSV.replace(b"<br>", b"<br" * 100_000)
    yield "open-tags.csv", ICTRP_CSV.replace(b"<br>", b"<" * 300_000)
    yield "groups.csv", ICTRP_CSV.replace(b"A:30", b"A:" * 100_000)
    yield "countries.csv", ICTRP_CSV.replace(b"China;", b"Atlantis, " * 20_000)
    yield "phase.csv", ICTRP_CSV.replace("Ⅰ/Ⅱ期".encode(), b"1/" * 100_000)
    yield "age.csv", ICTRP_CSV.replace(b"18Y", b"1" * 100_000 + b"Y")
    yield "huge-age.csv", ICTRP_CSV.replace(b"18Y", b"999999Y")
    yield "full-width.csv", ICTRP_CSV.replace(b"18Y", "１８歳".encode())
    yield "cut-in-a-character.csv", ICTRP_CSV[:-30]
    yield "gb18030-damaged.csv", ICTRP_CSV.decode().encode("gb18030")[:-20] + b"\xff\xff"


def xml_attacks() -> Iterator[tuple[str, bytes]]:
    lol = b"".join(
        b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10)
    )
    for name, text in {"fda": FDA_XML, "udid": UDID_XML}.items():
        root = text.index(b"<data") if name == "fda" else 0
        head, body = text[:root], text[root:]
        yield f"{name}-billion-laughs.xml", head + b"<!DOCTYPE x [" + lol + b"]>" + body
        yield f"{name}-quadratic.xml", (
            head + b'<!DOCTYPE x [<!ENTITY a "' + b"x" * 50_000 + b'">]>' + body.replace(
                b"Example", b"&a;" * 2_000)
        )  # fmt: skip
        yield (
            f"{name}-external.xml",
            head + b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + body,
        )
        yield f"{name}-file.xml", (
            head + b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + body.replace(
                b"Example", b"&e;")
        )  # fmt: skip
        yield f"{name}-parameter.xml", head + b'<!DOCTYPE x [<!ENTITY % p SYSTEM "x">%p;]>' + body
        yield f"{name}-deep.xml", b"<a>" * 200_000
        yield f"{name}-deep-closed.xml", b"<a>" * 50_000 + b"</a>" * 50_000
        yield (
            f"{name}-attributes.xml",
            b"<a " + b"".join(b'a%d="" ' % n for n in range(20_000)) + b"/>",
        )
        yield f"{name}-long-attribute.xml", b'<a><b x="' + b"y" * 3_000_000 + b'"/></a>'
        yield f"{name}-long-text.xml", body.replace(b"</", b"x" * 2_000_000 + b"</", 1)
        yield f"{name}-cut.xml", body[:-12]
        yield f"{name}-twice.xml", body + body
        yield f"{name}-control.xml", body.replace(b"</", b"\x01</", 1)
        yield f"{name}-bad-reference.xml", body.replace(b"</", b"&#0;</", 1)
        yield f"{name}-surrogate.xml", body.replace(b"</", b"&#xD800;</", 1)
        yield f"{name}-latin.xml", body.replace(b"</", b"\xe9</", 1)
        yield f"{name}-unknown-encoding.xml", b'<?xml version="1.0" encoding="x-none"?>' + body
        yield f"{name}-utf7.xml", b'<?xml version="1.0" encoding="utf-7"?>' + body
        yield f"{name}-stylesheet.xml", b'<?xml-stylesheet href="file:///etc/passwd"?>' + body
        yield (
            f"{name}-include.xml",
            body.replace(
                b"</",
                b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/></',
                1,
            ),
        )
        yield f"{name}-comment.xml", b"<!--" + b"-" * 100_000 + body
        yield f"{name}-cdata.xml", body.replace(b"</", b"<![CDATA[" + b"]" * 100_000 + b"]]></", 1)
        yield f"{name}-namespaces.xml", body.replace(b"<", b"<n:", 1)


def json_attacks() -> Iterator[tuple[str, bytes]]:
    for place, value in enumerate(WRONG):
        for name in CLEARANCE:
            yield f"510k-{name}-{place}.json", results(CLEARANCE | {name: value})
        for name in ("pma_number", "supplement_number", "trade_name"):
            yield f"pma-{name}-{place}.json", results(APPROVAL | {name: value})
        for module in STUDY:
            yield f"study-{module}-{place}.json", study_of(module, value)
        yield f"result-{place}.json", results(value)
        yield f"envelope-{place}.json", json.dumps({"results": value, "studies": value}).encode()
        yield f"document-{place}.json", json.dumps(value).encode()
    yield "deep.json", b'{"results":' + b"[" * 500_000
    yield "deep-closed.json", b'{"results":' + b'{"a":' * 900 + b"1" + b"}" * 901
    yield "repeated-key.json", results(CLEARANCE).replace(b'"applicant"', b'"device_name"')
    yield "repeated-envelope.json", b'{"results": [], "results": [{}]}'
    yield "nan.json", results(CLEARANCE).replace(b'"2"', b"NaN")
    yield "infinity.json", results(CLEARANCE).replace(b'"2"', b"-Infinity")
    yield "long-number.json", results(CLEARANCE).replace(b'"2"', b"1" * 100_000)
    yield "exponent.json", results(CLEARANCE).replace(b'"2"', b"1e999999999")
    yield "trailing.json", results(CLEARANCE) + b"x"
    yield "two-documents.json", results(CLEARANCE) * 2
    yield "comment.json", b"/* */" + results(CLEARANCE)
    yield "single-quotes.json", results(CLEARANCE).replace(b'"', b"'")
    yield "control.json", results(CLEARANCE).replace(b"Example", b"Exa\nmple")
    yield "nul.json", results(CLEARANCE).replace(b"Example", b"Exa\0mple")
    yield "latin.json", results(CLEARANCE).replace(b"Example", b"Ex\xe9mple")
    yield "utf16.json", results(CLEARANCE).decode().encode("utf-16")
    yield (
        "lines-cut.jsonl",
        json.dumps(CLEARANCE).encode() + b"\n" + json.dumps(CLEARANCE).encode()[:-5],
    )
    yield "lines-of-nothing.jsonl", b"{}\n" * 10_000
    yield "lines-of-brackets.jsonl", b"{}\n" + b"[" * 100_000 + b"\n"


def zip_attacks() -> Iterator[tuple[str, bytes]]:
    whole = zip_of({"a.json": results(CLEARANCE)})
    entry, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    yield "bomb.zip", zip_of({"a.json": bytes(50 * 2**20)})
    yield "bombs.zip", zip_of({f"{n}.json": bytes(2**20) for n in range(40)})
    yield "zip-in-zip.zip", zip_of({"a.json": zip_of({"a.json": results(CLEARANCE)})})
    yield "many-members.zip", zip_of({f"{n}": b"" for n in range(6_000)}, zipfile.ZIP_STORED)
    yield "climbing.zip", zip_of({"../../../../tmp/evil.json": results(CLEARANCE)})
    yield "absolute.zip", zip_of({"/etc/evil.json": results(CLEARANCE), "C:\\evil.json": b"{}"})
    yield "odd-names.zip", zip_of({"\u202egpj.json": results(CLEARANCE), "a\nb.json": b"{}"})
    yield "long-name.zip", zip_of({"x" * 60_000 + ".json": results(CLEARANCE)})
    yield "empty.zip", zip_of({})
    yield "folder.zip", zip_of({"a/": b""})
    yield "bzip2.zip", zip_of({"a.json": results(CLEARANCE)}, zipfile.ZIP_BZIP2)
    yield "lzma.zip", zip_of({"a.json": results(CLEARANCE)}, zipfile.ZIP_LZMA)
    for place, name in ((8, "encrypted"), (10, "method"), (16, "checksum"), (20, "packed"), (24, "size"),
                        (28, "name-length"), (30, "extra-length"), (42, "offset")):  # fmt: skip
        for value in (b"\x01", b"\xff"):
            data = bytearray(whole)
            data[entry + place : entry + place + 1] = value
            yield f"lie-{name}-{value[0]}.zip", bytes(data)
    for place, name in (
        (8, "entries"),
        (12, "directory-size"),
        (16, "directory-offset"),
        (20, "comment"),
    ):
        data = bytearray(whole)
        data[end + place : end + place + 2] = b"\xff\xff"
        yield f"lie-{name}.zip", bytes(data)
    yield "only-the-end.zip", whole[end:]
    yield "prefixed.zip", b"MZ" + whole
    yield "appended.zip", whole + b"x" * 70_000


def workbook_attacks() -> Iterator[tuple[str, bytes]]:
    good = fda_sheet()
    far = ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
           '<c r="XFD1048576"><v>1</v></c></row>')  # fmt: skip
    yield "good.xlsx", good
    yield "far.xlsx", sheet(far)
    yield "far-in-quotes.xlsx", sheet(far.replace('"', "'"))
    yield "far-in-entities.xlsx", sheet(far.replace("XFD", "&#88;&#70;D"))
    yield "far-in-comment.xlsx", sheet("<!-- <c> -->" + far)
    yield "far-prefixed.xlsx", sheet(far.replace("<c ", "<x:c ").replace("</c>", "</x:c>"))
    yield "beyond.xlsx", sheet('<row r="99999999999"><c r="ZZZZZZ99999999999"><v>1</v></c></row>')
    yield "row-nought.xlsx", sheet('<row r="0"><c r="A0"><v>1</v></c></row>')
    yield "no-references.xlsx", sheet("<row><c><v>1</v></c></row>" * 1_000)
    yield "wide.xlsx", sheet("<row>" + "<c><v>1</v></c>" * 20_000 + "</row>")
    yield "text-out-of-range.xlsx", sheet('<row r="1"><c r="A1" t="s"><v>999999</v></c></row>')
    yield "text-below-nought.xlsx", sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')
    yield "number-that-is-none.xlsx", sheet('<row r="1"><c r="A1"><v>one</v></c></row>')
    yield "infinite.xlsx", sheet('<row r="1"><c r="A1"><v>1e999</v></c></row>')
    yield "date-out-of-range.xlsx", sheet('<row r="1"><c r="A1" t="d"><v>99999-99-99</v></c></row>')
    yield "long-cell.xlsx", sheet('<row r="1">' + inline("A", 1, "x" * 2_000_000) + "</row>")
    yield (
        "formula-without-end.xlsx",
        sheet('<row r="1"><c r="A1"><f>' + "(" * 100_000 + "</f></c></row>"),
    )
    yield "entities.xlsx", sheet('<row r="1"><c r="A1"><f>&lol;</f></c></row>')
    yield "doctype.xlsx", sheet("").replace(b"<worksheet", b"<!DOCTYPE ")
    yield "two-sheets.xlsx", sheet("", **{"xl/worksheets/s.xml": b"<worksheet/>"})
    for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                 "xl/worksheets/s.xml"):  # fmt: skip
        for name, data in (
            ("empty", b""),
            ("cut", b"<a"),
            ("nul", b"\0"),
            ("bomb", bytes(40 * 2**20)),
        ):
            archive = zipfile.ZipFile(io.BytesIO(good))
            parts = {each: archive.read(each) for each in archive.namelist()} | {part: data}
            yield f"{part.replace('/', '-')}-{name}.xlsx", zip_of(parts)
    for length in (10, 100, len(good) // 2, len(good) - 1):
        yield f"cut-at-{length}.xlsx", good[:length]


def attack_files() -> Iterator[tuple[str, bytes]]:
    """Yield all of them, each with a name."""
    for attacks in (table_attacks, xml_attacks, json_attacks, zip_attacks, workbook_attacks):
        yield from attacks()


ROUNDS_CSV = (
    "2025年融资一览,,,\n公司名称,融资轮次,融资金额（亿元）,公布日期\n"
    "阶梯医疗,B轮,3.5,2025年2月\n,A轮,数千万美元,2023-05-01\nNA,种子轮,未披露,2025/3/1\n合计,,,\n"
).encode()
ROUNDS = [
    {"company": "甲", "amount": "$5m", "announced": "2025-01", "investors": ["X", "Y, Inc."]},
    {"company": "乙", "amount": None, "announced": "2025-02-03"},
]


def rounds_parquet() -> bytes:
    """Return the rounds as Parquet, with a column of lists."""
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROUNDS), file)
    return file.getvalue()


def example_files() -> dict[str, bytes]:
    """Return small sound files, one for each reader and format."""
    lines = json.dumps(CLEARANCE) + "\n" + json.dumps(CLEARANCE | {"k_number": "DEN250057"}) + "\n"
    study = {"protocolSection": STUDY}
    return {
        "fda.csv": FDA_CSV,
        "fda-1252.csv": FDA_CSV.replace(b"Precise", b"Pr\xe9cise\x99"),
        "fda.xml": FDA_XML,
        "fda.xlsx": fda_sheet(),
        "510k.json": results(CLEARANCE),
        "510k.jsonl": lines.encode(),
        "510k.zip": zip_of({"a.json": results(CLEARANCE)}),
        "pma.json": results(APPROVAL),
        "study.json": json.dumps(study).encode(),
        "studies.json": json.dumps({"studies": [study, study]}, indent=1).encode(),
        "ictrp.csv": ICTRP_CSV,
        "ictrp-gb.csv": ICTRP_CSV.decode().encode("gb18030"),
        "udid.xml": UDID_XML,
        "rounds.csv": ROUNDS_CSV,
        "rounds.jsonl": "\n".join(map(json.dumps, ROUNDS)).encode(),
        "rounds.json": json.dumps(ROUNDS).encode(),
        "rounds.parquet": rounds_parquet(),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for file_name, content in attack_files():
        (folder / file_name).write_bytes(content)
