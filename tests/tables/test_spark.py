"""On Spark: the same verdicts and the same records as in memory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import medai_landscape as ml
from medai_landscape.errors import FrameError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.spark,
    # PySpark warns of the pandas and the Python that it meets.
    pytest.mark.filterwarnings("ignore"),
]

TABLE = pa.table(
    {
        "jurisdiction": ["CN", "CN", "US", "US", "ZZ"],
        "scheme": ["nmpa_registration", "nmpa_registration", "fda_510k", "fda_510k", "other"],
        "number": ["国械注准20233130399", "国械注准2023313039", "K252054", "K992054", None],
        "product_name": ["影像", "影像", "Layer 7-T", " ", "x"],
        "approved": ["2023-05", "2023-02-30", "2025-06-10", "1999", None],
        "is_ai": [True, None, False, True, None],
    }
)


def java_version() -> int:
    java = shutil.which("java")
    if java is None:
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = told.partition('"')[2].partition('"')[0]
    return int(version.partition(".")[0] or 0)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="PySpark is not installed: the extra 'spark'")
    if java_version() < 17:
        pytest.skip("Spark 4 needs Java 17 or newer")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
        yield session
        session.stop()


def test_spark_gives_the_verdict_of_the_table(spark: Any) -> None:
    frame = spark.createDataFrame(TABLE)
    report = ml.validate_frame(frame, ml.Certificate)
    expected = ml.validate_frame(TABLE, ml.Certificate)
    assert report.counts() == expected.counts()
    assert (report.rows, report.rejected_rows) == (5, expected.rejected_rows)
    assert sorted(report.valid.toArrow()["product_name"].to_pylist()) == ["Layer 7-T", "影像"]
    assert report.rejected.count() == expected.rejected_rows
    names = ["column", "code", "message", "message_zh", "value"]
    found = report.issue_table().select(names).to_pylist()
    assert sorted(map(str, found)) == sorted(
        map(str, expected.issue_table().select(names).to_pylist())
    )
    assert report.issue_table(2).num_rows == 2


def test_spark_columns_of_one_name_are_refused(spark: Any) -> None:
    with pytest.raises(FrameError, match="two columns are named 'company'"):
        ml.validate_frame(spark.sql("SELECT 'E' company, 'F' company"), ml.FundingRound)


def test_records_survive_spark(spark: Any) -> None:
    assert spark is not None
    source = ml.Source(title="t", publisher="p", locator="x")
    made = [
        ml.FundingRound(company="E", amount={"low": "3.50", "currency": "CNY"}, sources=[source]),
        ml.FundingRound(company="F", announced="2025-02", investors=["a"], sources=[source]),
    ]
    frame = ml.to_frame(made, backend="pyspark")
    assert ml.from_frame(frame, ml.FundingRound).records == tuple(made)
    assert ml.validate_frame(frame, ml.FundingRound).rejected_rows == 0
