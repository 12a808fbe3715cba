"""Wordings of the Chinese genre and what each means by the words beside it; sentences ours."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use
from statement_codes import codes


def limits(text: str) -> list[str]:
    return [f"{t.op}{t.value}{t.unit}" for t in parse_intended_use(text).thresholds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a scheme of categories is a likelihood, a density, or says which lesions are meant
        ("给出乳腺结节的BI-RADS分类。", {"diagnosis"}),
        ("按BI-RADS标准给出乳腺密度类别。", {"quantification"}),
        ("对PI-RADS 4分及以上的病灶进行测量。", {"quantification"}),
        ("测量膝关节间隙，给出K-L分级。", {"quantification"}),
        # within a procedure a mark is a position, and images are registered to the patient
        ("实时标出导丝头端的位置。", {"navigation"}),
        ("引导穿刺针定位肝脏肿瘤。", {"navigation"}),
        ("将术前图像与光学定位装置的坐标配准。", {"navigation"}),
        ("将术前MR与CT图像配准。", {"enhancement"}),
        ("在重建图像上标记肝脏肿瘤。", {"detection"}),
        # who drives what
        ("驱动机械臂到达规划位置。", {"therapy"}),
        ("对图像质量进行控制与显示。", {"visualization"}),
        ("磁刺激治疗前对MR图像进行显示。", {"visualization"}),
        # what is planned: a scan, an operation, a radiation
        ("自动规划心脏短轴位的扫描平面。", {"acquisition_guidance"}),
        ("勾画靶区，自动生成调强放射治疗计划。", {"segmentation", "planning"}),
        ("由MR图像生成可供剂量计算的伪CT图像。", {"enhancement"}),
        ("引导穿刺针按规划路径到达肿瘤。", {"navigation"}),
        # the quality of an image is no measurement
        ("评估胸片的拍摄质量。", {"acquisition_guidance"}),
        ("判断超声切面是否标准。", {"acquisition_guidance"}),
        ("检出息肉并提示其性质。", {"detection", "diagnosis"}),
        # a course that is shown is monitored
        ("显示皮损面积的逐周变化曲线。", {"monitoring"}),
        # what the user does is no function
        ("在CT图像上显示肺结节，供医师判断是否手术。", {"visualization"}),
        ("对经医师圈选的结节给出恶性概率。", {"diagnosis"}),
        ("提示息肉为腺瘤性或增生性。", {"diagnosis"}),
    ],
)
def test_functions(text: str, expected: set[str]) -> None:
    assert codes(text, "functions") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用于XA、MG、NM和PT图像的显示。", {"XA", "MG", "NM", "PT"}),
        ("造影剂剂量为5 mg，激光波长532 nm，用于CT的显示。", {"CT"}),
        ("对肾动态显像进行分析。", {"NM"}),
        ("用于99mTc标记的甲状腺图像的显示。", {"NM"}),
        ("用于数字乳腺断层合成图像的显示。", {"MG"}),
        ("用于冠状动脉内光学相干断层成像（OCT）的显示。", {"IVOCT"}),
        ("用于黄斑OCT的显示。", {"OPT"}),
        ("用于正电子发射断层显像的显示。", {"PT"}),
        ("用于電腦斷層影像的顯示。", {"CT"}),
        ("用于磁振造影影像的顯示。", {"MR"}),
        ("对面部高清照片进行评分。", {"XC"}),
        # what guides a procedure is an input only where it is live
        ("超声引导下穿刺的实时导航。", {"US"}),
        ("CT引导下穿刺的路径规划。", set()),
        ("超声引导下穿刺前，在MR图像上规划路径。", {"MR"}),
        # a title tells the input where nothing else does
        ("胸部超声辅助软件：标示气胸。", {"US"}),
        ("心电分析软件：用于脑电信号的显示。", {"EEG"}),
    ],
)
def test_modalities(text: str, expected: set[str]) -> None:
    assert codes(text, "modalities") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对四肢皮损进行拍照。", {"skin"}),
        ("对下肢动脉进行显示。", {"vessel"}),
        ("用于四肢X线片的显示。", {"bone"}),
        ("在CT门静脉期图像上标记胰腺肿瘤。", {"pancreas"}),
        ("利用血清肿瘤标志物与CT评估肺结节。", {"lung"}),
        ("通过腕戴设备检测房颤。", {"heart"}),
        ("用于食管胃结合部的显示。", {"esophagus", "stomach"}),
        ("用于舟骨和月骨的显示。", {"wrist"}),
        ("用于口腔CBCT图像的显示。", set()),
        ("用于口腔CBCT图像中牙齿的显示。", {"teeth"}),
        ("用于攝護腺的顯示。", {"prostate"}),
    ],
)
def test_anatomies(text: str, expected: set[str]) -> None:
    assert codes(text, "anatomies") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("检测听神经瘤。", {"brain_tumor"}),
        ("检测腔隙性脑梗死。", {"ischemic_stroke"}),
        ("检测撕脱骨折。", {"fracture"}),
        ("检测骨密度减低。", {"osteoporosis"}),
        ("检测主動脈剝離。", {"other"}),
        ("检测膝关节间隙狭窄与骨赘。", {"other"}),
        ("检测颈动脉狭窄。", {"stenosis"}),
        ("检测糖尿病黄斑水肿。", {"other"}),
        ("用于区域卒中救治网络内CT图像的显示。", set()),
        ("分割胶质瘤的强化区与水肿区。", {"brain_tumor"}),
        ("检测支架贴壁不良。", {"other"}),
        ("检测锯齿状病变。", {"polyp"}),
        ("检测Ⅱ度房室传导阻滞。", {"arrhythmia"}),
        ("检测皮肤鳞癌。", {"skin_lesion"}),
        ("检测足踝骨折。", {"fracture"}),
        ("检测胃食管反流。", {"other"}),
    ],
)
def test_findings(text: str, expected: set[str]) -> None:
    assert codes(text, "findings") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("提示杯盘比≥0.7的可疑青光眼。", [">=0.7"]),
        ("对C/D大于0.6者进行提示。", [">0.6"]),
        ("计算QFR，用于FFR在0.75至0.85之间的病变。", [">=0.75", "<=0.85"]),
        ("用于Cobb角大于10°的脊柱侧弯。", [">10°"]),
        ("用于Cobb角达25度的脊柱侧弯。", [">=25°"]),
        ("检出两厘米以上的肿块。", [">=2cm"]),
        ("检出钙化积分≥100的患者。", [">=100"]),
        ("BMI≥28kg/m2的患者。", [">=28kg/m2"]),
        ("用于肝脏硬度≥7kPa的患者。", [">=7kPa"]),
        # the name nearest before a number says what it measures
        ("在层厚不超过1mm的图像上检出直径4mm以上的结节。", [">=4mm"]),
        ("在重建图像上标记长径≥6mm且不超过30mm的结节。", [">=6mm", "<=30mm"]),
        ("在不大于2mm层厚的图像上检出结节。", []),
        ("用于室间隔厚度≥15mm的心肌病。", [">=15mm"]),
        ("相机视野角度大于45°。", []),
        ("PI-RADS评分≥3分的病灶。", []),
    ],
)
def test_limits(text: str, expected: list[str]) -> None:
    assert sorted(limits(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("面向城镇女性的乳腺癌筛查，标记肿块。", "settings", {"screening_program"}),
        ("用于糖尿病视网膜病变的辅助筛查。", "settings", set()),
        ("供呼吸介入科医师使用。", "users", {"pulmonologist"}),
        ("供介入超声科医师使用。", "users", {"ultrasound_physician"}),
        ("由放射科副主任医师使用。", "users", {"radiologist"}),
        ("供患者及其家属使用。", "users", {"patient"}),
        ("供影像科诊断医师使用。", "users", {"radiologist"}),
        ("在县医院住院病区使用。", "settings", {"medical_institution"}),
        ("供妇产科医师使用。", "sexes", {"female"}),
    ],
)
def test_people_and_places(text: str, field: str, expected: set[str]) -> None:
    assert codes(text, field) == expected


@pytest.mark.parametrize(
    "text", ["用于：（1）CT图像的显示；（2）肺结节的测量；（3）", "用于：1.CT的显示；2."]
)
def test_a_list_that_ends_with_a_number_breaks_off(text: str) -> None:
    assert not parse_intended_use(text).complete


def test_a_component_of_software_can_be_a_product() -> None:
    assert parse_intended_use("本算法组件对胸部DR图像进行骨抑制").complete
