"""Chinese statements that ask for care, deny functions, or rule out behind the words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from medai_landscape import parse_intended_use
from statement_codes import codes

_PEOPLE = ("孕妇", "癫痫患者", "装有心脏起搏器者", "6岁以下儿童", "接受过放疗的患者")


@pytest.mark.parametrize(
    "caution",
    [
        "以下情况应慎用：{}、{}。",
        "下列患者应谨慎使用：（1）{}；（2）{}。",
        "慎用人群：{}、{}。",
        "慎用人群包括{}、{}。",
        "{}、{}慎用。",
        "{}，{}应慎用。",
        "对以下患者应慎重使用：\n1.{}；\n2.{}；\n",
    ],
)
@pytest.mark.parametrize(("first", "second"), [*pairwise(_PEOPLE)])
def test_who_needs_care_is_neither_ruled_out_nor_meant(
    caution: str, first: str, second: str
) -> None:
    text = caution.format(first, second) + "本软件用于显示胸部CT图像，供放射科医师使用。"
    use = parse_intended_use(text)
    plain = parse_intended_use("本软件用于显示胸部CT图像，供放射科医师使用。")
    for field in (
        "exclusions",
        "age_groups",
        "sexes",
        "findings",
        "anatomies",
        "users",
        "functions",
    ):
        assert getattr(use, field) == getattr(plain, field), field
    assert (use.age, use.complete) == (None, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("慎用人群：孕妇、儿童。禁忌：癫痫患者。", {"other"}),
        ("以下人群禁用：孕妇；以下人群慎用：儿童。", {"pregnancy"}),
        ("儿童慎用、孕妇禁用。", {"pregnancy"}),
        ("孕妇禁用、儿童慎用。", {"pregnancy"}),
        ("孕妇禁用，儿童慎用。", {"pregnancy"}),
        ("起搏器植入者：慎用；孕妇：禁用。", {"pregnancy"}),
        ("年龄限制：不适用。", set()),
        # 禁忌 behind who is ruled out
        ("脊柱畸形、妊娠者禁忌。", {"malformation", "pregnancy"}),
        ("装有心脏起搏器者为绝对禁忌证。", {"pacemaker"}),
        ("用于脑电的显示，孕妇禁忌。", {"pregnancy"}),
        ("操作者应了解本产品的禁忌。", set()),
        ("孕妇无禁忌。", set()),
        ("癫痫为相对禁忌。", set()),
        # what is no input
        ("用于眼底照片的显示，荧光素血管造影图像不可作为输入。", {"other_modality"}),
        ("用于骨折的检测，石膏固定后拍摄的图像不得输入。", {"other"}),
        ("用于CT图像的显示，MR图像不作为本软件的输入。", {"other_modality"}),
        # a diagnosis of other images
        ("用于CT图像的显示，不用于乳腺X射线图像的诊断。", {"primary_diagnosis", "other_modality"}),
        ("用于CT图像的显示，不用于CT图像的诊断。", {"primary_diagnosis"}),
        # functions that are denied
        ("不对病变进行检测和诊断。", {"primary_diagnosis"}),
        ("软件不对疾病作出诊断。", {"primary_diagnosis"}),
        ("软件不对图像做诊断性分析。", {"primary_diagnosis"}),
        ("不包含自动诊断功能。", {"primary_diagnosis"}),
        ("不包括辅助诊断和方案推荐功能。", {"primary_diagnosis"}),
        ("通知不包含诊断结论。", set()),
        ("不对骨折进行检测。", set()),
        ("不对图像进行重建。", set()),
        ("用于检测息肉，不对5mm以下息肉进行提示。", {"finding_type"}),
        ("用于检测甲状腺结节，不检测小于3mm的结节。", {"finding_type"}),
        ("用于检测肺栓塞，不对段以下肺动脉栓塞进行标记。", {"finding_type"}),
        ("用于检测骨折，不对14岁以下儿童进行检测。", {"pediatric"}),
        ("用于检测骨折，不对孕妇进行检测。", {"pregnancy"}),
        ("用于检测骨折，不对陈旧性骨折进行标记。", {"finding_type"}),
        ("用于检测肝癌，不检测囊肿和良性病变。", {"finding_type"}),
        ("用于检测骨折，不区分陈旧骨折与新鲜骨折。", set()),
        ("有出血倾向者、肾功能不全者禁用。", {"other"}),
        ("用于检测颅内出血，陈旧性出血不适用。", {"finding_type"}),
        ("脑卒中急性期禁忌使用。", {"acute_condition"}),
        # what a mobile shows
        ("用于CT图像的显示，手机屏幕所显示的图像不得作为诊断依据。", {"mobile_device"}),
        ("用于CT图像的显示，平板电脑上浏览的影像不能作为诊断依据。", {"mobile_device"}),
        ("移动终端上的图像仅用于知晓。", {"mobile_device"}),
        ("手机拍摄的皮肤照片的分析结果不能作为诊断依据。", set()),
        ("体内有人工机械瓣膜者不适用。", {"implant"}),
        ("用于动脉瘤的测量，破裂性动脉瘤不适用。", {"finding_type"}),
    ],
)
def test_exclusions(text: str, expected: set[str]) -> None:
    assert codes(text, "exclusions") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应结合CT与MR进行配准。", False),
        ("本软件应结合PET与CT图像实现融合显示。", False),
        ("手机屏幕上显示的图像不得作为诊断依据。", False),
        ("应结合病理检查。", True),
        ("结果应结合临床资料判断。", True),
        ("确诊需结合眼压及视野检查。", True),
        ("诊断结论请结合超声检查。", True),
    ],
)
def test_disclaimers(text: str, *, expected: bool) -> None:
    assert parse_intended_use(text).standalone_prohibited is expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        # who looks at it, and what shows it
        ("检测心房颤动，结果由值班医师查看。", "functions", {"detection"}),
        ("由内镜护士远程查看。", "functions", set()),
        ("用于图像的查看。", "functions", {"visualization"}),
        ("软件可查看图像，由医师使用。", "functions", {"visualization"}),
        # a likelihood in per cent is no measurement
        ("输出肺癌可能性百分比。", "functions", {"diagnosis"}),
        ("输出肺气肿体积百分比。", "functions", {"quantification"}),
        ("计算冠心病患病概率。", "functions", {"diagnosis"}),
        ("计算脓毒症发生风险评分。", "functions", {"prediction"}),
        ("计算狭窄率和心肌缺血风险。", "functions", {"quantification"}),
        ("统计高风险病例的数量。", "functions", {"quantification"}),
        ("将心电图分为正常、可疑、异常三类。", "functions", {"diagnosis"}),
        # a category that says which lesions are meant
        ("提示PI-RADS 3分及以上病灶。", "functions", {"detection"}),
        ("给出病灶的PI-RADS评分。", "functions", {"diagnosis"}),
        # a body part that is marked as a whole
        ("用于下颌神经管的自动标注。", "functions", {"segmentation"}),
        ("对椎体进行自动标注。", "functions", {"segmentation"}),
        ("对结节进行自动标注。", "functions", {"detection"}),
        ("通过蓝牙接收脉搏波。", "anatomies", set()),
        ("提示探头摆放位置和角度。", "functions", {"acquisition_guidance"}),
        ("在后处理阶段校正金属伪影。", "functions", {"enhancement"}),
        ("睡眠呼吸监测分析软件用于睡眠分期。", "functions", set()),
        ("狭窄率≥50%提示病变可能导致心肌缺血。", "functions", set()),
        ("以0.8为界提示心肌缺血。", "functions", {"diagnosis"}),
        ("提示患者重新摆位。", "functions", {"acquisition_guidance"}),
        ("提示操作者调整探头角度。", "functions", {"acquisition_guidance"}),
        # by which patients are known
        ("适用于经超声心动图证实射血分数降低的患者，分析心电图。", "modalities", {"ECG"}),
        ("经MR检查确诊的患者，分析CT图像。", "modalities", {"CT"}),
        ("经CT图像处理后显示。", "modalities", {"CT"}),
        ("分析发声录音。", "modalities", {"OTHER"}),
        # what may come of it
        ("提示病变可能导致心肌缺血。", "findings", {"coronary_artery_disease"}),
        ("金属植入物可能导致骨折漏诊。", "findings", set()),
        ("评估冠状动脉狭窄的血流动力学意义。", "findings", {"stenosis"}),
        # body parts
        ("用于骨盆及髋部CT图像的显示。", "anatomies", {"pelvis", "hip"}),
        ("用于髋关节和骨盆X射线图像的测量。", "anatomies", {"pelvis", "hip"}),
        ("用于骨盆CT图像中髋关节的测量。", "anatomies", {"hip"}),
        ("用于正畸患者头颅侧位片的显示。", "anatomies", {"head"}),
        ("用于正畸患者的口内照片的显示。", "anatomies", {"teeth"}),
        ("识别丘脑横切面和腹围切面。", "anatomies", set()),
        # who uses it, and where
        ("供医院间协作网络使用。", "users", {"hospital_network"}),
        ("供检验专业人员使用。", "users", {"healthcare_professional"}),
        ("患者在家庭中使用记录器采集心电图。", "users", {"patient"}),
        ("分析患者在家中使用的记录器采集的心电图。", "users", set()),
        ("患者居家佩戴心电贴片。", "users", {"patient"}),
        ("患者居家佩戴心电贴片。", "settings", {"home"}),
        ("分析患者居家佩戴的记录仪的心电图。", "users", set()),
        ("适用于体检人群的骨密度初筛软件。", "settings", {"screening_program"}),
        ("用于骨密度的辅助筛查。", "settings", set()),
    ],
)
def test_readings(text: str, field: str, expected: set[str]) -> None:
    assert codes(text, field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提示切面质量是否合格。", False),
        ("样本不合格时给出提示。", False),
        ("由培训合格的医师使用。", True),
    ],
)
def test_training(text: str, *, expected: bool) -> None:
    assert parse_intended_use(text).user_training is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("适用于1岁半至6岁儿童。", ("1.5", "6")),
        ("适用于3周岁半以上儿童。", ("3.5", "None")),
        ("适用于半岁以上儿童。", ("0.5", "None")),
        ("适用于2岁至5岁儿童。", ("2", "5")),
    ],
)
def test_half_years(text: str, expected: tuple[str, str]) -> None:
    age = parse_intended_use(text).age
    assert age is not None
    assert (str(age.min), str(age.max)) == expected
