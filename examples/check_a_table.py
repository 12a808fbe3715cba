"""What is wrong with this table of certificates? Every problem of every row, at once."""

from __future__ import annotations

import pandas as pd

import medai_landscape as ml

table = pd.DataFrame(
    {
        "jurisdiction": ["CN", "CN", "US"],
        "scheme": ["nmpa_registration", "nmpa_registration", "fda_510k"],
        "number": ["国械注准20243210001", "国械注准20242210001", "K21"],
        "product_name": ["甲软件", "乙软件", None],
        "risk_class": ["III", "III", "II"],
    }
)
report = ml.validate_frame(table, ml.Certificate)
print(f"{report.rejected_rows} of {report.rows} rows are not valid")
for issue in report.issues.itertuples():
    print(f"row {issue.row}, {issue.column}: {issue.message}")
