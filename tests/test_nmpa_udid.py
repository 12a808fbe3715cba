"""The UDID release: devices one by one, into memory or a file, and grouped by certificate."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.dates import PartialDate
from medai_landscape.errors import (
    LandscapeError,
    LimitError,
    OutputExistsError,
    SourceFormatError,
)
from medai_landscape.sources import udid_xml
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.nmpa_udid import read_nmpa_udid
from medai_landscape.sources.udid_certificates import group_certificates
from medai_landscape.sources.udid_rows import elements
from medai_landscape.sources.udid_xml import Device, devices_of

if TYPE_CHECKING:
    from pathlib import Path

    from medai_landscape.loaded import Loaded
    from medai_landscape.records import DeviceIdentifier

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<udid version="1.0">\n<devices>\n'
_TAIL = "</devices>\n</udid>\n"


def _device(**values: str) -> str:
    cells = {"zxxsdycpbs": "06932372344045", "cpbsbmtxmc": "GS1", **values}
    inside = "".join(f"<{tag}>{escape(text)}</{tag}>\n" for tag, text in cells.items())
    return f"<device>\n{inside}</device>\n"


def _xml(*devices: str) -> bytes:
    return (_HEAD + "".join(devices) + _TAIL).encode()


def _read(*devices: str) -> Loaded[DeviceIdentifier]:
    return read_nmpa_udid(io.BytesIO(_xml(*devices)))


def _devices(data: bytes, limits: Limits | None = None) -> list[Device]:
    batches = devices_of(io.BytesIO(data), "part", elements(), limits or Limits())
    return [device for batch in batches for device in batch]


def test_a_device_becomes_a_record() -> None:
    loaded = read_nmpa_udid(
        io.BytesIO(
            _xml(
                _device(
                    cpbsbmtxmc="MA码（IDcode）",
                    cpmctymc="眼底图像辅助诊断软件 A&B",
                    ggxh="<V1>",
                    ylqxzcrbarmc="某公司",
                    ylqxzcrbarywmc="Example\nMedical Co., Ltd.",
                    zczbhhzbapzbh="国械注准20233210399，国械注准20213060123; 国械注准20173063456",
                    qxlb="器械",
                    flbm="21-04-02",
                    cpbsfbrq="2024-05-06",
                    tsrq="",
                    versionNumber="2",
                    versionStauts="变更",
                )
            )
        ),
        release="2025-06",
    )
    (record,) = loaded.records
    assert record.id == "MA:06932372344045"
    assert record.product_name == "眼底图像辅助诊断软件 A&B"
    assert record.model == "<V1>"
    assert record.holder_en == "Example Medical Co., Ltd."
    assert record.certificate_number == "国械注准20233210399"
    assert record.further_certificate_numbers == ("国械注准20173063456", "国械注准20213060123")
    assert record.is_reagent is False
    assert (record.published, record.withdrawn) == (PartialDate(2024, 5, 6), None)
    assert (record.version, record.status) == ("2", "变更")
    assert record.sources[0].published == PartialDate(2025, 6)
    assert dict(loaded.report.repairs) == {"line_break": 1}
    assert dict(loaded.report.header)["versionStatus"] == "status"


def test_both_spellings_of_elements_are_read() -> None:
    old = _device(cplx="体外诊断试剂", versionStatus="新增")
    both = _device(zxxsdycpbs="2", qxlb="器械", cplx="体外诊断试剂", versionStauts="变更")
    first, second = _read(old, both).records
    assert (first.is_reagent, first.status) == (True, "新增")
    assert (second.is_reagent, second.status) == (False, "变更")


def test_rows_that_are_no_record_are_refused_with_their_values() -> None:
    loaded = _read(
        _device(zxxsdycpbs=" "),
        _device(cpbsbmtxmc=""),
        _device(cpbsfbrq="2024-02-30", tsrq="45000"),
        _device(zxxsdycpbs="1"),
        _device(zxxsdycpbs="1", ggxh="other"),
        _device(zxxsdycpbs="2").replace("</device>", "<zxxsdycpbs>3</zxxsdycpbs></device>"),
        _device(zxxsdycpbs="4", qxlb="软件"),
    )
    assert [record.di for record in loaded.records] == ["1", "4"]
    assert loaded.records[1].is_reagent is None
    assert [(r.row, r.line, r.field, r.code) for r in loaded.rejects] == [
        (0, 1, "di", "missing"),
        (1, 2, "agency", "missing"),
        (2, 3, "published", "date"),
        (4, 5, "id", "repeated_record"),
        (5, 6, "", "row_shape"),
    ]
    assert [issue.column for issue in loaded.rejects[2].issues] == ["published", "withdrawn"]
    assert loaded.rejects[2].value == "2024-02-30"
    assert "row 4" in loaded.rejects[3].reason
    assert dict(loaded.report.repairs) == {"kind not known, left empty: '软件'": 1}
    assert loaded.report.rows == len(loaded.records) + len(loaded.rejects)


def test_contacts_are_never_read(tmp_path: Path) -> None:
    contact = (
        "<contactList><contact><qylxrcz>010-1111</qylxrcz><qylxryx>a@example.org</qylxryx>"
        "<qylxrdh>010-2222</qylxrdh></contact></contactList></device>"
    )
    data = _xml(
        _device().replace("</device>", contact),
        _device(zxxsdycpbs="").replace("</device>", contact),
    )
    loaded = read_nmpa_udid(io.BytesIO(data))
    out = tmp_path / "udid.parquet"
    stored = read_nmpa_udid(io.BytesIO(data), out=out)
    shown = repr(loaded.records) + loaded.to_json() + stored.to_json()
    for secret in ("010-1111", "a@example.org", "010-2222"):
        assert secret not in shown
        assert secret.encode() not in out.read_bytes()


def test_a_file_holds_what_the_records_say(tmp_path: Path, shared: Path) -> None:
    rng = random.Random(7)
    namespace: dict[str, object] = {}
    exec((shared / "data" / "make_udid_xml.py").read_text(encoding="utf-8"), namespace)  # noqa: S102 - the script that writes the example files
    device, number = namespace["device"], namespace["number"]
    devices = [device(rng, number(rng)) for _ in range(700)]  # type: ignore[operator]  # functions of that script
    devices += [_device(zxxsdycpbs=""), _device(cpbsfbrq="soon"), devices[3]]
    rng.shuffle(devices)
    data = _xml(*devices)
    loaded = read_nmpa_udid(io.BytesIO(data))
    out = tmp_path / "udid.parquet"
    stored = read_nmpa_udid(io.BytesIO(data), out=out)
    assert len(loaded.records) == 700
    assert tuple(stored.records) == loaded.records
    assert stored.rejects == loaded.rejects
    assert stored.report == loaded.report
    assert len(pd.read_parquet(out)) == 700
    assert stored.records[3] == loaded.records[3]
    assert stored.records[-1] == loaded.records[-1]
    assert stored.records[1:4] == loaded.records[1:4]
    assert stored.records[::-100] == loaded.records[::-100]
    with pytest.raises(IndexError):
        stored.records[700]
    out.write_bytes(b"PAR1")
    with pytest.raises(SourceFormatError, match=r"udid\.parquet"):
        list(stored.records)


def test_parts_in_archives_are_read_in_order_and_never_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in (10, 2, 1):
            name = f"UDID_FULL_DOWNLOAD_PART{part}_Of_10.xml"
            archive.writestr(name, _xml(_device(zxxsdycpbs=str(part))))
        archive.writestr("readme.txt", "说明")
        archive.writestr("__MACOSX/._x.xml", "junk")
    single = tmp_path / "daily.xml"
    single.write_bytes(_xml(_device(zxxsdycpbs="11"), _device(zxxsdycpbs="2")))
    loaded = read_nmpa_udid(path, single)
    assert [record.di for record in loaded.records] == ["1", "2", "10", "11"]
    assert loaded.records[1].sources[0].locator == f"{path}!UDID_FULL_DOWNLOAD_PART2_Of_10.xml"
    assert [(reject.row, reject.line) for reject in loaded.rejects] == [(4, 5)]
    left_out = {item.what: item.reason for item in loaded.report.left_out}
    assert left_out[f"{path}!readme.txt"] == "no XML file"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["daily.xml", "release.zip"]


def test_an_archive_without_parts_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "说明")
    file.seek(0)
    with pytest.raises(SourceFormatError, match="no XML file is in this archive"):
        read_nmpa_udid(file)


def test_nothing_is_overwritten_unless_asked_and_a_failure_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "udid.parquet"
    read_nmpa_udid(io.BytesIO(_xml(_device())), out=out)
    with pytest.raises(OutputExistsError):
        read_nmpa_udid(io.BytesIO(_xml(_device())), out=out)
    before = out.read_bytes()
    with pytest.raises(SourceFormatError):
        read_nmpa_udid(io.BytesIO(_xml(_device())[:-20]), out=out, overwrite=True)
    assert out.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["udid.parquet"]
    empty = read_nmpa_udid(io.BytesIO(_xml()), out=out, overwrite=True)
    assert (len(empty.records), list(empty.records), empty.report.rows) == (0, [], 0)


@pytest.mark.parametrize(
    "recode",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace('"UTF-8"', '"GB2312"').encode("gb18030"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "").encode(),
    ],
)
def test_encodings_and_line_ends_make_no_difference(recode: object) -> None:
    names = ["手术计划软件", "A&B <test>", "two\nlines"]
    devices = [_device(zxxsdycpbs=str(i), cpms="无", cpmctymc=name) for i, name in enumerate(names)]
    text = _HEAD + "".join(devices * 2) + _TAIL
    loaded = read_nmpa_udid(io.BytesIO(recode(text)))  # type: ignore[operator]  # one of the above
    assert [record.product_name for record in loaded.records] == [*names[:2], "two lines"]


class _Pipe(io.RawIOBase):
    """A file that cannot go back."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)


