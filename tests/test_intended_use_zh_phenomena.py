"""Phenomena of Chinese statements, each in a short statement of its own and its near miss."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use
from statement_codes import codes


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        # 引导 and 指导 are what follows them
        ("在X射线透视下引导球囊置入操作。", "functions", {"navigation"}),
        ("指导村医完成肺部超声扫查。", "functions", {"acquisition_guidance"}),
        ("在超声引导下对肝脏肿瘤进行测量。", "functions", {"quantification"}),
        # an assessment of risk is no measurement; a chance of what is to come is no diagnosis
        ("评估成人罹患青光眼的风险。", "functions", {"diagnosis"}),
        ("评估狭窄程度。", "functions", {"quantification"}),
        ("预测患者三年内发生心衰的概率。", "functions", {"prediction"}),
        # a prompt for a case is triage, a prompt for a sign is detection
        ("对疑似主动脉夹层的病例进行提醒。", "functions", {"triage"}),
        ("对胸片中的肺结核征象进行提示。", "functions", {"detection"}),
        ("提示肺结核。", "functions", {"diagnosis"}),
        ("对可疑癌变区域以热图显示。", "functions", {"detection"}),
        ("对超声切面给出质量评分。", "functions", {"acquisition_guidance"}),
        ("制定甲状腺切除术方案。", "functions", {"planning"}),
        ("由CT数据重建三维模型。", "functions", {"visualization"}),
        ("由CT图像重建支气管三维模型。", "functions", {"visualization"}),
        ("用于CT图像重建。", "functions", {"enhancement"}),
        ("对血管内膜边界进行自动识别。", "functions", {"segmentation"}),
        ("辅助术中针道定位。", "functions", {"navigation"}),
        # the bracket behind the number of an item closes nothing
        ("适用于：1）CT图像的显示；2）病灶体积的测量。", "functions",
         {"visualization", "quantification"}),
        ("不适用于：①孕妇；②18岁以下患者。", "exclusions", {"pregnancy", "pediatric"}),
        ("检出结直肠息肉。", "anatomies", {"colon"}),
        ("用于心电图的分析，不适用于合并癫痫的儿童。", "exclusions", {"other"}),
        # a code inside a Latin word is not there
        ("给出乳腺密度的ACR分类。", "modalities", set()),
        ("利用mRNA与cTnI结果进行风险评估。", "modalities", set()),
        ("用于CR图像的显示。", "modalities", {"DX"}),
        ("用于T1WI图像的显示。", "modalities", {"MR"}),
        ("用于肝脏CT动脉造影图像的显示。", "modalities", {"CT"}),
        ("用于CT和冠状动脉造影图像的显示。", "modalities", {"CT", "XA"}),
        # parts named with one character in a list
        ("用于肘、腕、手、膝、踝、足X线片的骨折检测。", "anatomies",
         {"elbow", "wrist", "hand", "knee", "ankle", "foot"}),
        ("不足之处由手动修正，用于膝关节X线片的显示。", "anatomies", {"knee"}),
        ("用于腹盆腔CT图像的显示。", "anatomies", {"abdomen", "pelvis"}),
        # doctors by rank
        ("供眼底病专科医生使用。", "users", {"ophthalmologist"}),
        ("通知神经外科值班医生。", "users", {"surgeon"}),
        ("供超声介入医师使用。", "users", {"ultrasound_physician"}),
        ("供22岁以上个人在家自行测量。", "users", {"patient"}),
        ("患者可在医师指导下于家中使用本软件。", "users", {"patient"}),
        ("对肺癌患者使用本软件时，由放疗科医师操作。", "users", {"radiation_oncologist"}),
        # what is ruled out
        ("不用于心脏介入手术。", "exclusions", {"other"}),
        ("不适用于心脏手术患者。", "exclusions", {"prior_surgery"}),
        ("不用于胃癌的诊断。", "exclusions", {"primary_diagnosis"}),
        ("用于检测肺结节，不用于其他疾病的诊断。", "exclusions", {"finding_type"}),
        ("软件不提供医学诊断。", "exclusions", {"primary_diagnosis"}),
        ("软件用于CT降噪，不改变诊断信息。", "exclusions", set()),
        ("不适用于1型糖尿病、孕妇及透析患者。", "exclusions", {"other", "pregnancy"}),
        ("曾行冠脉搭桥的患者除外。", "exclusions", {"prior_surgery"}),
        ("用于胃活检切片的分析，细胞学涂片除外。", "exclusions", {"sample_type"}),
        ("用于图像的显示，不含人工智能算法。", "exclusions", set()),
        ("未滿18歲者不適用。", "exclusions", {"pediatric"}),
        ("未经培训的人员不得使用。", "exclusions", {"user_group"}),
        ("不用于化疗后的疗效评价。", "exclusions", {"treatment_monitoring"}),
        ("不适用于金属支架伪影干扰的图像。", "exclusions", {"other"}),
        ("不适用于脊柱侧凸患者。", "exclusions", {"malformation"}),
        ("石蜡切片、血清标本不在本软件分析范围内。", "exclusions", {"sample_type"}),
        ("本软件不是临床诊断工具。", "exclusions", {"primary_diagnosis"}),
        ("结果不作为诊断依据。", "exclusions", set()),
        ("黏膜部位的皮损除外。", "exclusions", {"other"}),
        # what an exclusion says of its patients does not end it
        ("不适用于无法屏气的患者、不能平卧者及孕妇。", "exclusions", {"other", "pregnancy"}),
        ("不适用于孕妇并不提供报告。", "exclusions", {"pregnancy"}),
        ("不适用于（1）孕妇（孕早期除外）；（2）有假体的患者。", "exclusions", {"pregnancy", "implant"}),
        ("对于肝移植患者，性能未经验证，不推荐使用。", "exclusions", {"prior_surgery"}),
        ("不建议14岁以下儿童使用。", "exclusions", {"pediatric"}),
        ("不建议单独使用。", "exclusions", set()),
        ("不应在手机上用于阅片诊断。", "exclusions", {"mobile_device", "primary_diagnosis"}),
        ("不得在急诊患者中使用。", "exclusions", {"acute_condition"}),
        ("不用于家庭自我诊断。", "exclusions", {"user_group"}),
        ("用于结肠镜图像中息肉的检测，息肉病患者不适用。", "exclusions", {"other"}),
        ("管壁无法显示的图像不适用。", "exclusions", {"other"}),
        ("运动造成模糊的图像不适用。", "exclusions", {"other"}),
        ("有宫内节育器者禁用。", "exclusions", {"implant"}),
        ("曾行主动脉腔内修复者除外。", "exclusions", {"prior_surgery"}),
        ("不适用于健康人群的肺癌筛查。", "exclusions", {"screening"}),
        ("不适用于孕妇，通知不包含诊断结论。", "exclusions", {"pregnancy"}),
        ("手术中的图像除外。", "exclusions", {"other"}),
        ("不适用于重度抑郁或脑卒中病史者。", "exclusions", {"other"}),
        ("既往行髋臼周围截骨术者除外。", "exclusions", {"prior_surgery"}),
        ("不适用于未经该技术后处理的图像。", "exclusions", {"other"}),
        ("用于MR图像，不含增强序列。", "exclusions", {"other_modality"}),
        ("用于胎儿超声图像，双胎妊娠除外。", "exclusions", {"other"}),
        ("先天性脊柱畸形者除外。", "exclusions", {"malformation"}),
        ("软件没有自动诊断功能。", "exclusions", {"primary_diagnosis"}),
        ("除结节外，软件不检测其他病变。", "exclusions", set()),
        ("除孕妇外，成人均可使用。", "exclusions", {"pregnancy"}),
        # caution is no exclusion
        ("孕妇禁用，7岁以下儿童慎用。", "exclusions", {"pregnancy"}),
        ("孕妇禁用，7岁以下儿童慎用。", "age_groups", set()),
        # the name in front of a colon says nothing; nor does what a user is told
        ("骨折辅助诊断软件：用于腕部X线片的显示。", "functions", {"visualization"}),
        ("检测房颤，收到提示后应就医。", "functions", {"detection"}),
        ("利用肺音筛查哮喘。", "functions", {"diagnosis"}),
        ("用于哮喘筛查人群肺音的显示。", "functions", {"visualization"}),
        ("供医师诊断哮喘。", "functions", set()),
        ("用于MR扫描的自动定位。", "functions", {"acquisition_guidance"}),
        ("辅助制定自适应放疗计划。", "functions", {"planning"}),
        ("测量胎儿腹围和股骨长。", "anatomies", {"other"}),
        ("基于检验数据和血压预测心衰。", "modalities", {"LAB"}),
        ("分析动态血压数据。", "modalities", {"OTHER"}),
        ("用于心电数据的分析。", "anatomies", {"heart"}),
        ("检测颅内微小动脉瘤。", "anatomies", {"brain_vessels"}),
        ("检测颅内出血。", "anatomies", {"brain"}),
        ("用于胸部CT图像中胸椎骨密度的测量。", "anatomies", {"spine"}),
        ("用于腹部增强CT图像的显示，腹部与腰椎均可。", "anatomies", {"abdomen", "spine"}),
        ("扫描范围自膈顶至股骨头，用于肝脏CT的显示。", "anatomies", {"liver"}),
        ("用于冠状动脉造影检查前的CT图像分析。", "modalities", {"CT"}),
        ("用于CT扫描前的患者摆位。", "functions", {"acquisition_guidance"}),
        ("用于聚焦超声治疗后MR图像的显示。", "modalities", {"MR"}),
        ("用于神经内镜手术前CT图像的显示。", "modalities", {"CT"}),
        ("磁刺激治疗时线圈的定位和导航。", "functions", {"navigation"}),
        ("辅助制定肝脏射频消融治疗计划，分割肿瘤。", "functions", {"planning", "segmentation"}),
        ("未被标记的检查不表示正常。", "functions", set()),
        ("标记肺段及以上动脉分支内的栓子。", "functions", {"detection"}),
        ("用于低剂量CT图像的降噪处理。", "functions", {"enhancement"}),
        ("参照TBS报告系统给出分级提示。", "functions", {"diagnosis"}),
        ("检出甲状腺实性结节。", "findings", {"nodule_thyroid"}),
        ("检出胸部CT中的实性结节。", "findings", {"nodule_lung"}),
        ("检测冠脉斑块，测量钙化角度。", "findings", {"plaque"}),
        ("评估脑卒中后的心衰。", "findings", {"heart_failure"}),
        ("用于稳定性冠心病患者。", "functions", set()),
        ("供妇科医师使用。", "sexes", {"female"}),
        ("自动识别牙位、龋齿及牙周炎。", "functions", {"detection"}),
        ("评估狭窄是否引起心肌缺血。", "functions", {"diagnosis"}),
        ("用于肝内血管的分割。", "anatomies", {"liver"}),
        ("非专业人员可在家中使用。", "users", {"patient"}),
        ("供产前超声医师使用。", "users", {"ultrasound_physician"}),
        ("用于血清PSA为4~10ng/mL的患者。", "modalities", set()),
        ("供术者参考，由术者操作。", "users", {"surgeon"}),
        ("用于人工髋关节置换的术前规划。", "anatomies", {"hip"}),
        ("用于心脏手术的术前规划。", "anatomies", {"heart"}),
        ("用于支气管镜导航。", "anatomies", {"lung"}),
        ("软件既无测量功能，亦无分割功能，仅供浏览。", "functions", {"visualization"}),
        ("经超声检查怀疑乳腺癌的患者MR图像的显示。", "modalities", {"MR"}),
        ("参考既往CT报告，显示本次MR图像。", "modalities", {"MR"}),
        ("参考既往CT报告，显示本次MR图像。", "functions", {"visualization"}),
        # who the patients are is not what is imaged
        ("用于肺癌患者股骨CT图像的显示。", "anatomies", {"femur"}),
        ("用于肺癌、肝癌患者CT图像的显示。", "anatomies", {"lung", "liver"}),
        ("检测肺癌患者纵隔淋巴结的转移灶。", "findings", {"lung_cancer"}),
        ("提示肺炎的湿啰音表现。", "findings", {"pneumonia"}),
        # marking a structure as a whole is a segmentation, marking a finding in it a detection
        ("软件功能：椎体标注。", "functions", {"segmentation"}),
        ("标记肋骨编号。", "functions", {"segmentation"}),
        ("标注肺部结节。", "functions", {"detection"}),
        ("用于小肠胶囊内镜图像的显示。", "anatomies", {"other"}),
        ("用于数字化口内X光片的显示。", "modalities", {"IO"}),
        ("用于口内数字化X光片的显示。", "modalities", {"IO"}),
        ("用于数字化乳腺体层合成图像的测量。", "functions", {"quantification"}),
    ],
)  # fmt: skip
def test_phenomenon(text: str, field: str, expected: set[str]) -> None:
    assert codes(text, field) == expected


@pytest.mark.parametrize(
    ("text", "trained"),
    [
        ("未经培训的人员不得使用。", True),
        ("使用人员：骨科医师（均需培训）。", True),
        ("指导未经超声培训的护士采集图像。", False),
        ("使用者无需培训。", False),
        ("限經訓練之醫師使用。", True),
        ("未经训练的志愿者亦可操作。", False),
        ("供未受过超声专业培训的护士使用。", False),
        ("手术方案由经培训合格的医师决定并承担责任。", True),
    ],
)
def test_who_must_be_trained(text: str, trained: bool) -> None:
    assert parse_intended_use(text).user_training is trained


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("检出低剂量CT中大于等于6mm且不超过30mm的肺结节。", [(">=", "6"), ("<=", "30")]),
        ("用于剂量不超过5mm的图像。", []),
        ("用于：①3mm及以上肺结节的检出；②20mm以下肿块的测量。", [(">=", "3"), ("<=", "20")]),
        ("杯盘比≥0.6者提示转诊。", [(">=", "0.6")]),
        ("检出最大径不小于八毫米的结节。", [(">=", "8")]),
        ("检出狭窄百分之五十至百分之七十的冠脉。", [(">=", "50"), ("<=", "70")]),
    ],
)
def test_limits(text: str, limits: list[tuple[str, str]]) -> None:
    found = [(str(limit.op), str(limit.value)) for limit in parse_intended_use(text).thresholds]
    assert sorted(found) == sorted(limits)


def test_ages_that_contradict_each_other_are_no_range_and_say_so() -> None:
    use = parse_intended_use("用于75至18岁患者CT图像的显示。")
    assert use.age is None
    assert use.reason == "no age lies between 75 and 18"
    assert parse_intended_use("用于18至75岁患者CT图像的显示。").reason is None


def test_a_server_is_no_list_of_modules() -> None:
    assert parse_intended_use("软件在服务器端运行，将疑似气胸的检查置顶。").complete
    assert not parse_intended_use("软件由客户端和服务器端组成：图像显示、测量").complete
