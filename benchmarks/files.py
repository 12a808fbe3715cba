"""Our readers of large files beside the bare libraries, on the same files.

    python benchmarks/files.py            XML of 300 MB, a workbook of 200,000 rows
    python benchmarks/files.py --smoke    a few thousand rows, to see that it runs
    python benchmarks/files.py --out FILE writes the table as Markdown

The UDID release is read into a Parquet file, beside the lxml loop that only
makes a dictionary of each device.  A workbook is read into cells, and into
certificates, beside python-calamine alone.  Its texts stand once in a table of
their own, as Excel writes them.  Runs alternate in one process, and what is told is
processor time; the ratios of medians travel, absolute times do not.  Memory is the
largest that a process of its own has had, which read the XML once.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

import medai_landscape as ml
from medai_landscape.sources.limits import Limits
from medai_landscape.sources.tabular import read_tabular

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = (
    *("注册证编号", "产品名称", "注册人名称", "批准日期", "有效期至", "适用范围", "管理类别"),
    *("分类编码", "省份", "状态", "备注", "来源"),
)
# Elements of a device, as long in all as those of the release.
EMPTY = tuple(f"element{number}" for number in range(28))
# Not getrusage, whose figure a process takes over from the one that started it.
MEMORY = (
    "import re, sys, pathlib, medai_landscape as ml; "
    "ml.sources.read_nmpa_udid(sys.argv[1], out=sys.argv[2]); "
    "status = pathlib.Path('/proc/self/status').read_text(); "
    "print(int(re.search('VmHWM:[^0-9]*([0-9]+)', status)[1]) // 1024)"
)


def write_xml(path: Path, devices: int) -> None:
    draw = random.Random(20251122)  # noqa: S311 - made-up rows
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<udid version="1.0"><devices>\n')
        for number in range(devices):
            values = {
                "zxxsdycpbs": f"069{number:011d}",
                "cpbsbmtxmc": "GS1",
                "cpmctymc": draw.choice(
                    ("肺结节CT影像辅助检测软件", "眼底图像辅助诊断软件 A&amp;B")
                ),
                "ggxh": f"V{draw.randint(1, 9)}.{draw.randint(0, 9)}",
                "qxlb": "器械",
                "cpms": "用于医疗机构。\n规格见说明书。",
                "flbm": "21-04-02",
                "ylqxzcrbarmc": f"某{draw.randrange(500)}医疗科技有限公司",
                "ylqxzcrbarywmc": f"Example {draw.randrange(500)}\nMedical Co., Ltd.",
                "zczbhhzbapzbh": f"国械注准2023321{number // 7 % 10_000:04d}",
                "cpbsfbrq": f"20{draw.randint(19, 25)}-{draw.randint(1, 12):02d}-01",
                "versionNumber": "1",
                "versionStauts": "新增",
                **dict.fromkeys(EMPTY, "否"),
            }
            cells = "".join(f"<{tag}>{value}</{tag}>\n" for tag, value in values.items())
            file.write(f"<device>\n{cells}<packingList/></device>\n")
        file.write("</devices></udid>\n")


def write_workbook(path: Path, rows: int) -> None:
    draw = random.Random(20251122)  # noqa: S311 - made-up rows
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("证书")
        sheet.write_row(0, 0, HEADER)
        for row in range(rows):
            number = f"国械注准20153{1 + row // 10_000 % 22:02d}{row % 10_000:04d}"
            day = f"{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
            cells = (
                *(number, f"肺结节CT影像辅助检测软件{row % 97}", f"某{row % 500}医疗科技有限公司"),
                *(f"2020-{day}", f"2025-{day}", f"适用于胸部CT影像的显示、处理{row % 50}", "III"),
                *("21-04-02", "北京", "active", "", "公告"),
            )
            sheet.write_row(row + 1, 0, cells)


def dictionaries(path: Path) -> int:
    count = 0
    for _, device in etree.iterparse(path, events=("end",), tag="device"):
        values = {child.tag: child.text for child in device}
        count += bool(values)
        device.clear()
    return count


def udid(path: Path) -> int:
    loaded = ml.sources.read_nmpa_udid(path, out=path.with_suffix(".parquet"), overwrite=True)
    assert not loaded.rejects
    return len(loaded.records)


def calamine(path: Path) -> int:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return len(rows) - 1


def cells(path: Path) -> int:
    return len(read_tabular(path, Limits()).grids[0].rows) - 1


def certificates(path: Path) -> int:
    loaded = ml.sources.read_table(path, ml.Certificate)
    assert not loaded.rejects
    return len(loaded.records)


def timed(ways: dict[str, Callable[[Path], int]], path: Path, runs: int) -> dict[str, float]:
    """Return the median processor time of each way; all of them must find the same rows."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs):
        found = set()
        for name, way in ways.items():
            start = time.process_time()
            found.add(way(path))
            seconds[name].append(time.process_time() - start)
        assert len(found) == 1, found
    return {name: statistics.median(each) for name, each in seconds.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smoke", action="store_true", help="a few thousand rows, one run")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, help="where to write the table as Markdown")
    options = parser.parse_args()
    devices, rows, runs = (3_000, 2_000, 1) if options.smoke else (245_000, 200_000, options.runs)
    with tempfile.TemporaryDirectory() as folder:
        xml, workbook = Path(folder, "release.xml"), Path(folder, "table.xlsx")
        write_xml(xml, devices)
        write_workbook(workbook, rows)
        size = xml.stat().st_size / 1e6
        times = timed({"lxml, dictionaries": dictionaries, "ours, Parquet": udid}, xml, runs)
        sheets = timed(
            {"calamine": calamine, "ours, cells": cells, "ours, certificates": certificates},
            workbook,
            runs,
        )
        command = [sys.executable, "-c", MEMORY, str(xml), str(Path(folder, "again.parquet"))]
        memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603 - our own command
    lines = [f"XML of {size:,.0f} MB, {devices:,} devices; memory of ours: {memory} MB.", ""]
    lines += ["| XML | seconds | MB a second |", "|---|---|---|"]
    lines += [f"| {name} | {took:.1f} | {size / took:.0f} |" for name, took in times.items()]
    lines += ["", f"| workbook of {rows:,} rows | seconds |", "|---|---|"]
    lines += [f"| {name} | {took:.1f} |" for name, took in sheets.items()]
    text = "\n".join(lines)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