def test_a_stream_without_a_beginning_to_go_back_to_is_read() -> None:
    loaded = read_nmpa_udid(_Pipe(_xml(_device())))  # type: ignore[arg-type]  # a file all the same
    assert len(loaded.records) == 1


class _Texts:
    """A file opened for reading text, by somebody who hides it."""

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return 0

    def read(self, _size: int = -1) -> str:
        return "<udid/>"

    def seek(self, _place: int) -> int:
        return 0


_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE udid [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><udid><devices><device><spmc>&i;</spmc></device></devices></udid>"
)
_OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE udid [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<udid><device><spmc>&a;</spmc></device></udid>"
)


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (_BOMB.encode(), "document type"),
        (_OUTSIDE.encode(), "document type"),
        (b"<!DOCTYPE udid SYSTEM 'http://example.org/x.dtd'><udid/>", "document type"),
        (_xml(_device())[:-20], "no well-formed XML after 1 devices"),
        (_xml(_device(), _device())[:200], "no well-formed XML"),
        (_xml(_device(), _device()).replace(b"06932372344045", b"\xff\xfe"), "no well-formed XML"),
        (_xml(_device(), _device(spmc="a]]>b").replace("&gt;", ">")), "no well-formed XML"),
        (_xml(_device(), _device(spmc="&x;").replace("&amp;", "&")), "undefined entity"),
        (b"", "no well-formed XML"),
        (b"di,agency\n1,GS1\n", "no well-formed XML"),
        (b"<html><body>busy</body></html>", "no device is in its <html>"),
        (b"<gudid><device><primaryDi>1</primaryDi></device></gudid>", "none of its 1 devices"),
        (_xml().replace(b"UTF-8", b"EBCDIC"), "written in ebcdic"),
        (_xml(_device()).replace(b"UTF-8", b"gbk") + b"\x81", "gb18030"),
        (b"PK\x03\x04 cut off", "cannot read"),
    ],
)
def test_what_is_no_release_is_refused(data: bytes, match: str) -> None:
    with pytest.raises(SourceFormatError, match=match):
        read_nmpa_udid(io.BytesIO(data))


