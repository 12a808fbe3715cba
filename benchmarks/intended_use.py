"""How many statements of intended use a second: records, columns, and a naive baseline.

Chinese first, then English.

    python benchmarks/intended_use.py [STATEMENTS]

Statements are put together from clauses as registers do: every text is distinct, caches are
cold at the start of each run.  The times are processor times of one process, so other work
on the machine disturbs them less; ratios travel, absolute figures do not.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import statistics
import time
from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use import parse_intended_use
from medai_landscape.wording.intended_use.assemble import _cite, _labelled, _years
from medai_landscape.wording.intended_use.codes import codes_of
from medai_landscape.wording.intended_use.columns import read_columns
from medai_landscape.wording.intended_use.en.reader import _sentence
from medai_landscape.wording.intended_use.numbers import _age_of, _threshold, _thresholds_of
from medai_landscape.wording.intended_use.zh.pieces import piece_of
from medai_landscape.wording.intended_use.zh.stretches import read_stretch
from medai_landscape.wording.intended_use.zh.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

SCENES = [
    ("胸部CT", "肺结节"), ("头颅CT", "颅内出血"), ("冠状动脉CT血管造影", "冠状动脉狭窄"),
    ("乳腺超声", "肿块"), ("甲状腺超声", "甲状腺结节"), ("彩色眼底", "糖尿病视网膜病变"),
    ("结肠镜", "息肉"), ("数字化胸片", "气胸"), ("前列腺磁共振", "前列腺癌"),
    ("曲面体层", "龋齿"), ("手腕部X射线", "骨龄"), ("全视野数字病理", "癌变区域"),
]  # fmt: skip
VERBS = [
    "可自动识别{target}并标记其位置", "对{target}进行检测和测量",
    "提供{target}的辅助诊断建议",
    "对疑似{target}病例进行分诊提示", "分割{target}并计算体积",
]  # fmt: skip
POPULATIONS = [f"适用于{age}岁及以上的患者" for age in range(1, 80)] + ["适用于成人", "适用于儿童"]
LIMITS = [f"目标病变长径不小于{size}mm" for size in range(2, 30)]
USERS = [
    "供经培训合格的医师使用", "供放射科医师和临床医师使用", "由具有资质的超声医师使用",
    "供眼科执业医师在医疗机构使用", "由消化内镜医师使用", "预期用户为病理医师",
]  # fmt: skip
DISCLAIMERS = [
    "不能单独用作临床诊疗决策依据", "结果仅供参考", "医师不得仅凭该结果作出临床决策",
    "须结合病史和其他检查综合判断", "不能替代医师的诊断",
]  # fmt: skip
EXCLUSIONS = [
    "不适用于孕妇", "心脏起搏器植入者除外", "不适用于曾接受放疗、化疗的患者",
    "不适用于18岁以下人群", "术后患者不适用", "不用于筛查",
]  # fmt: skip


ENGLISH_SCENES = [
    ("chest CT", "pulmonary nodules"), ("non-contrast head CT", "intracranial hemorrhage"),
    ("coronary CT angiography", "coronary stenosis"), ("breast ultrasound", "masses"),
    ("thyroid ultrasound", "thyroid nodules"), ("fundus photographs", "diabetic retinopathy"),
    ("colonoscopy video", "polyps"), ("frontal chest radiographs", "pneumothorax"),
    ("prostate MRI", "prostate cancer"), ("panoramic radiographs", "caries"),
    ("hand radiographs", "bone age"), ("12-lead ECG", "atrial fibrillation"),
]  # fmt: skip
ENGLISH_VERBS = [
    "automatically detects {target} and marks their location", "measures the size of {target}",
    "provides a likelihood score of {target}", "segments {target} and reports the volume",
    "notifies the clinician of studies with suspected {target}",
]  # fmt: skip
ENGLISH_USERS = [
    "It is used by trained radiologists in hospitals",
    "The intended users are qualified physicians and radiologists",
    "The device is used by licensed dentists", "Ophthalmologists use it in clinics",
    "It is operated by sonographers under the supervision of a cardiologist",
]  # fmt: skip
ENGLISH_DISCLAIMERS = [
    "The output must not be used as the sole basis for clinical decisions",
    "The results are for reference only", "It does not replace the judgement of a physician",
    "Results should be interpreted in conjunction with the clinical history",
]  # fmt: skip
ENGLISH_EXCLUSIONS = [
    "It is not intended for pregnant women", "Patients with a pacemaker are excluded",
    "The device is contraindicated in patients who had radiotherapy or chemotherapy",
    "It is not for use in patients under 18 years of age", "Not for screening",
    "Post-operative patients are excluded",
]  # fmt: skip


def english_statements(number: int) -> list[str]:
    """Distinct statements of some 350 characters from some 300 sentences."""
    chance = random.Random(20250602)  # noqa: S311 - the same statements each time
    found: set[str] = set()
    while len(found) < number:
        image, target = chance.choice(ENGLISH_SCENES)
        first, other = chance.sample(ENGLISH_VERBS, 2)
        found.add(
            f"The software is intended for the analysis of {image}. "
            f"It {first.format(target=target)}. The software {other.format(target=target)}. "
            f"{chance.choice(ENGLISH_USERS)}. It is intended for patients aged "
            f"{chance.randrange(2, 80)} years or older with lesions of at least "
            f"{chance.randrange(2, 30)} mm. {chance.choice(ENGLISH_DISCLAIMERS)}. "
            f"{chance.choice(ENGLISH_EXCLUSIONS)}."
        )
    return sorted(found)


def statements(number: int) -> list[str]:
    """Distinct statements of some 110 characters, from some 250 distinct clauses."""
    chance = random.Random(20250601)  # noqa: S311 - the same statements each time
    found: set[str] = set()
    while len(found) < number:
        (image, target), (_, second) = chance.choice(SCENES), chance.choice(SCENES)
        first, other = chance.sample(VERBS, 2)
        found.add(
            f"本产品用于{image}图像的显示、处理和分析，{first.format(target=target)}，"
            f"{chance.choice(LIMITS)}，{chance.choice(POPULATIONS)}。"
            f"软件{other.format(target=second)}，{chance.choice(USERS)}，"
            f"{chance.choice(DISCLAIMERS)}。{chance.choice(EXCLUSIONS)}。"
        )
    return sorted(found)


def naive(text: str) -> int:
    """Search the text for one pattern after the other, as scripts do; returns what was found."""
    return sum(pattern.search(text) is not None for pattern in PATTERNS)


PATTERNS = [re.compile(re.escape(term)) for term in itertools.islice(words().terms, 1500)]


def seconds(action: Callable[[], object]) -> float:
    start = time.process_time()
    action()
    return time.process_time() - start


MEMOS = (
    piece_of,
    read_stretch,
    _sentence,
    codes_of,
    _age_of,
    _thresholds_of,
    _threshold,
    _years,
    _labelled,
    _cite,
)


def cold(action: Callable[[], object]) -> float:
    for memo in MEMOS:
        memo.cache_clear()
    return seconds(action)


def read_each(texts: list[str]) -> None:
    for text in texts:
        parse_intended_use(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", nargs="?", type=int, default=20_000, help="statements")
    parser.add_argument("--smoke", action="store_true", help="a few, to see that it runs")
    options = parser.parse_args()
    number = 400 if options.smoke else options.number
    texts = statements(number)
    length = statistics.median(map(len, texts))
    print(f"{number} distinct statements, median length {length:.0f} characters")
    parse_intended_use(texts[0])  # the lexicon is built once a process
    records = min(cold(lambda: read_each(texts)) for _ in range(3))
    columns = min(cold(lambda: read_columns(texts)) for _ in range(3))
    few = texts[:200]
    baseline = seconds(lambda: [naive(text) for text in few]) * number / len(few)
    print(f"records   {number / records:10,.0f} a second, cold caches")
    print(f"columns   {number / columns:10,.0f} a second, cold caches")
    print(f"naive     {number / baseline:10,.0f} a second: 1,500 searches, nothing understood")
    print(
        f"records are {baseline / records:.1f} times, columns {baseline / columns:.1f} times naive"
    )
    for name, text in {
        "digits": "1" * 100_000,
        "除": "除" * 33_000,
        "不用于": "不用于" * 11_000,
        "brackets": "（" * 33_000,
        "commas": "不适用于孕妇，及" * 4_000,
        "提示": "提示" * 16_000,
        "spaces": "用 于 " * 16_000,
    }.items():
        hostile(name, text)
    in_english(number)


HOSTILE = ["a ", "not ", "not for use in ", "(", '"', "18 years ", "physician ", "contraindicated ",
           "rn", "a. ", "only the X1 scanner ", "with "]  # fmt: skip


def in_english(number: int) -> None:
    texts = english_statements(number)
    length = statistics.median(map(len, texts))
    print(f"{number} distinct English statements, median length {length:.0f} characters")
    parse_intended_use(texts[0])
    records = min(cold(lambda: read_each(texts)) for _ in range(3))
    print(f"records   {number / records:10,.0f} a second, cold caches")
    few = texts[: number // 10]
    unshared = min(cold(lambda: read_unshared(few)) for _ in range(3))
    print(f"unshared  {len(few) / unshared:10,.0f} a second: no sentence stands in two statements")
    for unit in HOSTILE:
        hostile(repr(unit), unit * (100_000 // len(unit)))


def read_unshared(texts: list[str]) -> None:
    for text in texts:
        parse_intended_use(text)
        _sentence.cache_clear()


def hostile(name: str, text: str) -> None:
    language = "en" if text.isascii() else "zh"
    spent = min(seconds(lambda: parse_intended_use(text, lang=language)) for _ in range(3))
    print(f"hostile {name:22} {len(text.encode()) / 1000:5.0f} kB {spent * 1000:7.1f} ms")


if __name__ == "__main__":
    main()
