"""How long 100 kB of hostile text take: the words of the readers, alone and in pairs, repeated.

    python benchmarks/hostile_statements.py [TEXTS] [--seed 1] [--smoke]

Each text repeats one to three words with what may stand between them: terms of the word lists,
numbers with units, what turns a sentence, and in English the words that our wordings need.
Processor times, the best of some runs; one run of many is disturbed on a busy machine.
"""

from __future__ import annotations

import argparse
import random
import time

from medai_landscape.wording.intended_use import parse_intended_use
from medai_landscape.wording.intended_use.en.needles import EDGE, needles
from medai_landscape.wording.intended_use.en.patterns import names, wordings
from medai_landscape.wording.intended_use.en.words import exclusion_terms, terms
from medai_landscape.wording.intended_use.zh.words import words

LIMIT = 10.0
"""Milliseconds that 100 kB may take."""
CHINESE_TURNS = [
    "5mm", "5mm以上", "≥18岁", "18岁以上", "2-5岁", "百分之五", "ffr≤0.8", "狭窄≥50%", "积分5",
    "（", "）", "：", "、", "除", "外", "除外", "不适用于", "不", "其", "非", "医师", "标记",
    "提示", "引导", "评估", "定位", "是否", "CT", "99mTc", "1.", "（1）", "-", "①", "≥", "两",
    "一", "患者在家", "不建议", "使用", "的", "用于", "未被",
]  # fmt: skip
ENGLISH_TURNS = [
    "5 mm", ">= 5 mm", "18 years and older", "aged 2 to 5 years", "not", "with",
    "only the X1 scanner", "nor", "without", "except", '"', "(", ")", ":", "a.", "1)", "and",
    "or", "non-", "rn", "vv", "a1l0", "-\n", "under", "e.g.", "no.", "Foo-Bar 2", "5 %",
    "ffr <= 0.8",
]  # fmt: skip
BETWEEN = {
    "zh": ["", "，", "。", "、", " ", "（", "：", "的", "不", "\n", "；"],
    "en": [" ", ", ", ". ", " and ", "; ", "\n", ": ", " (", "-", " not ", " | "],
}


def units() -> dict[str, tuple[list[str], list[str]]]:
    """Return for each language its terms and its turns."""
    needed = {
        word.replace(EDGE, "")
        for name in names("")
        for wording in wordings(name)
        for choice in needles(wording.pattern)
        for word in choice
    }
    english = sorted({*terms().terms, *exclusion_terms().terms})
    return {
        "zh": (sorted(words().terms), CHINESE_TURNS),
        "en": (english, [*ENGLISH_TURNS, *sorted(needed)]),
    }


def milliseconds(text: str, language: str) -> float:
    """Return the best time of some runs; fewer where the first ones are good."""
    best = float("inf")
    for _ in range(15):
        start = time.process_time()
        parse_intended_use(text, lang=language)  # type: ignore[arg-type]  # zh or en
        best = min(best, (time.process_time() - start) * 1000)
        if best < LIMIT * 0.7:
            break
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=600, help="texts of each language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="a few, to see that it runs")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - the same texts each time
    for language, (known, turns) in units().items():
        parse_intended_use("CT", lang=language)  # type: ignore[arg-type]  # zh or en
        found: list[tuple[float, str]] = []
        for _ in range(20 if options.smoke else options.number):
            unit = "".join(
                chance.choice(known if chance.random() < 0.7 else turns)
                + chance.choice(BETWEEN[language])
                for _ in range(chance.choice((1, 1, 2, 3)))
            )
            size = 100_000 // len(unit.encode())
            found.append((milliseconds(unit * size, language), unit))
        found.sort(reverse=True)
        over = sum(spent > LIMIT for spent, _ in found)
        worst = ", ".join(f"{spent:.1f} {unit!r}" for spent, unit in found[:5])
        print(f"{language}: {over} of {len(found)} over {LIMIT:.0f} ms; worst {worst}")


if __name__ == "__main__":
    main()