@pytest.mark.parametrize("source", [_Texts(), 7, None, "no such file.xml", io.StringIO("<udid/>")])
def test_what_is_no_file_is_refused(source: BinaryIO) -> None:
    with pytest.raises(SourceFormatError):
        read_nmpa_udid(source)


def test_limits_are_kept() -> None:
    deep = _device().replace("</device>", "<a>" * 100 + "</a>" * 100 + "</device>")
    two = _xml(_device(zxxsdycpbs="1"), _device(zxxsdycpbs="2"))
    cases = {
        "depth": (_xml(deep), Limits(depth=64)),
        "rows": (two, Limits(rows=1)),
        "cell_characters": (_xml(_device(spmc="x" * 200)), Limits(cell_characters=100)),
        "file_bytes": (two, Limits(file_bytes=100)),
    }
    for name, (data, limits) in cases.items():
        with pytest.raises(LimitError) as caught:
            read_nmpa_udid(io.BytesIO(data), limits=limits)
        assert caught.value.name == name
    endless = _HEAD + "<device>" + "<spmc>x</spmc>" * 60_000
    with pytest.raises(LimitError):
        _devices(endless.encode(), Limits(cell_characters=1000))


def test_progress_is_told_of_all_bytes() -> None:
    data = _xml(*(_device(zxxsdycpbs=str(i)) for i in range(3000)))
    seen: list[int] = []
    read_nmpa_udid(io.BytesIO(data), progress=lambda done, _total: seen.append(done))
    assert 0 < seen[0] <= seen[-1] <= len(data)


