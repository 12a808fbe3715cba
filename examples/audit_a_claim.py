"""A draft says "six approvals in February 2025". Is that so, and which rows say it?"""

from __future__ import annotations

import medai_landscape as ml

claim = ml.Claim(
    id="draft-1",
    report="our draft",
    statement="Six class III AI products were approved in China in February 2025",
    asserted="= 6",
    window="2025-02",
    measure="count(certificates where jurisdiction = CN and risk_class = III"
    " and is_ai = true and approved in window)",
    sources=[ml.Source(title="our draft", publisher="us", locator="page 3")],
)
verdict = ml.audit([claim], ml.load_landscape()).verdicts[0]
print(verdict.outcome, "-", verdict.sentence)
