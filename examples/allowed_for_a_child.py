"""Which of the bundled products may be used on a child of seven, as far as their statements say?"""

from __future__ import annotations

from collections import Counter

import medai_landscape as ml

child = ml.Case(age=7)
answers: Counter[str] = Counter()
for certificate in ml.load_landscape().certificates:
    if certificate.intended_use is None:
        continue
    coverage = certificate.intended_use.covers(child)
    answers[str(coverage.answer)] += 1
    if coverage.answer is ml.Answer.YES:
        print("allowed:", certificate.product_name)
print(", ".join(f"{answer} {number}" for answer, number in sorted(answers.items())))