# The two ways of reading, against each other and against another library.

_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
)
_TAGS = st.sampled_from(
    ["zxxsdycpbs", "cpmctymc", "spmc", "ggxh", "qxlb", "cpms", "deviceRecordKey"]
)


@st.composite
def _cells(draw: st.DrawFn) -> str:
    tag, text = draw(_TAGS), escape(draw(_TEXTS))
    return draw(
        st.sampled_from(
            [
                f"<{tag}>{text}</{tag}>",
                f"<{tag}>{text}</{tag}>\n",
                f"<{tag}/>",
                f"<{tag} />",
                f"<{tag} a='{text.replace(chr(39), '')}'>{text}</{tag}>",
                f"<{tag}>{text}</{tag} >",
                f"<{tag}>&#65;{text}&quot;&apos;</{tag}>",
                f"<{tag}><![CDATA[</device>{text.replace('&', '')}]]></{tag}>",
                f"<storageList><storage><zdz>{text}</zdz></storage></storageList>",
                f"<{tag}>{text}<b>x</b>tail</{tag}>",
                "<!-- <device><spmc>x</spmc></device> -->",
                "<?note <device></device>?>",
            ]
        )
    )


@st.composite
def _documents(draw: st.DrawFn) -> str:
    def device() -> str:
        cells = "".join(draw(st.lists(_cells(), max_size=4)))
        ends = draw(st.sampled_from(["</device>", "</device>\n", "</device >", "</device><x/>"]))
        return f"<device>{cells}{ends}"

    shapes = [device() for _ in range(draw(st.integers(1, 3)))]
    order = draw(st.lists(st.sampled_from([*shapes, "<!-- </device> -->"]), max_size=8))
    return f"<udid><devices>{''.join(order)}</devices></udid>"


def _by_another_library(text: str) -> list[Device]:
    devices = []
    for element in ET.fromstring(text).iter("device"):  # noqa: S314 - our own text
        values: dict[str, str] = {}
        fault = None
        for each in element.iter():
            if each.tag in elements():
                if each.tag in values:
                    fault = f"two elements are called {each.tag!r}"
                values[each.tag] = each.text or ""
        devices.append(Device(values, fault))
    return devices


@given(_documents())
def test_both_ways_read_what_another_library_reads(text: str) -> None:
    expected = _by_another_library(text)
    with pytest.MonkeyPatch.context() as patch:
        assert _devices(text.encode()) == expected
        patch.setattr(udid_xml, "_SHAPES", 0)
        assert _devices(text.encode()) == expected
        patch.setattr(udid_xml, "_CHUNK", 7)
        assert _devices(text.encode()) == expected
        patch.setattr(udid_xml, "_SHAPES", 32)
        assert _devices(text.encode()) == expected


_SAMPLE = _xml(
    *(_device(zxxsdycpbs=str(i), cpmctymc="软件 A&B", cpbsfbrq="2024-05-06") for i in range(4))
)


@given(st.integers(0, 10**9))
def test_damaged_files_raise_our_errors_only(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(_SAMPLE)
    for _ in range(rng.randint(1, 4)):
        place = rng.randrange(len(data))
        match rng.randrange(3):
            case 0:
                data[place] = rng.randrange(256)
            case 1:
                del data[place : place + rng.randint(1, 30)]
            case _:
                data[place:place] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 9)))
    try:
        loaded = read_nmpa_udid(io.BytesIO(bytes(data)))
    except LandscapeError:
        return
    assert loaded.report.rows == len(loaded.records) + len(loaded.rejects)


