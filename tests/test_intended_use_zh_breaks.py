"""Chinese statements that are torn, and whole ones without a last full stop."""

from __future__ import annotations

import pytest

from medai_landscape import parse_intended_use


@pytest.mark.parametrize(
    "text",
    [
        "本软件用于显示胸部CT图像，供经培训合格的影像科医师",
        "本软件用于肝脏超声图像的显示，由放射科医师在医疗机构",
        "用于对膝关节X射线图像",
        "用于肺结节的检测，并给出",
        "用于肺结节的检测，并自动生成",
        "软件对眼底彩照进行分析，为眼科医师提供",
        "用于骨折的检测，不能单独用作临床诊疗",
        "用于骨折的检测，不能单独用作",
        "用于骨折的检测，结果仅供",
        "用于骨折的检测，结果仅供参",
        "用于骨折的检测，结果须",
        "用于骨折的检测，供医师使用，不得",
        "用于18-",
        "用于冠状动脉CT图像的显示（含平扫",
        "用于甲状腺结节的检测，适用于年龄大于",
        "用于甲状腺结节的检测，适用于",
        "对乳腺X射线图像进行",
        "供放射科医",
        "用于主动脉CT图像的显示、测量以及……。",
        "用于青光眼的辅助诊断，不适用于孕妇、",
        "用于青光眼的辅助诊断，不适用于孕妇以及",
        "用于青光眼的辅助诊断，供眼科医师或",
        "用于青光眼的辅助诊断，本软件的",
        "用于青光眼的辅助诊断，本软件应",
        "用于青光眼的辅助诊断。使用者包括",
        "用于青光眼的辅助诊断，通过",
        "用于青光眼的辅助诊断，操作者必须",
        "用于青光眼的辅助诊断，眼科医师在",
    ],
)
def test_what_breaks_off(text: str) -> None:
    use = parse_intended_use(text)
    assert (use.complete, use.reason) == (False, "the text breaks off")


@pytest.mark.parametrize(
    "text",
    [
        "及其分支的管腔直径，用于主动脉CT图像的显示。",
        "（适用范围续）用于主动脉CT图像的显示。",
        "，用于主动脉CT图像的显示。",
        "的CT图像，供放射科医师使用。",
        "……直径，用于主动脉CT图像的显示。",
    ],
)
def test_what_starts_in_the_middle(text: str) -> None:
    use = parse_intended_use(text)
    assert (use.complete, use.reason) == (False, "the text starts in the middle")


@pytest.mark.parametrize(
    "text",
    [
        "用于肺结节的检测，供放射科医师使用",
        "用于历史CT图像的比对",
        "检测由经培训的医师进行",
        "CT、MR图像均可",
        "提示疑似骨折是否存在",
        "检测糖尿病视网膜病变及视神经",
        "孕妇、癫痫患者不适用",
        "孕妇禁用",
        "使用者：放射科医师",
        "使用场所：医疗机构",
        "输入：胸部CT图像",
        "处理对象：胸部CT图像",
        "不能单独作为诊断依据",
        "结果仅供参考",
        "由医师审核",
        "用于肺结节的自动识别",
        "肺结节的检测、报告的自动生成",
        "用于提示进针方向",
        "以骨折筛查为目的",
        "适用于18岁以上人群",
        "孕妇不宜",
        "等离子手术的导航，用于CT图像的显示。",
        "并发症风险的预测，用于CT图像的显示。",
        "及早发现肺癌，用于CT图像的显示。",
        "• 输入：CT图像",
        "（1）用于CT图像的显示。",
        "：用于CT图像的显示。",
        "与星图X-1型设备配合使用，用于CT图像的显示。",
        "用于显示CT图像（增强或平扫）",
        "评估药物不良反应",
        "用于肺结节的检测，供医师参考",
        "使用者：经培训合格",
        "用于检测病变是否涉及",
        "用于CT与MR图像的配准融合，两者可相互配对",
        "在医院使用",
        "检测由医师进行",
        "图像仅限在造影检查时进行显示，由医护人员参与",
    ],
)
def test_what_is_whole(text: str) -> None:
    use = parse_intended_use(text)
    assert (use.complete, use.reason) == (True, None)
