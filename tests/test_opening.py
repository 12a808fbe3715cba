"""Opening files: kinds, encodings, archives, and what is refused before it is read."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.errors import LandscapeError, LimitError, SourceFormatError
from medai_landscape.sources.archives import each_member, open_archive
from medai_landscape.sources.delimited import delimiter_of, read_delimited
from medai_landscape.sources.encodings import CHINESE, WESTERN, decode
from medai_landscape.sources.flat_xml import read_flat_xml
from medai_landscape.sources.grids import folded
from medai_landscape.sources.json_documents import read_json, read_json_lines
from medai_landscape.sources.limits import Limits, LimitsError
from medai_landscape.sources.mending import mend
from medai_landscape.sources.opening import funnel, kind_of, open_binary, read_bytes
from medai_landscape.sources.tabular import read_tabular
from medai_landscape.sources.written_dates import read_date
from medai_landscape.wording.partial_dates import Order, read_partial_date

LIMITS = Limits()


class TestOpening:
    def test_a_path_and_an_open_file_give_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_bytes(b"a,b\n1,2\n")
        with path.open("rb") as file:
            from_file = read_bytes(file, LIMITS)
            assert not file.closed
        assert read_bytes(path, LIMITS).data == read_bytes(str(path), LIMITS).data == from_file.data
        assert from_file.name == "a.csv"

    @pytest.mark.parametrize(
        "source",
        [
            "no such file", "https://example.org/list.csv", "a\0b", "", ".", Path("no such folder/x"),
            io.StringIO("text"), 5, None, b"a.csv", ["a"],
        ],
    )  # fmt: skip
    def test_what_gives_no_bytes_is_an_error_of_ours(self, source: Any) -> None:
        with pytest.raises(SourceFormatError):
            read_bytes(source, LIMITS)

    def test_an_address_is_said_to_be_one(self) -> None:
        with pytest.raises(SourceFormatError, match="fetches nothing"):
            read_bytes("https://example.org/list.csv", LIMITS)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with a name")
    def test_a_pipe_that_never_ends_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(SourceFormatError, match="no regular file"):
            read_bytes(tmp_path / "pipe", LIMITS)

    def test_a_closed_file_and_one_that_gives_text(self) -> None:
        closed = io.BytesIO(b"x")
        closed.close()
        with pytest.raises(SourceFormatError):
            read_bytes(closed, LIMITS)

        class Text:
            def read(self, _size: int) -> str:
                return "text"

        with pytest.raises(SourceFormatError, match="gives str"):
            read_bytes(Text(), LIMITS)  # type: ignore[arg-type]

    def test_the_limit_holds_for_paths_and_for_files(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"x" * 11)
        for source in (tmp_path / "a", io.BytesIO(b"x" * 11)):
            with pytest.raises(LimitError) as caught:
                read_bytes(source, Limits(file_bytes=10))
            assert caught.value.name == "file_bytes"
        with open_binary(tmp_path / "a", LIMITS) as (name, file):
            assert (name, file.read(1)) == (str(tmp_path / "a"), b"x")

    @pytest.mark.parametrize("value", [0, -1, 1.5, "10"])
    def test_limits_are_whole_numbers_from_one_on(self, value: Any) -> None:
        with pytest.raises(LimitsError, match="whole number from 1 on"):
            Limits(rows=value)

    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (b"", "empty"), (b" \n", "empty"), (b"a,b", "text"), (b"\xef\xbb\xbf[1]", "json"),
            (b'\n {"a": 1}', "json"), (b"<?xml version='1.0'?><a/>", "xml"),
            (b"<!DOCTYPE HTML><html>", "html"), (b"<HTML>", "html"), (b"PK\x03\x04", "zip"),
            (b"PK\x03\x04..xl/workbook.xml", "workbook"), (b"\xd0\xcf\x11\xe0\xa1", "old_workbook"),
            ("\ufeff<a/>".encode("utf-16-le"), "xml"),
            (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml_workbook"),
        ],
    )  # fmt: skip
    def test_kinds_are_told_by_content(self, data: bytes, kind: str) -> None:
        assert kind_of(data) == kind


class TestFunnel:
    def test_a_foreign_error_is_named_and_kept(self) -> None:
        with (
            pytest.raises(SourceFormatError, match="KeyError: 'x'") as caught,
            funnel("f", "e", sheet="S"),
        ):
            raise KeyError("x")
        assert isinstance(caught.value.__cause__, KeyError)
        assert caught.value.sheet == "S"

    def test_errors_of_ours_and_of_the_user_pass(self) -> None:
        with pytest.raises(LimitError), funnel("f", "e"):
            raise LimitError("rows", 2, 1)
        with pytest.raises(KeyboardInterrupt), funnel("f", "e"):
            raise KeyboardInterrupt

    def test_a_library_that_gives_up_is_an_error_too(self) -> None:
        panic = type("PanicException", (BaseException,), {})
        with pytest.raises(SourceFormatError, match="gave up"), funnel("f", "e"):
            raise panic("index out of bounds")


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "text"),
        [
            ("utf-8", "Protégé 批准"), ("utf-8-sig", "批准日期"), ("utf-16", "批准日期"),
            ("gb18030", "产品名称,注册人名称\n肺结节CT影像辅助检测软件,北京示例"),
            ("windows-1252", "Contour Protégé – SIGNA™ “eCART”"), ("windows-1252", "été, naïf"),
            ("utf-8", "plain"), ("utf-8", ""),
        ],
    )  # fmt: skip
    def test_each_is_found_and_named(self, encoding: Any, text: str) -> None:
        codec = "cp1252" if encoding == "windows-1252" else encoding
        decoded = decode(text.encode(codec), "f")
        assert (decoded.text, decoded.encoding) == (text, encoding)

    def test_an_english_office_writes_no_chinese(self) -> None:
        data = "Protégé".encode("cp1252")
        assert decode(data, "f", WESTERN).encoding == "windows-1252"

    @pytest.mark.parametrize("cut", [1, 2])
    def test_a_character_cut_in_two_does_not_turn_the_file_into_another_encoding(
        self, cut: int
    ) -> None:
        data = "产品名称,批准日期".encode()
        with pytest.raises(SourceFormatError, match="fetch it again"):
            decode(data[:-cut], "f")

    def test_a_damaged_byte_is_named_by_its_place(self) -> None:
        data = "批准日期".encode()
        with pytest.raises(SourceFormatError, match="byte 3 is no UTF-8"):
            decode(data[:3] + b"\xff" + data[3:], "f")

    @pytest.mark.parametrize(
        "data",
        [
            b"a\0b",
            "ab".encode("utf-16-le"),
            b"\xff\xfea",
            b"\xef\xbb\xbf\xff",
            b"\x81\x8d abc \x90 \x9d",
        ],
    )
    def test_what_is_no_text_is_refused(self, data: bytes) -> None:
        with pytest.raises(SourceFormatError):
            decode(data, "f")

    @given(st.text().filter(lambda text: "\0" not in text))
    def test_utf8_comes_back_whatever_it_holds(self, text: str) -> None:
        decoded = decode(text.encode("utf-8", "ignore"), "f", CHINESE)
        assert decoded.text == text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")


def archive_of(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


class TestArchives:
    def test_members_are_read_in_memory_in_the_order_of_their_names(self) -> None:
        data = archive_of(**{"b.txt": b"2", "a.txt": b"1", "__MACOSX/a.txt": b"?", "dir/": b""})
        archive = open_archive(data, "z.zip", LIMITS)
        assert [(part.name, part.data) for part in each_member(archive)] == [
            ("z.zip!a.txt", b"1"), ("z.zip!b.txt", b"2"),
        ]  # fmt: skip
        assert set(archive.ignored) == {"__MACOSX/a.txt", "dir/"}

    def test_a_name_that_climbs_out_of_the_archive_writes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        data = archive_of(**{"../../evil.csv": b"a,b\n1,2\n", "/etc/evil": b"x"})
        parts = list(each_member(open_archive(data, "z.zip", LIMITS)))
        assert len(parts) == 2
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("limit", "name"),
        [({"members": 1}, "members"), ({"unpacked_bytes": 10}, "unpacked_bytes")],
    )
    def test_it_is_measured_before_it_is_read(self, limit: dict[str, int], name: str) -> None:
        data = archive_of(a=b"x" * 6, b=b"x" * 6)
        with pytest.raises(LimitError) as caught:
            open_archive(data, "z.zip", Limits(**limit))
        assert caught.value.name == name

    def test_a_bomb_is_refused_by_its_own_table_of_contents(self) -> None:
        data = archive_of(bomb=bytes(60 * 2**20))
        assert len(data) < 2**17
        with pytest.raises(LimitError) as caught:
            open_archive(data, "z.zip", LIMITS)
        assert caught.value.name == "ratio"

    def test_a_member_never_gives_more_than_it_claims(self) -> None:
        data = bytearray(archive_of(a=b"x" * 1000))
        place = data.rindex(b"PK\x01\x02")
        data[place + 24 : place + 28] = (10).to_bytes(4, "little")
        archive = open_archive(bytes(data), "z.zip", LIMITS)
        with pytest.raises(SourceFormatError):
            archive.read(archive.members[0])
        with pytest.raises(SourceFormatError):
            archive.drain()

    def test_an_encrypted_member_is_said_to_be_one(self) -> None:
        data = bytearray(archive_of(a=b"secret"))
        data[data.rindex(b"PK\x01\x02") + 8] |= 1
        with pytest.raises(SourceFormatError, match="encrypted"):
            open_archive(bytes(data), "z.zip", LIMITS)

    def test_a_table_in_a_zip_is_read_and_two_are_not_chosen_from(self) -> None:
        tabular = read_tabular(io.BytesIO(archive_of(**{"a.csv": b"a,b\n1,2\n"})), LIMITS)
        assert (tabular.format, tabular.name) == ("csv", "<file>!a.csv")
        with pytest.raises(SourceFormatError, match="2 files are in it"):
            read_tabular(io.BytesIO(archive_of(a=b"1", b=b"2")), LIMITS)
        with pytest.raises(SourceFormatError, match="archive in an archive"):
            read_tabular(io.BytesIO(archive_of(a=archive_of(b=b"1"))), LIMITS)


class TestDelimited:
    @pytest.mark.parametrize(
        ("text", "delimiter"),
        [
            ("a,b\n1,2", ","),
            ("a;b;c\n1,5;2;3", ";"),
            ("a\tb\n1,5\t2", "\t"),
            ("a|b", "|"),
            ("a", ","),
        ],
    )
    def test_the_delimiter_is_what_makes_most_columns(self, text: str, delimiter: str) -> None:
        assert delimiter_of(text) == delimiter

    def test_every_cell_stays_a_text(self) -> None:
        grid = read_delimited('NA,00812345,null\n" x ","a\nb","say ""hi"""\n', "f")
        assert [row.cells for row in grid.rows] == [
            ("NA", "00812345", "null"), (" x ", "a\nb", 'say "hi"'),
        ]  # fmt: skip
        assert [row.number for row in grid.rows] == [1, 2]

    @pytest.mark.parametrize("text", ['a,b\n"x,1\n', 'a,b\n"x"y,1\n'])
    def test_a_quote_that_is_not_closed_would_swallow_rows(self, text: str) -> None:
        with pytest.raises(SourceFormatError) as caught:
            read_delimited(text, "f")
        assert caught.value.row == 2

    @pytest.mark.parametrize(
        ("text", "limits", "name"),
        [
            ("a\nb\nc\n", {"rows": 2}, "rows"), ("a,b,c\n", {"columns": 2}, "columns"),
            ("a,bcd\n", {"cell_characters": 2}, "cell_characters"),
            ("x" * 300_000, {"cell_characters": 200_000}, "cell_characters"),
        ],
    )  # fmt: skip
    def test_limits(self, text: str, limits: dict[str, int], name: str) -> None:
        with pytest.raises(LimitError) as caught:
            read_delimited(text, "f", Limits(**limits))
        assert caught.value.name == name

    def test_a_long_cell_within_the_limit_is_read(self) -> None:
        assert len(read_delimited("x" * 300_000, "f").rows[0].cells[0]) == 300_000


