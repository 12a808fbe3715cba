"""How many devices has each holder in a download of the FDA list? Here: a file of three."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import medai_landscape as ml

ROWS = """Date of Final Decision,Submission Number,Device,Company,Panel (Lead),Primary Product Code
07/29/2022,K213760,Alpha,Example Inc.,Radiology,QIH
05/02/2022,K213999,Beta,Example Inc.,Radiology,QAS
31/31/2022,K220001,Gamma,Another GmbH,Radiology,LLZ
"""
with TemporaryDirectory() as folder:
    path = Path(folder, "list.csv")
    path.write_text(ROWS, encoding="utf-8")
    loaded = ml.sources.read_fda_ai_list(path)
holders = ml.aggregate.holders(ml.to_frame(loaded.records))
for row in holders.itertuples():
    print(f"{row.holder}: {row.certificates}")
print(f"rows that became no record: {len(loaded.rejects)}")
