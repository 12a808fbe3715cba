"""What English statements rule out, one turn of phrase a case, and what rules out nothing."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use

RULED_OUT = [
    ("It has not been evaluated in patients with ventricular shunts.", "exclusions", "implant"),
    ("The software has not been validated for pregnant women.", "exclusions", "pregnancy"),
    ("Use in children below the age of 6 has not been established.", "exclusions", "pediatric"),
    ("Newborns have not been studied.", "exclusions", "pediatric"),
    ("It has not been tested on fusiform aneurysms or dissections.", "exclusions", "finding_type"),
    ("Its use after radiotherapy has not been investigated.", "exclusions", "prior_radiotherapy"),
    (
        "The device has not yet been clinically validated in patients with pacemakers or in pregnancy.",
        "exclusions",
        "pacemaker pregnancy",
    ),
    (
        "It has never been assessed in patients with congenital anomalies.",
        "exclusions",
        "malformation",
    ),
    ("Use with contrast-enhanced scans has not been evaluated.", "exclusions", "other_modality"),
    ("It has not been evaluated in people younger than 21 years.", "exclusions", ""),
    ("The algorithm was tested on patients aged 40 and above.", "exclusions", ""),
    ("Performance in younger patients has not been established.", "exclusions", ""),
    ("It was not studied in patients with stents.", "exclusions", ""),
    ("Safety in pregnancy has not been established.", "exclusions", ""),
    (
        "Do not use it in adults with a metal plate, shell splinters, or an allergy to latex.",
        "exclusions",
        "implant other",
    ),
    (
        "It must not be applied to adults with a liver transplant, prior hepatectomy, or ongoing haemofiltration.",
        "exclusions",
        "other prior_surgery",
    ),
    (
        "Patients with a pacemaker, tremor of the hands or metal clips are excluded.",
        "exclusions",
        "implant other pacemaker",
    ),
    (
        "It is contraindicated in patients with stents, severe claustrophobia, or an open wound.",
        "exclusions",
        "implant other",
    ),
    ("It is contraindicated in pregnant or lactating women.", "exclusions", "pregnancy"),
    (
        "It is not intended for patients with prior or current radiotherapy.",
        "exclusions",
        "prior_radiotherapy",
    ),
    (
        "Not for patients on dialysis, with a do-not-intubate order or after lung resection.",
        "exclusions",
        "other prior_surgery",
    ),
    (
        "For adults (but not for patients on dialysis, or after lung resection).",
        "exclusions",
        "other prior_surgery",
    ),
    (
        "It is not meant for the left subclavian artery or for patients with a bypass.",
        "exclusions",
        "other prior_surgery",
    ),
    (
        "It is not intended for the thoracic spine or for revision surgery.",
        "exclusions",
        "other prior_surgery",
    ),
    (
        "It is not recommended for paediatric scans, neck scans or perfusion acquisitions.",
        "exclusions",
        "other other_modality pediatric",
    ),
    ("It is not for use with polygraphy devices.", "exclusions", "other_modality"),
    ("It must not be used with diffusion sequences.", "exclusions", "other_modality"),
    ("It is not meant for frames with Doppler or elastography.", "exclusions", "other_modality"),
    ("It does not detect other retinal diseases.", "exclusions", "finding_type"),
    ("It does not evaluate other abnormalities of the chest.", "exclusions", "finding_type"),
    ("It cannot identify any other fractures.", "exclusions", "finding_type"),
    ("It does not detect lesions; readers mark them.", "exclusions", ""),
    (
        "It is contraindicated for scans showing pathologies other than acute stroke.",
        "exclusions",
        "finding_type",
    ),
    (
        "It is not meant for diagnosis, and contours for tumours below 8 mm are not provided.",
        "exclusions",
        "finding_type primary_diagnosis",
    ),
    ("Lesions smaller than 5 mm are not analysed.", "exclusions", "finding_type"),
    ("It is not for users who are hard of hearing.", "exclusions", "user_group"),
    ("It must not be operated by persons without training.", "exclusions", "user_group"),
    ("Not intended for users with impaired vision.", "exclusions", "user_group"),
    ("Patients with known chronic occlusion are excluded.", "exclusions", "known_disease"),
    (
        "Not for adults with ventricular pacing, bundle branch block or flutter.",
        "exclusions",
        "other pacemaker",
    ),
    ("Not for infants whose fontanelle is closed.", "exclusions", "other"),
    ("Not for children whose bones have fused.", "exclusions", "other"),
    (
        "Results of the short mode cannot be compared with results of the long mode.",
        "exclusions",
        "",
    ),
    ("The outputs of version 1 must not be mixed with those of version 2.", "exclusions", ""),
    ("Results must not be used in pregnant women.", "exclusions", "pregnancy"),
    ("Do not use it for patient monitoring.", "exclusions", "other"),
    (
        "People who are pregnant or have had laser photocoagulation should not be examined.",
        "exclusions",
        "pregnancy prior_surgery",
    ),
    (
        "The viewer is not a diagnostic device and grades nothing: it only displays dental photographs.",
        "exclusions",
        "primary_diagnosis",
    ),
    (
        "It marks nodules in adults, except those already treated with radioembolization.",
        "exclusions",
        "prior_radiotherapy",
    ),
    (
        "Any adult aged 30 and older may be examined, unless any of the contraindications apply.",
        "exclusions",
        "",
    ),
    ("Not for patients with a skull defect.", "exclusions", "malformation"),
    ("Not for patients with severe scoliosis.", "exclusions", "malformation"),
    ("Body contact (with skin, mucosa or blood) is not intended.", "exclusions", "body_contact"),
    ("Metal hardware in the field of view rules out its use.", "exclusions", "implant"),
    ("Lactation and pregnancy preclude the use of the device.", "exclusions", "other pregnancy"),
    ("Its use is ruled out in patients with a cardiac pacemaker.", "exclusions", "pacemaker"),
    (
        "Patients after a lobectomy are not candidates for the analysis.",
        "exclusions",
        "prior_surgery",
    ),
    ("The use of the app in pregnancy is discouraged.", "exclusions", "pregnancy"),
    (
        "Patients under 12 are excluded, as are patients with cochlear implants.",
        "exclusions",
        "implant pediatric",
    ),
    (
        "It must not be used after radiotherapy, and the same applies to chemotherapy.",
        "exclusions",
        "prior_chemotherapy prior_radiotherapy",
    ),
    (
        "Pregnant women are not to be examined with it; nor are patients with ascites.",
        "exclusions",
        "other pregnancy",
    ),
    ("It is suited to adults, unless a stent has been implanted.", "exclusions", "implant"),
    ("It is suited to adults unless they are pregnant.", "exclusions", "pregnancy"),
    ("It may be used unless the patient has a pacemaker.", "exclusions", "pacemaker"),
    (
        "It is intended for women, provided that they have not been treated with radiotherapy.",
        "exclusions",
        "prior_radiotherapy",
    ),
    (
        "It looks for glaucoma in adults, provided that it has not already been diagnosed.",
        "exclusions",
        "known_disease",
    ),
    (
        "The radiographs must be free of motion artifacts and implants.",
        "exclusions",
        "implant other",
    ),
    (
        "It must not, however, be applied to patients with cochlear implants.",
        "exclusions",
        "implant",
    ),
    (
        "It is not for use in knees with a prosthesis; pregnant women; or patients with gout.",
        "exclusions",
        "implant other pregnancy",
    ),
    (
        "It should not be used by people with a skull defect due to craniotomy.",
        "exclusions",
        "prior_surgery",
    ),
    (
        "It must not be used in women who take tamoxifen, who are pregnant, or who wear an insulin pump.",
        "exclusions",
        "other pregnancy",
    ),
    ("Not for patients with an ejection fraction below 25 %.", "exclusions", "other"),
    ("The algorithm ignores nodules below 3 mm.", "exclusions", "finding_type"),
    ("Recordings of poor quality are rejected.", "exclusions", "other"),
    ("The program itself is not diagnostic.", "exclusions", "primary_diagnosis"),
    (
        "Contraindicated in patients with a pacemaker, in patients after radiotherapy, and in pregnancy.",
        "exclusions",
        "pacemaker pregnancy prior_radiotherapy",
    ),
    ("Not for patients younger than 21 years.", "exclusions", "other"),
    ("Not for patients younger than 16 years.", "exclusions", "pediatric"),
    (
        "Contraindications: history of keratitis, corneal ulcer or corneal dystrophy.",
        "exclusions",
        "known_disease",
    ),
    ("People with a laryngectomy or a splenectomy were excluded.", "exclusions", "prior_surgery"),
    ("Patients on dialysis were not studied and should not be analysed.", "exclusions", "other"),
    (
        "Contraindications include epilepsy, pregnancy and open wounds.",
        "exclusions",
        "other pregnancy",
    ),
    ("It does not score recordings of patients on mechanical ventilation.", "exclusions", "other"),
    ("The software does not evaluate images with metal artifacts.", "exclusions", "other"),
]

NOT_RULED_OUT = [
    ("It has been evaluated in patients with stents and in pregnant women.", "exclusions", ""),
    ("The algorithm has been trained on scans of children and adults.", "exclusions", ""),
    ("Its accuracy has not been compared with that of radiologists.", "exclusions", ""),
    (
        "It is intended for patients with stents, severe calcification, or an irregular pulse.",
        "exclusions",
        "",
    ),
    (
        "It is intended for adults with a pacemaker, a tremor of the hands, or an open wound.",
        "exclusions",
        "",
    ),
    ("It is not limited to patients with implants or severe stenosis.", "exclusions", ""),
    ("Patients with pacemakers are not excluded.", "exclusions", ""),
    ("It does not require other examinations of the patient.", "exclusions", ""),
    ("It reports fractures and other abnormalities of the wrist.", "exclusions", ""),
    ("Scores of two visits can be compared.", "exclusions", ""),
    ("The results must not be altered.", "exclusions", ""),
    ("No contraindications are known.", "exclusions", ""),
    ("If any of the contraindications apply, consult the manual.", "exclusions", ""),
    ("It measures the spine in patients with scoliosis.", "exclusions", ""),
    ("It detects congenital heart disease in newborns.", "exclusions", ""),
    ("It is used by nurses who are not trained in ultrasound.", "exclusions", ""),
    ("It lets users who are colour-blind choose another palette.", "exclusions", ""),
    ("Users with a licence may edit the contours.", "exclusions", ""),
    ("It shows perfusion acquisitions and head scans side by side.", "exclusions", ""),
    (
        "It was cleared for use in clinics, and radiologists do not need to confirm each mark.",
        "exclusions",
        "",
    ),
    ("Patients who have had laser treatment are followed.", "exclusions", ""),
    ("The software has not been changed since the last version.", "exclusions", ""),
    ("It does not depend on the scanner or the protocol.", "exclusions", ""),
    ("It is not affected by other overlays.", "exclusions", ""),
    ("Its use in hospitals has been established for years.", "exclusions", ""),
    (
        "The device is not intended to replace a radiologist, and radiologists are not obliged to use it.",
        "exclusions",
        "",
    ),
    ("Not intended for children and adolescents.", "exclusions", "pediatric"),
    (
        "Not for use in pregnant women, breastfeeding women or children.",
        "exclusions",
        "other pediatric pregnancy",
    ),
    (
        "Not for patients with metal implants, pacemakers and other electronic devices.",
        "exclusions",
        "implant pacemaker",
    ),
    ("Patients with old or new craniotomies are excluded.", "exclusions", "prior_surgery"),
    ("It is not for patients with breast or chest wall implants.", "exclusions", "implant"),
    (
        "It should not be used in patients with stents, particularly in the first weeks after placement.",
        "exclusions",
        "implant",
    ),
    (
        "It should not be used in patients with stents, such as those of the left main artery.",
        "exclusions",
        "implant",
    ),
    (
        "It is not intended for pediatric patients, and clinicians should consider all findings.",
        "exclusions",
        "pediatric",
    ),
    ("Except for pregnant women, it can be used in all adults.", "exclusions", "pregnancy"),
    (
        "It is not intended for lateral chest radiographs or for children.",
        "exclusions",
        "other_modality pediatric",
    ),
    ("Adults are eligible, as are children.", "exclusions", ""),
    ("It is not for children unless a stent has been implanted.", "exclusions", "pediatric"),
    ("It helps to rule out the use of contrast.", "exclusions", ""),
    ("It rejects noise from the EEG signal.", "exclusions", ""),
    ("The reader accepts or rejects each outline.", "exclusions", ""),
    ("It is used unless a physician decides otherwise.", "exclusions", ""),
    ("It marks nodules; effusions; and fractures.", "exclusions", ""),
    ("It does not require a licence; radiologists use it.", "exclusions", ""),
    (
        "The device was tested on adults and should not be used in children.",
        "exclusions",
        "pediatric",
    ),
    ("The software does not measure bone density.", "exclusions", ""),
]


@pytest.mark.parametrize(("text", "field", "codes"), [*RULED_OUT, *NOT_RULED_OUT])
def test_field(text: str, field: str, codes: str | bool) -> None:
    found = getattr(parse_intended_use(text, lang="en"), field)
    if isinstance(found, bool):
        assert found is codes
    else:
        assert " ".join(sorted(code.value for code in found)) == codes