XML_ATTACKS = [
    '<!DOCTYPE a [<!ENTITY b "c">]><a><r><x>&b;</x></r></a>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><r><c>&x;</c></r></a>',
    "<a><r><c>&undefined;</c></r></a>",
    "<a><r><c>\x01</c></r></a>",
    "<a><r></a></r>",
    "<a/><b/>",
    "",
    "<a",
    '<a b="1" b="2"/>',
]


class TestFlatXml:
    def test_rows_and_cells_and_none_without_a_text(self) -> None:
        text = "<a><r id='1'><x>1</x><y>é\x99</y></r><r><y>2<b>3</b></y></r><r/>"
        text += "<r><x> </x></r><r><x>5</x></r></a>"
        grid = read_flat_xml(text, "f", LIMITS)
        assert [(row.number, row.cells) for row in grid.rows] == [
            (0, ("id", "x", "y")), (1, ("1", "1", "é\x99")), (2, ("", "", "23")),
            (5, ("", "5", "")),
        ]  # fmt: skip

    def test_two_cells_of_one_name_are_a_fault_of_the_row(self) -> None:
        grid = read_flat_xml("<a><r><x>1</x><x>2</x></r></a>", "f", LIMITS)
        assert grid.rows[1].fault == "two elements are called 'x'"

    @pytest.mark.parametrize("text", XML_ATTACKS)
    def test_declarations_and_damage_are_refused(self, text: str) -> None:
        with pytest.raises(SourceFormatError):
            read_flat_xml(text, "f", LIMITS)

    @pytest.mark.parametrize(
        ("text", "limits", "name"),
        [
            ("<a>" * 100, {}, "depth"), ("<a><r/><r/></a>", {"rows": 1}, "rows"),
            ("<a><r><x/><y/></r></a>", {"columns": 1}, "columns"),
            ("<a><r><x>abc</x></r></a>", {"cell_characters": 2}, "cell_characters"),
            ('<a><r x="abc"/></a>', {"cell_characters": 2}, "cell_characters"),
        ],
    )  # fmt: skip
    def test_limits(self, text: str, limits: dict[str, int], name: str) -> None:
        with pytest.raises(LimitError) as caught:
            read_flat_xml(text, "f", Limits(**limits))
        assert caught.value.name == name

    def test_the_declared_encoding_is_not_believed_over_the_bytes(self) -> None:
        data = '<?xml version="1.0" encoding="gb2312"?><a><r><x>批准日期</x></r></a>'.encode(
            "gb18030"
        )
        tabular = read_tabular(io.BytesIO(data), LIMITS)
        assert (tabular.encoding, tabular.grids[0].rows[1].cells) == ("gb18030", ("批准日期",))


