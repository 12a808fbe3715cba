"""Landscapes of one's own: the rules between records, and folders of text tables."""

from __future__ import annotations

import pickle
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medai_landscape.dates import PartialDate
from medai_landscape.errors import LandscapeError, SourceFormatError
from medai_landscape.records.certificate import Certificate
from medai_landscape.records.claim import Claim
from medai_landscape.records.landscape import InconsistentLandscapeError, Landscape
from medai_landscape.records.policy_event import PolicyEvent
from medai_landscape.records.trial import Trial
from medai_landscape.sources._text_cells import CellError, read_cell
from medai_landscape.sources.landscape_files import (
    LandscapeFilesError,
    load_claims,
    load_landscape,
)

SOURCE = {"title": "gazette", "publisher": "E", "locator": "page 1"}
BUNDLED = Path(__file__).parents[1] / "src/medai_landscape/data/landscape"


def policy(name: str, published: str, *supersedes: str) -> PolicyEvent:
    return PolicyEvent.model_validate(
        {
            "id": name, "jurisdiction": "CN", "title": name, "published": published,
            "supersedes": supersedes, "sources": [SOURCE],
        }
    )  # fmt: skip


def test_all_contradictions_are_named_at_once() -> None:
    with pytest.raises(InconsistentLandscapeError) as caught:
        Landscape(
            policies=[
                policy("new", "2024-01", "old", "gone", "new"),
                policy("old", "2025-03"),
                policy("old", "2025-04"),
            ]
        )
    problems = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 4
    assert "'old' is the id of 2 records" in problems
    assert "supersedes 'gone', which is not here" in problems
    assert "2024-01 is before 2025-04" in problems
    assert "'new' supersedes itself" in problems
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own


def test_a_succession_of_dates_that_may_be_the_same_is_no_contradiction() -> None:
    landscape = Landscape(policies=[policy("new", "2025", "old"), policy("old", "2025-03")])
    assert len(landscape.policies) == 2


def test_ids_are_unique_over_all_tables() -> None:
    claim = Claim(id="old", report="E", statement="S", sources=[SOURCE])  # type: ignore[list-item]
    with pytest.raises(InconsistentLandscapeError, match="'old' is the id of 2 records"):
        Landscape(policies=[policy("old", "2025")], claims=[claim])


def test_a_table_holds_records_of_its_kind_only() -> None:
    with pytest.raises(InconsistentLandscapeError, match="certificates holds a PolicyEvent"):
        Landscape(certificates=[policy("a", "2025")])  # type: ignore[list-item]
    with pytest.raises(InconsistentLandscapeError, match="'rows' is no table"):
        Landscape().table("rows")


def test_sources_are_gathered_each_once_and_follow_the_records() -> None:
    landscape = Landscape(policies=[policy("a", "2024"), policy("b", "2025")])
    assert len(landscape.sources) == 1
    assert attrs.evolve(landscape, policies=()).sources == ()
    assert hash(landscape) == hash(Landscape(policies=[policy("a", "2024"), policy("b", "2025")]))


def test_a_hostile_id_stays_text_on_the_page() -> None:
    landscape = Landscape(policies=[policy("<script>alert(1)</script>", "2024")])
    assert "<script>" not in landscape._repr_html_()


def write(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


SOURCES = "key,title,publisher,locator\nR,Report,E,whole\n"


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        sources="\ufeff# mine\n" + SOURCES,
        certificates=(
            "jurisdiction,scheme,product_name,approved,use_functions,use_age,use_thresholds,sources\n"
            'CN,nmpa_registration,A,2025-06,detection|triage,"[18,)",lesion_size>=3mm,R@row 1|R@row 2\n'
            "\n"
            "US,510(k),B,,,,,R\n"
        ),
        trials="registry,registration_id,enrolment,sources\nNCT,NCT05035823,6,R\n",
    )
    landscape = load_landscape(folder)
    first, second = landscape.certificates
    assert first.intended_use is not None
    assert first.intended_use.functions == ("detection", "triage")
    assert first.intended_use.age is not None
    assert (first.intended_use.age.min, first.intended_use.age.max) == (18, None)
    assert [source.locator for source in landscape.sources] != []
    assert len(first.sources) == 2
    assert second.intended_use is None
    assert second.approved is None
    assert type(landscape.trials[0]) is Trial
    assert landscape.registers is None


