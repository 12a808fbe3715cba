"""The hard parts of Chinese statements, one at a time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from medai_landscape.wording.intended_use import parse_intended_use


def codes(text: str, field: str) -> str:
    return " ".join(code.value for code in getattr(parse_intended_use(text), field))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("适用于十八周岁以上的患者。", "[18", None),
        ("适用于三至十二周岁的患者。", "[3", "12]"),
        ("适用于二十五岁以上的患者。", "[25", None),
        ("适用于6个月至3岁婴幼儿。", "[0.5", "3]"),
        ("适用于6个月以上的婴儿。", "[0.5", None),
        ("术后6个月以上的患者复查CT。", None, None),
        ("用于评估骨龄3岁以上的CT。", None, None),
        ("适用于年龄≥18岁且<65岁的患者。", "[18", "65)"),
        ("适用于65岁以下、18岁以上的患者。", "[18", "65]"),
        ("适用于18岁（不含）以上的患者。", "(18", None),
        ("适用于出生至14岁的患者。", "[0", "14]"),
        ("适用于未满16周岁者。", None, "16)"),
    ],
)
def test_ages(text: str, low: str | None, high: str | None) -> None:
    age = parse_intended_use(text).age
    if low is None and high is None:
        assert age is None
        return
    assert age is not None
    assert (age.min, age.max) == (
        None if low is None else Decimal(low[1:]),
        None if high is None else Decimal(high[:-1]),
    )
    assert age.min_inclusive == bool(low and low[0] == "[")
    assert age.max_inclusive == bool(high and high[-1] == "]")


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("检出大于3mm的动脉瘤。", [">3mm"]),
        ("检出5毫米（不含）以上的结节。", [">5mm"]),
        ("检出介于3mm和20mm之间的息肉。", [">=3mm", "<=20mm"]),
        ("层厚不大于2mm的CT图像中骨折的检测。", []),
        ("检出3mm动脉瘤。", []),
        ("检出长径1cm以内的病灶。", ["<=1cm"]),
        ("对收缩压≥140mmHg的患者进行监测。", [">=140mmHg"]),
    ],
)
def test_limits(text: str, limits: list[str]) -> None:
    found = parse_intended_use(text).thresholds
    assert sorted(f"{t.op}{t.value}{t.unit}" for t in found) == sorted(limits)


@pytest.mark.parametrize(
    ("text", "exclusions"),
    [
        ("用于CT图像的显示，不支持MR图像。", "other_modality"),
        ("用于CT图像的显示，不支持该CT图像。", "other"),
        ("不适用于植入起搏器或其他电子装置的患者。", "implant pacemaker"),
        ("不适用于甲状腺癌放疗后的患者。", "prior_radiotherapy"),
        ("不适用于恶性肿瘤病史、已确诊肺癌的患者。", "known_disease malignancy"),
        ("用于青光眼的检测，青光眼患者除外。", "known_disease"),
        ("不适用于放疗术后的患者。", "prior_radiotherapy"),
        ("不用于急诊。", "acute_condition"),
        ("不用于社区卫生服务中心。", "other"),
        ("不得由护士使用。", "user_group"),
        ("并非不能用于孕妇。", ""),
        ("不排除装有起搏器者。", ""),
        ("除显示外，还可测量。", ""),
        ("除孕妇外均可使用。", "pregnancy"),
        ("对孕妇，不适用。", "pregnancy"),
        ("孕妇，以及儿童除外。", "pediatric pregnancy"),
        ("禁忌：孕妇；儿童。", "pediatric pregnancy"),
        ("直径小于3mm的结节除外。", "finding_type"),
        ("适用于成人（心脏支架术后者除外）。", "prior_surgery"),
    ],
)
def test_exclusions(text: str, exclusions: str) -> None:
    assert codes(text, "exclusions") == exclusions


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("不测量、不分割，也不诊断，仅显示CT图像。", "visualization"),
        ("用于放疗计划的危及器官勾画。", "segmentation"),
        ("用于放疗计划设计。", "planning"),
        ("对红细胞进行分类计数。", "quantification"),
        ("对皮肤病进行分类。", "diagnosis"),
        ("确定CT扫描范围，自动设定曝光参数。", "acquisition_guidance"),
        ("评估未来五年的肺癌发病风险。", "prediction"),
        ("对肺癌进行风险评估。", "diagnosis"),
        ("提示息肉。", "detection"),
        ("提示抑郁症。", "diagnosis"),
        ("将两次检查结果进行对比。", "monitoring"),
        ("由操作者手动勾画后测量体积。", "quantification"),
        ("给出肿瘤类型。", "diagnosis"),
    ],
)
def test_functions(text: str, functions: str) -> None:
    assert codes(text, "functions") == functions


@pytest.mark.parametrize(
    "text",
    [
        "不得仅凭本结果作出诊断。", "不能作为唯一依据。", "结果仅供临床医师参考。",
        "须结合病史综合判断。", "最终诊断由医师作出。", "医师对诊断结果负责。", "不可替代医师的判断。",
        "不应作为诊断依据。",
    ],
)  # fmt: skip
def test_the_product_must_not_decide_alone(text: str) -> None:
    assert parse_intended_use(text).standalone_prohibited


@pytest.mark.parametrize(
    "text",
    ["本产品为独立软件。", "供放射科医师复核。", "用于辅助医师诊断。", "唯一标识见标签。"],
)
def test_what_is_no_disclaimer(text: str) -> None:
    assert not parse_intended_use(text).standalone_prohibited
