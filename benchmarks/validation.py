"""Whole-table validation beside its peers: the same rows, the same rules, one process.

    python benchmarks/validation.py                 1,000,000 certificates, as in the docs
    python benchmarks/validation.py --smoke         5,000 rows, to see that it runs
    python benchmarks/validation.py --rows N --out FILE   writes the table as Markdown

Rows are certificates in the table form, thirteen columns filled, 2 % of the numbers and
1 % of the dates bad.  The rules are those of `ml.Certificate`: texts that are
visible, words of their vocabularies, the grammar of NMPA and FDA numbers by scheme,
the class and year that a number carries, dates that exist, expiry after approval,
the jurisdiction of the scheme.  Each peer must refuse the same rows, or the run
fails.  Runs alternate; ratios of medians travel, absolute times do not.

What is not alike: the peers know the two layouts of numbers that occur here, the library
also the old ones, filings, brackets and spaces, and other spellings of the words.  Ours are
timed with the table of all issues, in two languages, as a frame of the library that came in.
dataframely gives the rows that it keeps, counts, and a verdict by rule for each refused row;
a line of ours that makes the kept and refused rows too is there to compare.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dataframely as dy
import duckdb
import msgspec
import pandas as pd
import pandera.pandas as pa_pandas
import pandera.polars as pa_polars
import polars as pl
import pyarrow as pa

import medai_landscape as ml
from medai_landscape.countries import JURISDICTIONS
from medai_landscape.identifiers.nmpa import PROVINCES
from medai_landscape.records.vocabularies import CertificateStatus, Scheme
from medai_landscape.risk_classes import RiskClass

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = ml.Source(title="register", publisher="NMPA", locator="file 1")
NAMES = (
    "肺结节影像辅助检测软件",
    "冠状动脉血流储备分数计算软件",
    "眼底图像辅助诊断软件",
    "骨折影像辅助检测软件",
)
HOLDERS = (
    "推想医疗科技股份有限公司",
    "数坤科技股份有限公司",
    "深睿博联科技有限责任公司",
    "博睿康医疗科技",
)


def rows(size: int) -> list[dict[str, Any]]:
    """Certificates of eleven years, some of them spoiled."""
    chance = random.Random(20251122)  # noqa: S311 - repeatable, nothing secret
    return [_row(number, chance) for number in range(size)]


def _row(number: int, chance: random.Random) -> dict[str, Any]:
    year, category = chance.randrange(2015, 2026), f"{chance.randrange(1, 23):02d}"
    serial = f"{chance.randrange(1, 10_000):04d}"
    kind = chance.random()
    if kind < 0.2:
        text, place = f"K{year % 100}{serial}", ("US", "fda_510k", "II")
    elif kind < 0.5:
        text = f"{chance.choice(PROVINCES)}械注准{year}2{category}{serial}"
        place = ("CN", "nmpa_provincial", "II")
    else:
        text, place = f"国械注准{year}3{category}{serial}", ("CN", "nmpa_registration", "III")
    month, day = f"{chance.randrange(1, 13):02d}", f"{chance.randrange(1, 29):02d}"
    approved = f"{year}-{month}-{day}"
    if chance.random() < 0.02:
        text = chance.choice(
            (text[:-1], f"{text}1", f"{text[:4]}年{text[5:]}", text.replace(serial, "12O4"))
        )
    if chance.random() < 0.01:
        approved = chance.choice((f"{year}-13-{day}", f"{year}-02-30", f"{year}/{month}/{day}"))
    return {
        "jurisdiction": place[0],
        "scheme": place[1],
        "number": text,
        "product_name": f"{chance.choice(NAMES)}{number}",
        "product_name_en": f"Software for the computer-aided analysis of images, model {number}"
        * (1 + number % 3),
        "holder": chance.choice(HOLDERS),
        "risk_class": place[2],
        "category": category,
        "approved": approved,
        "expires": f"{year + 5}-{month}-{day}",
        "status": "active",
        "is_ai": True,
        "panel": "RA",
    }


TEXTS = ("number", "product_name", "product_name_en", "holder", "category", "panel")
WORDS = {
    "jurisdiction": list(JURISDICTIONS.allowed),
    "scheme": [code.value for code in Scheme],
    "risk_class": [code.value for code in RiskClass],
    "status": [code.value for code in CertificateStatus],
}
# The layouts that occur; the library knows all of them.
YEAR = "20(?:1[4-9]|[2-9][0-9])"
NMPA = (
    f"^(?:国械注准{YEAR}3|国械注[进许]{YEAR}[23]|[{PROVINCES}]械注准{YEAR}2)"
    "(?:0[1-9]|[1-9][0-9])[0-9]{4}$"
)
FDA = "^K[0-9]{6}$"
DATE = "^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"
LENGTH = {"II": "2", "III": "3", "I": "1"}


def polars_rules() -> dict[str, pl.Expr]:
    """The rules as expressions that are true where a row keeps them."""
    number, scheme = pl.col("number"), pl.col("scheme")
    is_nmpa, is_fda = scheme.str.starts_with("nmpa_"), scheme.str.starts_with("fda_")
    state = number.str.starts_with("国")
    own = (
        pl.when(is_nmpa)
        .then(number.str.contains(NMPA) & (state == (scheme == "nmpa_registration")))
        .when(is_fda)
        .then(number.str.contains(FDA) & (scheme == "fda_510k"))
        .otherwise(pl.lit(value=True))
    )
    readable = pl.when(is_nmpa).then(number.str.contains(NMPA)).otherwise(number.str.contains(FDA))
    level = number.str.slice(8, 1)
    year = (
        pl.when(is_nmpa)
        .then(number.str.slice(4, 4))
        .otherwise(pl.lit("20") + number.str.slice(1, 2))
    )
    dates = {name: _polars_day(name) for name in ("approved", "expires")}
    rules = {
        f"{name}_visible": pl.col(name).str.contains(r"\S").fill_null(value=True) for name in TEXTS
    }
    rules["product_name_given"] = pl.col("product_name").is_not_null()
    for name, words in WORDS.items():
        missing = name in {"risk_class", "status"}
        rules[f"{name}_word"] = pl.col(name).is_in(words).fill_null(value=missing)
    for name, day in dates.items():
        real = pl.col(name).str.contains(DATE) & day.is_not_null()
        rules[f"{name}_date"] = real.fill_null(value=True)
    rules["number_of_scheme"] = own.fill_null(value=True)
    rules["class_of_number"] = (
        ~(is_nmpa & readable) | (level == pl.col("risk_class").replace_strict(LENGTH, default="x"))
    ).fill_null(value=True)
    rules["year_of_number"] = (
        ~readable | (year <= pl.col("approved").str.slice(0, 4)) | dates["approved"].is_null()
    ).fill_null(value=True)
    rules["expires_before_approved"] = (dates["expires"] > dates["approved"]).fill_null(value=True)
    expected = (
        pl.when(is_nmpa)
        .then(pl.lit("CN"))
        .when(is_fda)
        .then(pl.lit("US"))
        .otherwise(pl.col("jurisdiction"))
    )
    rules["jurisdiction_of_scheme"] = (expected == pl.col("jurisdiction")).fill_null(value=True)
    return rules


def _polars_day(name: str) -> pl.Expr:
    text, length = pl.col(name), pl.col(name).str.len_bytes()
    whole = (
        pl.when(length == 4)
        .then(text + "-01-01")
        .when(length == 7)
        .then(text + "-01")
        .otherwise(text)
    )
    return whole.str.to_date("%Y-%m-%d", strict=False)


RULES = polars_rules()


def ours(frame: Any) -> int:
    report = ml.validate_frame(frame, ml.Certificate)
    return report.rejected_rows if len(report.issues) else 0


def ours_with_rows(frame: pl.DataFrame) -> int:
    report = ml.validate_frame(frame, ml.Certificate)
    return len(report.rejected) if len(report.issues) + len(report.valid) else 0


def pydantic_loop(dicts: list[dict[str, Any]]) -> int:
    """Every record and every error kept, as somebody who needs both would."""
    records, errors = [], []
    for number, row in enumerate(dicts):
        try:
            records.append(ml.Certificate(**row, sources=(SOURCE,)))
        except ValueError as error:
            errors.append((number, error.errors()))  # type: ignore[attr-defined]  # a ValidationError
    return len(errors)


def polars_by_hand(frame: pl.DataFrame) -> int:
    """Rules in one pass, and an issue table in long form."""
    wide = (
        frame.lazy()
        .select(**RULES)
        .with_row_index("row")
        .filter(~pl.all_horizontal(*RULES))
        .collect()
    )
    issues = wide.unpivot(index="row", variable_name="rule").filter(~pl.col("value"))
    return issues["row"].n_unique()


class _Schema(dy.Schema):
    jurisdiction = dy.String(nullable=True)
    scheme = dy.String(nullable=True)
    number = dy.String(nullable=True)
    product_name = dy.String(nullable=True)
    product_name_en = dy.String(nullable=True)
    holder = dy.String(nullable=True)
    risk_class = dy.String(nullable=True)
    category = dy.String(nullable=True)
    approved = dy.String(nullable=True)
    expires = dy.String(nullable=True)
    status = dy.String(nullable=True)
    is_ai = dy.Bool(nullable=True)
    panel = dy.String(nullable=True)


def _dataframely() -> type[dy.Schema]:
    made = {name: dy.rule()(lambda _cls, rule=rule: rule) for name, rule in RULES.items()}
    return type("Certificates", (_Schema,), made)


DATAFRAMELY = _dataframely()


def dataframely(frame: pl.DataFrame) -> int:
    _, failure = DATAFRAMELY.filter(frame)
    failure.counts()
    return len(failure.details())


PANDERA_POLARS = pa_polars.DataFrameSchema(
    {name: pa_polars.Column(nullable=True) for name in _Schema.column_names()},
    checks=[
        pa_polars.Check(lambda data, rule=rule: data.lazyframe.select(rule), name=name)
        for name, rule in RULES.items()
    ],
)


def pandera_polars(frame: pl.DataFrame) -> int:
    try:
        PANDERA_POLARS.validate(frame, lazy=True)
    except pa_polars.errors.SchemaErrors as error:
        return int(error.failure_cases["index"].n_unique())
    return 0


def _pandas_rules() -> dict[str, Callable[[pd.DataFrame], pd.Series]]:
    def number(frame: pd.DataFrame) -> pd.Series:
        text, scheme = frame["number"], frame["scheme"]
        nmpa = text.str.fullmatch(NMPA[1:-1]) & (
            text.str.startswith("国") == (scheme == "nmpa_registration")
        )
        fda = text.str.fullmatch(FDA[1:-1]) & (scheme == "fda_510k")
        is_nmpa, is_fda = scheme.str.startswith("nmpa_"), scheme.str.startswith("fda_")
        return (is_nmpa & nmpa) | (is_fda & fda) | ~(is_nmpa | is_fda)

    def level(frame: pd.DataFrame) -> pd.Series:
        text = frame["number"]
        other = ~text.str.fullmatch(NMPA[1:-1])
        return other | (text.str.slice(8, 9) == frame["risk_class"].map(LENGTH))

    def year(frame: pd.DataFrame) -> pd.Series:
        text, approved = frame["number"], frame["approved"]
        carried = text.str.slice(4, 8).where(
            frame["scheme"] != "fda_510k", "20" + text.str.slice(1, 3)
        )
        readable = text.str.fullmatch(f"{NMPA[1:-1]}|{FDA[1:-1]}")
        return ~readable | (carried <= approved.str.slice(0, 4)) | _pandas_day(approved).isna()

    def order(frame: pd.DataFrame) -> pd.Series:
        first, last = _pandas_day(frame["approved"]), _pandas_day(frame["expires"])
        return (last > first) | first.isna() | last.isna()

    def place(frame: pd.DataFrame) -> pd.Series:
        scheme = frame["scheme"].str.slice(0, 4)
        return frame["jurisdiction"] == scheme.map({"nmpa": "CN", "fda_": "US"})

    rules: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
        f"{name}_visible": lambda frame, name=name: frame[name].str.contains(r"\S")
        for name in TEXTS
    }
    for name, words in WORDS.items():
        rules[f"{name}_word"] = lambda frame, name=name, words=words: frame[name].isin(words)
    for name in ("approved", "expires"):
        rules[f"{name}_date"] = lambda frame, name=name: (
            frame[name].str.fullmatch(DATE[1:-1]) & _pandas_day(frame[name]).notna()
        )
    return rules | {
        "number_of_scheme": number,
        "class_of_number": level,
        "year_of_number": year,
        "expires_before_approved": order,
        "jurisdiction_of_scheme": place,
    }


def _pandas_day(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")


PANDERA_PANDAS = pa_pandas.DataFrameSchema(
    {name: pa_pandas.Column(nullable=True) for name in _Schema.column_names()},
    checks=[pa_pandas.Check(rule, name=name) for name, rule in _pandas_rules().items()],
)


def pandera_pandas(frame: pd.DataFrame) -> int:
    try:
        PANDERA_PANDAS.validate(frame, lazy=True)
    except pa_pandas.errors.SchemaErrors as error:
        return int(error.failure_cases["index"].nunique())
    return 0


def duckdb_by_hand(table: pa.Table) -> int:
    """The rules in SQL, one row an issue."""
    rest = "CASE length({0}) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END"
    day = f"try_cast({{0}} || {rest} AS DATE)"
    approved, expires = day.format("approved"), day.format("expires")
    nmpa, fda = f"regexp_matches(number, '{NMPA}')", f"regexp_matches(number, '{FDA}')"
    words = {name: ", ".join(f"'{word}'" for word in allowed) for name, allowed in WORDS.items()}
    broken = [f"NOT regexp_matches({name}, '\\S')" for name in TEXTS]
    broken += [f"{name} NOT IN ({allowed})" for name, allowed in words.items()]
    broken += [
        f"NOT (regexp_matches({n}, '{DATE}') AND {day.format(n)} IS NOT NULL)"
        for n in ("approved", "expires")
    ]
    of_state = "(number LIKE '国%') = (scheme = 'nmpa_registration')"
    level = "CASE risk_class WHEN 'II' THEN '2' WHEN 'III' THEN '3' ELSE 'x' END"
    year = "substr(approved, 1, 4)"
    late = f"({nmpa} AND substr(number, 5, 4) > {year}"
    late += f" OR {fda} AND '20' || substr(number, 2, 2) > {year})"
    broken += [
        f"scheme LIKE 'nmpa%' AND NOT ({nmpa} AND {of_state})",
        f"scheme LIKE 'fda%' AND NOT ({fda} AND scheme = 'fda_510k')",
        f"{nmpa} AND substr(number, 9, 1) <> {level}",
        f"{late} AND {approved} IS NOT NULL",
        f"{expires} <= {approved}",
        "jurisdiction <> CASE WHEN scheme LIKE 'nmpa%' THEN 'CN' ELSE 'US' END",
    ]
    flags = ", ".join(f"coalesce({test}, false)" for test in broken)
    query = f"SELECT row FROM (SELECT row, unnest([{flags}]) AS bad FROM numbered) WHERE bad"  # noqa: S608 - our own words
    relation = duckdb.from_arrow(table).query(
        "certificates", "SELECT row_number() OVER () AS row, * FROM certificates"
    )
    return len(relation.query("numbered", query).distinct().fetchall())


class Row(msgspec.Struct):
    """The single-field rules; msgspec stops at the first problem and has none between fields."""

    jurisdiction: str
    scheme: Scheme
    number: str | None
    product_name: str
    product_name_en: str | None
    holder: str | None
    risk_class: RiskClass | None
    category: str | None
    approved: str | None
    expires: str | None
    status: CertificateStatus | None
    is_ai: bool | None
    panel: str | None


def msgspec_fields(dicts: list[dict[str, Any]]) -> int:
    for row in dicts:
        msgspec.convert(row, Row)
    return -1


def timed(task: Callable[[Any], int], given: Any, *, paused: bool = False) -> tuple[float, int]:
    gc.collect()
    if paused:
        gc.disable()
    start = time.perf_counter()
    try:
        refused = task(given)
    finally:
        gc.enable()
    return time.perf_counter() - start, refused


def measure(size: int, runs: int, loop_rows: int) -> list[tuple[str, float, int]]:
    """Return name, rows a second and rows refused of each way."""
    dicts = rows(size)
    table = pa.Table.from_pylist(dicts)
    few = dicts[:loop_rows]
    del dicts
    polars_frame = pl.DataFrame(table)
    pandas_numpy = table.to_pandas()
    pandas_arrow = table.to_pandas(types_mapper=pd.ArrowDtype)
    tasks: dict[str, tuple[Callable[[Any], int], Any, int]] = {
        "medai_landscape, Polars frame": (ours, polars_frame, size),
        "medai_landscape, Polars frame, with its rows": (ours_with_rows, polars_frame, size),
        "medai_landscape, PyArrow table": (ours, table, size),
        "medai_landscape, pandas (NumPy)": (ours, pandas_numpy, size),
        "medai_landscape, pandas (Arrow)": (ours, pandas_arrow, size),
        "dataframely": (dataframely, polars_frame, size),
        "Polars by hand": (polars_by_hand, polars_frame, size),
        "DuckDB by hand": (duckdb_by_hand, table, size),
        "pandera on Polars": (pandera_polars, polars_frame, size),
        "pandera on pandas": (pandera_pandas, pandas_arrow, size),
        "msgspec, fields only": (msgspec_fields, few, len(few)),
        "ml.Certificate, row by row": (pydantic_loop, few, len(few)),
    }
    paused = "ml.Certificate, row by row, collector paused"
    times: dict[str, list[float]] = {name: [] for name in [*tasks, paused]}
    refused: dict[str, int] = {}
    for task, given, _count in tasks.values():  # what is built once is built now
        task(
            given[:1000]
            if isinstance(given, list | pd.DataFrame | pl.DataFrame)
            else given.slice(0, 1000)
        )
    for _ in range(runs):
        for name, (task, given, _count) in tasks.items():
            seconds, refused[name] = timed(task, given)
            times[name].append(seconds)
        times[paused].append(timed(pydantic_loop, few, paused=True)[0])
    verdicts = {
        refused[name] for name, task in tasks.items() if task[2] == size and refused[name] >= 0
    }
    if len(verdicts) != 1:
        sys.exit(f"the ways disagree: {refused}")
    counts = {name: task[2] for name, task in tasks.items()} | {paused: len(few)}
    return [
        (name, counts[name] / statistics.median(spent), refused.get(name, -1))
        for name, spent in times.items()
    ]


def as_markdown(results: list[tuple[str, float, int]]) -> str:
    speeds = {name: speed for name, speed, _ in results}
    loop = speeds["ml.Certificate, row by row"]
    paused = speeds["ml.Certificate, row by row, collector paused"]
    lines = [
        "| way | rows a second | times the loop | times it, collector paused | times dataframely |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, speed, _ in sorted(results, key=lambda result: -result[1]):
        ratios = (speed / loop, speed / paused, speed / speeds["dataframely"])
        lines.append(
            f"| {name} | {speed:,.0f} | " + " | ".join(f"{ratio:.1f}" for ratio in ratios) + " |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    size, runs = (5_000, 1) if options.smoke else (options.rows, options.runs)
    results = measure(size, runs, min(size, 50_000))
    table = as_markdown(results)
    print(table)
    if options.out is not None:
        options.out.write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