def test_every_bad_cell_is_named_with_file_row_and_column(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        sources=SOURCES + "R,Again,E,whole\n",
        certificates=(
            "# my certificates\n"
            "jurisdiction,scheme,product_name,approved,is_ai,use_age,use_thresholds,use_users,colour,sources\n"
            "CN,nmpa_registration,A,2025-13,yes,18+,big,wizard,red,Q@row 1\n"
            "CN,nmpa_registration,B\n"
        ),
        funding_rounds="company,amount_text,sources\nE,a lot,R\n",
        trials="registry,registration_id,enrolment,sources\nNCT,NCT05035823,六,R\n",
    )
    with pytest.raises(LandscapeFilesError) as caught:
        load_landscape(folder)
    found = {(p.file, p.line, p.column) for p in caught.value.problems}
    row = ("certificates.csv", 3)
    assert found == {
        ("sources.csv", 3, "key"),
        ("certificates.csv", 2, "colour"),
        (*row, "approved"), (*row, "is_ai"), (*row, "use_age"), (*row, "use_thresholds"),
        (*row, "use_users"), (*row, "sources"),
        ("certificates.csv", 4, ""),
        ("funding_rounds.csv", 2, "amount_text"),
        ("trials.csv", 2, "enrolment"),
    }  # fmt: skip
    text = str(caught.value)
    assert "certificates.csv, row 3, column use_age: '18+'" in text
    assert "expected an interval of years such as [18,)" in text
    assert str(pickle.loads(pickle.dumps(caught.value))) == text  # noqa: S301 - our own


@pytest.mark.parametrize(
    ("tables", "cause"),
    [
        ({}, "it has no tables"),
        ({"devices": "a\n"}, "devices.csv is no table of a landscape"),
        ({"policies": ""}, "it has no header"),
        ({"policies": "title,title\n"}, "'title' stands twice"),
        ({"policies": 'title\n"open\n'}, "cannot read"),
    ],
)
def test_a_folder_that_is_no_landscape(tmp_path: Path, tables: dict[str, str], cause: str) -> None:
    with pytest.raises(SourceFormatError, match=cause):
        load_landscape(write(tmp_path, **tables))


def test_no_such_folder_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="there is no such folder"):
        load_landscape(tmp_path / "nowhere")
    (tmp_path / "policies.csv").write_bytes("标题\n".encode("gb18030"))
    with pytest.raises(SourceFormatError, match="no UTF-8"):
        load_landscape(tmp_path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policies.csv").write_bytes(b"title\n" + b"a" * (33 * 2**20))
    with pytest.raises(SourceFormatError, match="larger than"):
        load_landscape(tmp_path)


def test_claims_are_read_alone_with_their_sources_beside(tmp_path: Path) -> None:
    write(tmp_path, sources=SOURCES, drafts="report,statement,asserted,sources\nR,S,= 3,R\n")
    (claim,) = load_claims(tmp_path / "drafts.csv")
    assert (claim.asserted, claim.sources[0].title) == ("= 3", "Report")
    with pytest.raises(SourceFormatError, match="no such file"):
        load_claims(tmp_path / "none.csv")
    write(tmp_path, drafts="report,sources\nR,X\n")
    with pytest.raises(LandscapeFilesError, match="column statement"):
        load_claims(tmp_path / "drafts.csv")


def test_the_bundled_folder_is_read_the_same_by_its_path() -> None:
    assert load_landscape(BUNDLED) == load_landscape()


@given(st.text(max_size=40))
def test_any_cell_is_read_or_refused_in_our_words(text: str) -> None:
    for model, name in ((Certificate, "is_ai"), (Trial, "enrolment"), (Trial, "age")):
        with suppress(CellError):
            read_cell(model, name, text)


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused_in_our_words(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "policies.csv").write_bytes(content)
        with suppress(LandscapeError):
            load_landscape(folder)


def test_partial_dates_in_lists_are_kept() -> None:
    assert read_cell(PolicyEvent, "applicable", "2025|2026-08") == ("2025", "2026-08")
    act = next(p for p in load_landscape().policies if p.id == "eu-ai-act-2024")
    assert act.applicable[0] == PartialDate(2025, 2, 2)


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_every_table_has_a_frame_in_every_library(backend: Any) -> None:
    landscape = load_landscape()
    for name in ("certificates", "policies", "funding_rounds", "trials", "claims", "sources"):
        frame = landscape.to_frame(name, backend=backend)
        assert frame.shape[0] == len(landscape.table(name))
    assert Landscape().to_frame("certificates", backend=backend).shape[0] == 0


def test_an_announcement_can_be_its_own_source(tmp_path: Path) -> None:
    write(
        tmp_path, funding_rounds="company,announced,stage,sources\nE,2025-02,B,itself\nF,,,itself\n"
    )
    sources = {source.publisher: source for source in load_landscape(tmp_path).sources}
    assert sources["E"].locator == "round, B, 2025-02"
    assert sources["F"].locator == "no round or date seen"
