"""Which announced rounds were surely of a billion yuan or more, and which only perhaps?"""

from __future__ import annotations

import medai_landscape as ml

BILLION = 1_000_000_000
for words in ["10亿元", "近10亿元", "数亿元", "约10亿元", "超10亿元", "未披露"]:
    amount = ml.parse_amount(words)
    answer = "undisclosed" if amount is None else str(amount.at_least(BILLION))
    print(f"{words}: {answer}")
