"""Turns of Chinese statements that rule out, name or qualify, each beside its near miss."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use
from statement_codes import codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # another use of the target is other, another target is a kind of finding
        ("用于检测胃息肉，不能用于区分增生性息肉与其他类型息肉。", {"other"}),
        ("用于检测肺结节，亦不用于结节良恶性的鉴别。", {"other"}),
        ("用于辅助诊断青光眼，不得用于鉴别开角型与闭角型青光眼。", {"other"}),
        ("用于检测肺结节，不用于气胸的检测。", {"finding_type"}),
        ("用于检测肺结节，不用于肺癌的诊断。", {"primary_diagnosis"}),
        ("本软件不能用于胎儿性别的判定。", {"other"}),
        ("用于鉴别肺结节的良恶性。", set()),
        # words of other tables rule out too
        ("该软件不适用于儿童患者、学龄前儿童及孕产妇。", {"pediatric", "pregnancy"}),
        ("不得用于两癌筛查项目。", {"screening"}),
        ("不适用于手机拍摄的图像。", {"mobile_device"}),
        ("不用于疗效分析。", {"treatment_monitoring"}),
        ("用于检测肺结节，磨玻璃结节患者不适用。", {"finding_type"}),
        ("髋关节发育不良者不适用。", {"malformation"}),
        ("适用于儿童患者及学龄前儿童。", set()),
        # a mode of the same input is another modality, a poor image is not
        ("用于心电图分析，动态心电图及腔内心电图除外。", {"other_modality"}),
        ("用于腹部超声图像的显示，不适用于三维超声图像。", {"other_modality"}),
        ("用于结肠镜图像，染色内镜图像除外。", {"other_modality"}),
        ("用于心电图的分析，心电图质量不佳者除外。", {"other"}),
        ("用于动态心电图及运动负荷心电图的分析。", set()),
        # children that something else than their age rules out
        ("存在严重认知障碍的儿童不适用。", {"other"}),
        ("正在服用镇静药物的儿童不适用。", {"other"}),
        ("合并先天性心脏病的儿童不适用。", {"malformation"}),
        ("适用于1岁至6岁儿童（早产儿除外）。", {"other"}),
        ("骨骺未闭合的儿童除外。", {"pediatric"}),
        # a history is of patients
        ("癫痫病史者、精神病史及孕妇禁用。", {"other", "pregnancy"}),
        # contours of lesions, ruled out or denied
        ("软件不生成临床靶区轮廓。", {"lesion_contouring"}),
        ("本产品不进行肿瘤勾画，供放疗科医师使用。", {"lesion_contouring"}),
        ("不得用于照射靶区的勾画。", {"lesion_contouring"}),
        ("软件提供靶区勾画和病灶分割。", set()),
        ("不影响靶区勾画。", set()),
        # who carries metal, and which images it spoils
        ("体内有金属植入物造成伪影的图像不适用。", {"implant"}),
        ("金属伪影严重的图像不适用。", {"other"}),
        ("人工血管置换术后患者不适用。", {"implant", "prior_surgery"}),
        ("冠状动脉走行异常的患者不适用。", {"malformation"}),
        ("椎动脉完全闭塞者除外。", {"finding_type"}),
        ("弥漫性肝硬化患者不适用。", {"other"}),
        ("弥漫性病变不适用。", {"finding_type"}),
        # examinations that must not be made
        ("哮喘急性发作者不得进行本检查。", {"acute_condition"}),
        ("妊娠期妇女禁止接受该项检查。", {"pregnancy"}),
        # what the user must not do, and what a result does not prove
        ("使用者不得在没有医师指导的情况下更改用药。", set()),
        ("阴性结果不能排除肿瘤，应结合临床。", set()),
        ("不作任何疾病提示，用于CT图像的显示。", set()),
        # a screen for a glance
        ("手机端显示的影像仅供预览，诊断应使用专业显示器。", {"mobile_device"}),
        ("移动设备推送的缩略图仅作提示之用。", {"mobile_device"}),
        ("医师可在手机上查看报告。", set()),
        # body parts that share what rules them out
        ("颈部及胸部的术后患者不适用。", {"prior_surgery"}),
        ("乳牙列及混合牙列的儿童患者不适用。", {"pediatric"}),
        # lists behind 以下情况禁用, whatever stands around them
        ("以下情况禁用：急性冠脉综合征；旁路移植术后；体重指数大于35kg/m2。",
         {"acute_condition", "prior_surgery", "other"}),
        ("下列人群不得使用本产品：孕妇、儿童。供医师使用。", {"pregnancy", "pediatric"}),
        ("有下列情况之一者禁用：癫痫病史、装有起搏器。", {"other", "pacemaker"}),
        ("以下人群适用：成人、儿童。", set()),
        ("不适用于：(2)严重头动导致图像不可用者；(4)孕妇。", {"other", "pregnancy"}),
        # what stands before 不适用于本软件, 不在…范围内, 暂不支持
        ("膝关节置换术后或感染的影像不适用于本软件。", {"prior_surgery", "other"}),
        ("颅内有金属植入物的病例不在分诊范围内。", {"implant"}),
        ("用于肺结节CT图像；亚实性结节暂不支持。", {"finding_type"}),
        ("本软件暂不支持三维超声图像。", {"other_modality"}),
        ("囊肿、血管瘤等良性病变不予提示。", {"finding_type"}),
        ("孕妇，哺乳期妇女，癫痫患者禁用。", {"pregnancy", "other"}),
        ("用于肺结节患者，孕妇不适用。", {"pregnancy"}),
        # who must not be examined is no list of who is ruled out
        ("起搏器所致MR检查禁忌者不适用。", {"pacemaker"}),
        # denied functions, and nothing but
        ("不含斑块评估功能，用于血管超声图像的显示。", set()),
        ("不支持移动端浏览功能。", {"mobile_device"}),
        ("除窄带成像外，其余光源模式未经验证。", set()),
        ("除白光模式外，均不支持。", set()),
        ("除肝脏外，其他部位不适用。", {"other"}),
        # operations to come, and their kinds
        ("无手术条件或拒绝手术者禁用。", {"other"}),
        ("机器人辅助手术及开放手术不适用。", {"other"}),
        ("不适用于甲状腺手术患者。", {"prior_surgery"}),
        ("需要进行MRI检查的患者禁用。", {"other"}),
        # diagnoses
        ("不得用于诊断白血病。", {"primary_diagnosis"}),
        ("移动终端影像不可用于首诊。", {"mobile_device", "primary_diagnosis"}),
        ("用于检测肺结节，多发结节者不适用。", {"finding_type"}),
        ("体内有神经刺激器者不得使用。", {"implant"}),
        ("放射性粒子植入后的患者不适用。", {"prior_radiotherapy"}),
        ("对碘过敏者不受此限制。", set()),
        # contraindications are of patients
        ("本产品无绝对禁忌症，相对禁忌症包括：严重肥胖。", {"other"}),
        ("不适用人群包括：肺切除术后患者。", {"prior_surgery"}),
        ("非适用人群：18岁以下人员、孕妇。", {"pediatric", "pregnancy"}),
        ("严重心律失常患者应避免使用。", {"other"}),
        ("颅内动脉瘤夹患者禁止使用。", {"implant"}),
        ("对孕妇和儿童的安全性尚未确立。", set()),
        # refusals of other kinds
        ("仅适用于原发性肝癌，转移性肝癌不在其列。", {"finding_type"}),
        ("仅用于左心室功能的评估，右心室功能评估不属于本产品的预期用途。", {"other"}),
        ("只支持平扫CT，增强CT图像将被拒绝处理。", {"other_modality"}),
        ("不推荐作为常规筛查手段。", {"screening"}),
        ("不可供患者自行解读。", {"user_group"}),
        ("不宜在无医师在场的情况下使用。", set()),
        # no limits
        ("适用范围不受年龄的限制。", set()),
    ],
)  # fmt: skip
def test_what_is_ruled_out(text: str, expected: set[str]) -> None:
    assert codes(text, "exclusions") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a target inside the imaged region gives the organ
        ("用于头颈CTA图像的分析，检测颅内动脉瘤。", {"brain_vessels"}),
        ("用于头颈联合CTA，检测颅内及颈动脉狭窄。", {"brain_vessels", "head_neck_vessels"}),
        ("用于头颈动脉增强CT图像的显示。", {"head_neck_vessels"}),
        ("用于腹盆腔CT图像，自动分割肝脏。", {"liver"}),
        ("用于腹盆腔CT图像的显示。", {"abdomen", "pelvis"}),
        ("用于头颈部（腮腺、甲状腺、喉）危及器官的勾画。", {"head", "thyroid"}),
        ("用于头颈部CT图像中脑干和下颌骨的自动勾画。", {"brain", "jaw"}),
        ("用于头颈部CT图像的显示。", {"head", "neck"}),
        ("用于胃肠镜检查中食管病变的检测。", {"esophagus"}),
        ("用于胃肠镜图像的显示。", {"stomach", "colon"}),
        ("自动勾画双侧股骨头。", {"femur"}),
        ("自动分割上下颌骨。", {"jaw"}),
        # what an input shows is not what is looked at
        ("采集面部、肢体动作视频，评估表情与姿态。", set()),
        ("用于面部三维照片的测量。", {"head"}),
        ("腕部佩戴的设备采集脉搏波。", set()),
        ("用于腕部骨折的检测。", {"wrist"}),
        ("评估直肠癌壁外血管侵犯。", {"colon"}),
        ("检测不受乳腺密度影响。", set()),
        ("供具有肝脏超声诊断资质的医师使用，用于甲状腺图像的显示。", {"thyroid"}),
    ],
)  # fmt: skip
def test_body_parts(text: str, expected: set[str]) -> None:
    assert codes(text, "anatomies") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("基于光学相干断层成像影像，检测冠脉斑块。", {"IVOCT"}),
        ("用于OCT图像中视网膜各层的分割。", {"OPT"}),
        ("用于OCT图像的显示。", {"OPT"}),
        ("用于结肠镜视频图像中息肉的检测。", {"ES"}),
        ("利用视频图像评估步态。", {"XC"}),
        ("用于皮肤镜图像与体表照片的显示。", {"XC"}),
        ("供超声、内镜医师使用，用于CT图像的显示。", {"CT"}),
        ("供接受过胃镜培训的医师使用，用于CT图像的显示。", {"CT"}),
        ("用于OCT图像的显示，不适用于血管内OCT图像。", {"OPT"}),
    ],
)  # fmt: skip
def test_inputs(text: str, expected: set[str]) -> None:
    assert codes(text, "modalities") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a flag on a case is triage, a flag on a finding detection
        ("当检测到疑似气胸时，将病例优先排序并通知医师。", {"triage"}),
        ("当检测到心律失常时进行标记。", {"detection"}),
        ("自动检测颅内出血，并对病例优先排序。", {"detection", "triage"}),
        ("对疑似肺栓塞进行提示，并将其置顶。", {"triage"}),
        ("对疑似肺栓塞进行提示。", {"detection"}),
        ("对肺结节的位置进行提示，并将病例置顶。", {"detection", "triage"}),
        ("对结直肠病变进行提示与定性。", {"detection", "diagnosis"}),
        ("预测发生脓毒症的风险并提示医护人员。", {"prediction"}),
        ("输出10年骨折概率。", {"prediction"}),
        ("供影像诊断医师出具报告时参考。", set()),
        # what is shown, counted and measured besides
        ("终端上显示的图像用于血管的测量。", {"quantification"}),
        ("用于CT图像的显示的软件。", {"visualization"}),
        ("计数阳性与阴性细胞核。", {"quantification"}),
        ("提示结核阳性或阴性。", {"diagnosis"}),
        ("用于检出狭窄率大于50%（造影测定）的狭窄。", {"detection"}),
        ("用于射血分数的测定（超声心动图）。", {"quantification"}),
    ],
)  # fmt: skip
def test_functions(text: str, expected: set[str]) -> None:
    assert codes(text, "functions") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("供急诊、放射科医师使用。", {"physician", "radiologist"}),
        ("供眼科医师及基层医疗机构医师使用。", {"ophthalmologist", "physician"}),
        ("供放射科医师、技师使用，医师应复核结果。", {"radiologist", "technologist"}),
        ("供影像醫學科醫師使用。", {"radiologist"}),
        ("由放射師操作。", {"technologist"}),
        ("如有不适，用户应咨询医师。", set()),
        ("结果供就诊时向医师出示。", set()),
        ("结果须由超声医师结合临床资料确认，供技师使用。", {"ultrasound_physician", "technologist"}),
        ("供放射科医师使用，结果不代替临床医师的判断。", {"radiologist"}),
    ],
)  # fmt: skip
def test_users(text: str, expected: set[str]) -> None:
    assert codes(text, "users") == expected


@pytest.mark.parametrize(
    ("text", "flag", "expected"),
    [
        ("供注册护士使用。", "user_training", True),
        ("供护士使用。", "user_training", False),
        ("手术方式的选择由术者决定。", "standalone_prohibited", True),
        ("任何诊断均应由医师独立作出。", "standalone_prohibited", True),
        ("白血病分型诊断须结合免疫学检查。", "standalone_prohibited", True),
        ("结果不能作为临床诊断的直接证据。", "standalone_prohibited", True),
        ("图像应来自经本公司验证的扫描仪。", "equipment_restricted", True),
        ("应与本公司的X100超声主机配套使用。", "equipment_restricted", True),
        ("限用于XX牌眼底相机拍摄的图像。", "equipment_restricted", True),
        ("适用机型：A100、B200。", "equipment_restricted", True),
        ("可与主流PACS系统对接，无特定设备要求。", "equipment_restricted", False),
        ("产品由主机和电极组成，监测ICU患者的呼吸。", "complete", True),
        ("产品由显示模块、测量模块组成。", "complete", False),
        ("结果须与临床资料结合使用。", "standalone_prohibited", True),
        ("应与超声探头结合使用。", "standalone_prohibited", False),
        ("感兴趣区由医师确定。", "standalone_prohibited", False),
        ("供骨科医师制定手术方案时作为参考。", "standalone_prohibited", True),
        ("扫描时参考图谱摆位。", "standalone_prohibited", False),
        ("图像须由说明书列明型号的眼底照相机拍摄。", "equipment_restricted", True),
        ("通过配套指夹式探头采集脉搏波。", "equipment_restricted", True),
        ("提供配套的培训服务。", "equipment_restricted", False),
        ("窄带成像模式下方可启用分类功能。", "equipment_restricted", True),
        ("经培训合格后方可使用本系统。", "equipment_restricted", False),
        ("供医师使用，不能单独用", "complete", False),
        ("由医护人员使用", "complete", True),
    ],
)
def test_flags(text: str, flag: str, *, expected: bool) -> None:
    assert getattr(parse_intended_use(text), flag) is expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("集成于医院现有PACS平台，用于图像的显示。", "settings", set()),
        ("高风险者应到医疗机构就诊。", "settings", set()),
        ("软件运行于医院私有云，用于图像的显示。", "settings", set()),
        ("供癫痫中心使用，用于脑电的显示。", "findings", set()),
        ("用于静脉溶栓前CT图像的显示。", "anatomies", set()),
        ("用于胸痛患者冠状动脉CT图像的显示。", "anatomies", {"coronary_artery"}),
        ("用于抗原检测试纸的显示。", "functions", {"visualization"}),
        ("在医院使用。", "settings", {"medical_institution"}),
        ("供有癫痫病史者使用。", "findings", set()),
        ("供取得肺癌筛查资格的医师使用。", "findings", set()),
        ("检测左心室肥厚。", "findings", {"other"}),
    ],
)
def test_places_and_findings(text: str, field: str, expected: set[str]) -> None:
    assert codes(text, field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("适用于发病6小时以内的脑梗死患者。", [("<=", 6.0, "h")]),
        ("适用于症状出现后12小时内的患者。", [("<=", 12.0, "h")]),
        ("用于发病24小时内采集的CT图像。", []),
        ("预测24小时内发生休克的风险。", []),
        ("急性心肌梗死发病72小时内的患者不适用。", []),
    ],
)
def test_time_since_onset(text: str, expected: list[tuple[str, float, str]]) -> None:
    limits = parse_intended_use(text).thresholds
    assert [(limit.op, float(limit.value), limit.unit) for limit in limits] == expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        # what a finding is like, and who has it
        ("用于检测甲状腺结节，结节最大径超过显示范围者不适用。", "exclusions", {"other"}),
        ("用于检测青光眼，青光眼患者不适用。", "exclusions", {"known_disease"}),
        # who carries an implant of a body part is not examined there
        ("适用于有髋关节假体的患者，用于膝关节CT图像的显示。", "anatomies", {"knee"}),
        ("用于髋关节假体的规划。", "anatomies", {"hip"}),
        # a judgement of the product, and of a doctor
        ("用于子宫内膜癌肌层浸润深度的判断。", "functions", {"diagnosis"}),
        ("供医师判断肺结节的性质。", "functions", set()),
        ("用于肺结节的检测，由医师判断。", "functions", {"detection"}),
    ],
)
def test_what_is_said_of_it(text: str, field: str, expected: set[str]) -> None:
    assert codes(text, field) == expected