def test_every_cut_off_file_is_refused() -> None:
    whole = len(_SAMPLE.rstrip())
    for end in range(0, whole, 3):
        with pytest.raises(SourceFormatError):
            read_nmpa_udid(io.BytesIO(_SAMPLE[:end]))


# Certificates.


def test_identifiers_are_grouped_by_their_certificate() -> None:
    rows = [
        _device(zxxsdycpbs="1", zczbhhzbapzbh="国食药监械（准）字2013第3461342号", cpmctymc="甲"),
        _device(zxxsdycpbs="2", zczbhhzbapzbh="国食药监械(准)字2013第3461342号", cpmctymc="甲"),
        _device(
            zxxsdycpbs="3", zczbhhzbapzbh="国械注准20233210399", cpmctymc="乙", flbm="21-04-02"
        ),
        _device(
            zxxsdycpbs="4",
            zczbhhzbapzbh="国械注准20233210399,苏械注准20242042183",
            cpmctymc="乙",
            ylqxzcrbarmc="某(北京)公司",
        ),
        _device(
            zxxsdycpbs="5",
            zczbhhzbapzbh="国械注准20233210399",
            cpmctymc="丙",
            ylqxzcrbarmc="某（北京）公司",
        ),
        _device(zxxsdycpbs="6", zczbhhzbapzbh="无", cpmctymc="丁"),
        _device(zxxsdycpbs="7", cpmctymc="丁"),
        _device(zxxsdycpbs="8", zczbhhzbapzbh="陕械备20220036号"),
    ]
    groups = group_certificates(_read(*rows).records)
    made = {certificate.number: certificate for certificate in groups.certificates}
    assert [made[number].scheme for number in made] == [
        "nmpa_registration",
        "nmpa_registration",
        "nmpa_provincial",
    ]
    certificate = made["国械注准20233210399"]
    assert (certificate.product_name, certificate.risk_class, certificate.category) == (
        "乙",
        "III",
        "21-04-02",
    )
    assert groups.identifiers == {
        "nmpa_registration:国食药监械(准)字2013第3461342号": 2,
        "nmpa_registration:国械注准20233210399": 3,
        "nmpa_provincial:苏械注准20242042183": 1,
    }
    (conflict,) = groups.conflicts  # brackets of another width are none
    assert (conflict.certificate, conflict.field) == (certificate.id, "product_name")
    assert conflict.readings == (("乙", 2), ("丙", 1))
    assert [(reject.original, reject.field) for reject in groups.rejects] == [
        ("无", "number"),
        ("陕械备20220036号", "product_name"),
    ]
    assert groups.without_number == 1


@given(st.permutations(range(6)))
def test_the_order_of_identifiers_changes_no_certificate(order: list[int]) -> None:
    rows = [
        _device(
            zxxsdycpbs=str(i), zczbhhzbapzbh=f"国械注准2023321039{i % 2}", cpmctymc="甲乙丙"[i % 3]
        )
        for i in range(6)
    ]
    records = _read(*rows).records
    one = group_certificates(records)
    other = group_certificates([records[place] for place in order])
    assert set(one.certificates) == set(other.certificates)
    assert set(one.conflicts) == set(other.conflicts)
    assert one.identifiers == other.identifiers


def _zip(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_dot_", "."), data)
    return file.getvalue()


def test_parts_that_are_zipped_once_more_are_read_and_no_deeper() -> None:
    first, second = (_xml(_device(zxxsdycpbs=di)) for di in ("06932372344045", "06901234567892"))
    release = _zip(PART2_dot_zip=_zip(a_dot_xml=second), PART1_dot_zip=_zip(a_dot_xml=first))
    loaded = read_nmpa_udid(io.BytesIO(release))
    assert [each.di for each in loaded.records] == ["06932372344045", "06901234567892"]
    assert [each.sources[0].locator for each in loaded.records] == [
        "<file>!PART1.zip!a.xml",
        "<file>!PART2.zip!a.xml",
    ]
    with pytest.raises(SourceFormatError, match="no XML file is in this archive"):
        read_nmpa_udid(io.BytesIO(_zip(a_dot_zip=release)))