class TestJson:
    @pytest.mark.parametrize(
        "text",
        ['{"a": 1, "a": 2}', "[NaN]", "[Infinity]", "{", "[1,]", "", "1 2", '"\x01"', "[1e", "nul",
         "1" * 5000],
    )  # fmt: skip
    def test_what_is_no_json_is_refused(self, text: str) -> None:
        with pytest.raises(SourceFormatError):
            read_json(text, "f", LIMITS)

    def test_depth_stops_at_the_limit(self) -> None:
        assert read_json("[[1]]", "f", Limits(depth=2)) == [[1]]
        for text in ("[[[1]]]", '{"a": {"b": []}}', "[" * 100_000):
            with pytest.raises((LimitError, SourceFormatError)):
                read_json(text, "f", Limits(depth=2))
        with pytest.raises(LimitError):
            read_json("[" * 100_000 + "]" * 100_000, "f", LIMITS)

    def test_a_bad_line_leaves_the_others_standing(self) -> None:
        found = list(read_json_lines('{"a": 1}\n\n{"a":\n[2]\n', "f", LIMITS))
        assert [number for number, _ in found] == [1, 3, 4]
        assert isinstance(found[1][1], SourceFormatError)
        assert found[1][1].row == 3


def test_a_name_that_is_no_name_is_not_looked_at() -> None:
    assert folded("x_Y" * 200) == "x_Y" * 200
    assert folded("x_Y") == "x y"


class TestMending:
    @pytest.mark.parametrize(
        ("text", "mended", "repairs"),
        [
            ("plain  text", "plain  text", ()), ("\t\nAnkon", "Ankon", ("outer_white_space",)),
            ("a\u00a0b", "a b", ("no_break_space",)), ("TSX\u2010306A", "TSX-306A", ("unicode_hyphen",)),
            ("\x93eCART\x94", "“eCART”", ("windows_1252_control",)),
            ("a\x00b\x81", "ab", ("control_character",)), ("a\u200bb\ufeff", "ab", ("invisible_character",)),
            ("abc\u202edef", "abcdef", ("direction_control",)), ("a\r\n  b", "a b", ("line_break",)),
            ("", "", ()), ("é 批准", "é 批准", ()),
        ],
    )  # fmt: skip
    def test_each_repair_has_a_name(self, text: str, mended: str, repairs: tuple[str, ...]) -> None:
        found = mend(text)
        assert (found.text, found.repairs) == (mended, repairs)

    @given(st.text())
    def test_what_is_mended_needs_no_more_mending(self, text: str) -> None:
        once = mend(text)
        assert mend(once.text).text == once.text
        assert bool(once.repairs) == (once.text != text)


@given(st.dates(), st.booleans())
def test_dates_come_back_from_every_form(day: Any, day_first: bool) -> None:
    slashed = (
        f"{day.day}/{day.month}/{day.year:04}"
        if day_first
        else f"{day.month}/{day.day}/{day.year:04}"
    )
    for text in (day.isoformat(), slashed, f"{day.year:04}年{day.month}月{day.day}日",
                 f"{day:%B} {day.day}, {day.year:04}", f"{day.day}-{day:%b}-{day.year:04}",
                 f"{day.year:04}{day.month:02}{day.day:02}"):  # fmt: skip
        assert read_date(text, day_first=day_first).date.earliest() == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_date_reader(text: str) -> None:
    try:
        read_date(text)
    except LandscapeError:
        return


@pytest.mark.parametrize(
    "text", ["2024年九月27日", "2024 Sep 27", "9/2024", "27-Sep-24", "Sept. 27, 2024", "3/4/70"]
)
@pytest.mark.parametrize("day_first", [False, True])
def test_dates_of_registers_are_read_as_dates_of_cells_are(text: str, *, day_first: bool) -> None:
    order: Order = "dmy" if day_first else "mdy"
    expected = read_partial_date(text, order=order)
    for behind in ("", " 10:30", "T10:30:00Z", " 10:30:00 +0800"):
        written = read_date(text + behind, day_first=day_first)
        assert written.date == expected
        assert bool(written.repairs) == (str(expected.year) not in text)
