"""Users, places, inputs, equipment and disclaimers of English statements, one turn of phrase a case."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use

SAID = [
    (
        "It detects polyps. Replacing clinical judgement is not the intention of the device.",
        "standalone_prohibited",
        True,
    ),
    ("Substituting a biopsy is not the purpose of this software.", "standalone_prohibited", True),
    ("Positive findings have to be confirmed by a sputum culture.", "standalone_prohibited", True),
    ("Each finding has to be validated by a dermatologist.", "standalone_prohibited", True),
    ("Findings should be confirmed by a cardiologist.", "standalone_prohibited", True),
    ("Negative results have to be confirmed by culture.", "standalone_prohibited", True),
    ("Results are confirmed by pressing the button.", "standalone_prohibited", False),
    ("The position must be confirmed by the operator.", "standalone_prohibited", False),
    ("The device is confirmed by the manufacturer to be safe.", "standalone_prohibited", False),
    (
        "It is designed to be used in conjunction with other clinical findings for adults in the emergency room to aid in the diagnosis of septic shock.",
        "standalone_prohibited",
        True,
    ),
    (
        "It is designed to be used in conjunction with other clinical findings for adults in the emergency room to aid in the diagnosis of septic shock.",
        "findings",
        "sepsis",
    ),
    (
        "It is designed to be used in conjunction with other clinical findings for adults in the emergency room to aid in the diagnosis of septic shock.",
        "settings",
        "emergency",
    ),
    (
        "It is intended for use in conjunction with clinical assessment to assist in the detection of pneumonia.",
        "functions",
        "detection",
    ),
    (
        "Results must be used in conjunction with clinical findings to support decisions on treatment.",
        "functions",
        "",
    ),
    (
        "Physicians should limit use of the tool to the Helios MR series.",
        "equipment_restricted",
        True,
    ),
    (
        "Use of the software should be limited to the Helios scanner family.",
        "equipment_restricted",
        True,
    ),
    ("It is confined to white-light gastroscopy.", "equipment_restricted", True),
    ("It works only on narrow-band images.", "equipment_restricted", True),
    ("It is restricted to non-magnified white light imaging.", "equipment_restricted", True),
    ("It is to be used only with compatible ultrasound systems.", "equipment_restricted", False),
    ("It is a software-only device that works on PSG signals.", "equipment_restricted", False),
    ("Limit use of the device to adults.", "equipment_restricted", False),
    ("It is intended to be used with compatible CT scanners.", "equipment_restricted", False),
    (
        "It notifies the on-call stroke physician of the hospital network of CT angiograms with occlusions.",
        "users",
        "hospital_network physician",
    ),
    ("It is for hospital networks and clinicians.", "users", "hospital_network physician"),
    ("It is for radiologists; the physician makes the diagnosis.", "users", "radiologist"),
    (
        "It is worn and used by nurses, patients with asthma and individuals who train.",
        "users",
        "nurse patient",
    ),
    ("It can be operated by nurses, caregivers or patients.", "users", "nurse patient"),
    ("It is used by physicians for children and patients with asthma.", "users", "physician"),
    (
        "It is used by radiologists to examine adults and patients with stents.",
        "users",
        "radiologist",
    ),
    ("It is worn at home under the care of a physician.", "users", ""),
    ("It is used by nurses under the care of a cardiologist.", "users", "nurse"),
    ("It is for trained therapy personnel such as dosimetrists.", "user_training", True),
    ("It is used by certified laboratory staff.", "user_training", True),
    ("It may be operated by staff without training.", "user_training", False),
    ("It can be used by untrained personnel.", "user_training", False),
    ("It is intended for use in intensive care units.", "settings", "medical_institution"),
    (
        "It is used by nurses in operating rooms and intensive care units.",
        "settings",
        "medical_institution",
    ),
    ("It is for use in the cardiac catheterization laboratory.", "settings", "medical_institution"),
    ("It analyses EEG of adults in the intensive care unit.", "settings", ""),
    ("It predicts transfer to the ICU.", "settings", ""),
    (
        "It is used for screening within national tuberculosis programmes.",
        "settings",
        "screening_program",
    ),
    ("It is used in ophthalmology and optometry practices.", "settings", "clinic"),
    ("It is used in optometry and primary care practices.", "settings", "clinic primary_care"),
    ("It supports good clinical practices.", "settings", ""),
    ("It reconstructs CT images from X-ray transmission profiles.", "modalities", "CT"),
    ("It applies an electric field by transducer arrays on the chest.", "modalities", ""),
    ("It plans laparoscopic myomectomy on MR images.", "modalities", "MR"),
    ("It simulates arthroscopic repair on MR images.", "modalities", "MR"),
    ("It marks lesions on laparoscopic video.", "modalities", "ES"),
    ("It looks for a weak heart. Do not use it on ECGs with pacing spikes.", "modalities", "ECG"),
    ("Read the output together with the original resting ECG tracings.", "modalities", "ECG"),
    ("It segments the liver on CT. It should not be used on MR images.", "modalities", "CT"),
    ("It serves men and women without restriction of age.", "age_groups", "all"),
    ("It is used without regard to age or sex.", "age_groups", "all"),
    (
        "It quantifies reticulation on chest CT of patients with interstitial lung disease.",
        "anatomies",
        "lung",
    ),
    ("It measures ventricular width in infants with hydrocephalus.", "anatomies", "brain"),
    ("It measures ventricular volume on echocardiograms.", "anatomies", "heart"),
    ("It scores ASPECTS regions on non-contrast CT.", "findings", "ischemic_stroke"),
    ("It scores ASPECTS regions on non-contrast CT.", "anatomies", "brain"),
    (
        "It locates soft-tissue regions suspicious for breast cancer on mammograms.",
        "anatomies",
        "breast",
    ),
    (
        "It locates calcifications and soft-tissue regions on mammograms.",
        "findings",
        "calcification_breast mass_breast",
    ),
    (
        "Small thrombi may be missed. It flags haemorrhage on head CT.",
        "findings",
        "intracranial_hemorrhage",
    ),
]

NOT_SAID = [
    ("It replaces manual measurement, which was the intention.", "standalone_prohibited", False),
    ("The installation must be confirmed by the manufacturer.", "standalone_prohibited", False),
    ("Cases are validated by the network.", "standalone_prohibited", False),
    ("It is intended for use with other software of the hospital.", "standalone_prohibited", False),
    ("It is limited to adults.", "equipment_restricted", False),
    ("Its use is limited to trained physicians.", "equipment_restricted", False),
    ("It shows images of a 3D model of the heart.", "equipment_restricted", False),
    ("It computes pressure from a 3D computer model.", "equipment_restricted", False),
    (
        "It is to be used only with compatible scanners of any vendor.",
        "equipment_restricted",
        False,
    ),
    ("It is software only and uses any device.", "equipment_restricted", False),
    ("It runs on standard workstations only in hospitals.", "equipment_restricted", False),
    ("It shows white light and narrow-band images.", "equipment_restricted", False),
    ("It is used by nurses in wards and patients are informed.", "users", "nurse"),
    ("It is used by radiologists for the follow-up of patients.", "users", "radiologist"),
    ("It is used on patients with asthma.", "users", ""),
    ("It is for patients under the care of a urologist.", "users", ""),
    ("It needs no trained personnel.", "user_training", False),
    ("It does not require qualified staff.", "user_training", False),
    ("It is not used by patients.", "users", ""),
    ("It is for adults admitted to the intensive care unit.", "settings", ""),
    ("It is not used in operating rooms.", "settings", ""),
    ("It predicts discharge of patients from the intensive care unit.", "settings", ""),
    ("It works in patients in intensive care units.", "settings", ""),
    ("It is used in screening in adults.", "settings", ""),
    ("Neurology and cardiology are supported.", "settings", ""),
    ("It is not for CT with contrast.", "modalities", ""),
    ("It should not be used on radiographs of the skull.", "modalities", ""),
    ("It stores original names of the images.", "modalities", ""),
    ("It is not for all ages.", "age_groups", ""),
    ("It marks polyps that may be missed on colonoscopy.", "findings", "polyp"),
    ("It marks polyps which might otherwise be overlooked.", "findings", "polyp"),
    (
        "It detects pleural effusion on chest radiographs of patients with heart failure.",
        "anatomies",
        "chest",
    ),
    ("It measures ventricular size on cardiac MR.", "anatomies", "heart"),
    ("It segments the cerebral ventricles on MR.", "anatomies", "brain"),
    ("It covers all aspects of care.", "findings", ""),
    ("A blood culture is taken from patients with fever.", "anatomies", ""),
    (
        "It is for hospital networks and radiologists; clinicians decide.",
        "users",
        "hospital_network radiologist",
    ),
]

FURTHER = [
    (
        "It is neither meant for screening nor as a substitute for a biopsy.",
        "exclusions",
        "screening",
    ),
    (
        "Contraindications: previous ablation of the liver; pelvic radiotherapy; knee prosthesis.",
        "exclusions",
        "implant prior_ablation prior_radiotherapy",
    ),
    (
        "Stents are a contraindication; pregnancy, however, is a contraindication too.",
        "exclusions",
        "implant pregnancy",
    ),
    (
        "CT angiography and Doppler ultrasound are not accepted as input.",
        "exclusions",
        "other_modality",
    ),
    ("Lay persons must not operate it.", "exclusions", "user_group"),
    ("It is used by midwives, not by parents or lay helpers.", "exclusions", "user_group"),
    (
        "The software is not designed for pediatric patients nor for use during pregnancy.",
        "exclusions",
        "pediatric pregnancy",
    ),
    (
        "This device is not indicated for use in patients who have undergone mastectomy.",
        "exclusions",
        "prior_surgery",
    ),
    (
        "It shall not be applied to frozen sections or cytology specimens.",
        "exclusions",
        "sample_type",
    ),
    (
        "All patients with the exception of those with cardiac pacemakers can be examined.",
        "exclusions",
        "pacemaker",
    ),
    ("It analyses all arrhythmias other than atrial flutter.", "exclusions", "finding_type"),
    ("Use in children is not supported.", "exclusions", "pediatric"),
    (
        "Use of the device in patients with metal implants should be avoided.",
        "exclusions",
        "implant",
    ),
    ("The device must not come into contact with the patient.", "exclusions", "body_contact"),
    ("Do not use on patients undergoing chemotherapy.", "exclusions", "prior_chemotherapy"),
    ("The system does not support images from mobile X-ray units.", "exclusions", "other_modality"),
    ("It has not been cleared for use on mobile devices.", "exclusions", "mobile_device"),
    (
        "It is not a replacement for mammography and is not for screening of asymptomatic women.",
        "exclusions",
        "screening",
    ),
    ("It is not intended to monitor response to therapy.", "exclusions", "treatment_monitoring"),
    ("It is not for use by untrained persons.", "exclusions", "user_group"),
    (
        "It is not intended for detection of anomalies other than stroke.",
        "exclusions",
        "finding_type",
    ),
    (
        "Exclusions include prior radiation therapy, stents, and known malignancy.",
        "exclusions",
        "implant malignancy prior_radiotherapy",
    ),
    (
        "Contraindicated for: pregnant women; patients with pacemakers; children under 12.",
        "exclusions",
        "pacemaker pediatric pregnancy",
    ),
    (
        "Contraindications:\n- pregnancy\n- implanted defibrillator\n- acute trauma",
        "exclusions",
        "acute_condition implant pregnancy",
    ),
    (
        "The following are excluded: patients with prior surgery, pregnant patients.",
        "exclusions",
        "pregnancy prior_surgery",
    ),
    ("It is not suitable for images of poor quality.", "exclusions", "other"),
    ("It is not validated for use in oncology patients.", "exclusions", "oncology_patient"),
    ("It is not intended to be used to contour tumors.", "exclusions", "lesion_contouring"),
    (
        "Patients previously diagnosed with glaucoma should not be tested.",
        "exclusions",
        "known_disease",
    ),
    ("The decision to stop lies with the endoscopist.", "standalone_prohibited", True),
    ("It has been validated for the Nimbus G4 bronchoscope only.", "equipment_restricted", True),
    (
        "It counts cells on slides of the Morag T9, the only scanner for which it was validated.",
        "equipment_restricted",
        True,
    ),
    ("It treats depression by magnetic stimulation of the brain.", "functions", "therapy"),
    (
        "It drafts a report from measurements that the operator has entered.",
        "functions",
        "reporting",
    ),
    (
        "It fuses PET and CT volumes and shows both side by side.",
        "functions",
        "enhancement visualization",
    ),
    ("It shows the images and does not detect or measure lesions.", "functions", "visualization"),
]

NOR_FURTHER = [
    ("It is neither an implant nor a medicine.", "exclusions", ""),
    ("Contact with water should be avoided.", "functions", ""),
    ("It is operated by nurses and not by hand.", "exclusions", ""),
    ("The manual must not be handled with wet hands.", "functions", ""),
    ("It has been validated for several scanners.", "equipment_restricted", False),
    ("It has been validated on 300 images from two scanners.", "equipment_restricted", False),
    ("The decision on reimbursement lies with the payer.", "standalone_prohibited", False),
    ("It is a scanner on which it has been validated.", "equipment_restricted", False),
    ("It measures plaque; however, it is meant for adults.", "exclusions", ""),
    ("Images are accepted as input from any vendor.", "exclusions", ""),
    ("Parents may stay with the child.", "exclusions", ""),
    ("It shows measurements that the radiologist has entered.", "functions", ""),
    ("It measures nodules that the radiologist has marked.", "functions", "quantification"),
    ("Errors should be avoided in patients with implants.", "functions", ""),
]

USUAL = [
    ("It is for infants younger than 12 months.", "age_groups", "neonate pediatric"),
    ("It is for patients 22 years or older.", "age_groups", "adult"),
    ("It is for patients no older than 21 years.", "age_groups", "pediatric"),
    (
        "It is for use in point-of-care settings such as hospitals and clinics.",
        "settings",
        "clinic medical_institution",
    ),
    ("It is used in ambulatory care.", "settings", "clinic"),
    ("It is used at the patient's home.", "settings", "home"),
    ("It is used in a physician's office.", "settings", "office"),
    ("It is used in physicians' offices and urgent care centers.", "settings", "emergency office"),
    ("It is used in the ER.", "settings", "emergency"),
    (
        "It is intended for use in hospitals, outpatient clinics, and imaging centers.",
        "settings",
        "clinic medical_institution",
    ),
    ("It is intended for use in a clinical setting.", "settings", ""),
    ("It is used in community health centres.", "settings", "primary_care"),
    (
        "It is used in population-based breast cancer screening programmes.",
        "settings",
        "screening_program",
    ),
    (
        "It is intended for use in professional healthcare facilities.",
        "settings",
        "medical_institution",
    ),
    ("It is used by general practitioners in their surgeries.", "settings", ""),
    ("It provides quantitative measurements of the liver.", "functions", "quantification"),
    ("It detects and characterizes breast lesions.", "functions", "detection diagnosis"),
    (
        "It aids radiologists in the detection, localization and characterization of nodules.",
        "functions",
        "detection diagnosis",
    ),
    (
        "It generates a 3D reconstruction for surgical planning.",
        "functions",
        "enhancement planning",
    ),
    ("It notifies a specialist when an occlusion is suspected.", "functions", "triage"),
    (
        "It automatically labels vertebrae and measures the Cobb angle.",
        "functions",
        "quantification segmentation",
    ),
    (
        "It measures breast density and assigns a BI-RADS density category.",
        "functions",
        "quantification",
    ),
    ("It denoises PET images.", "functions", "enhancement"),
    (
        "It provides volumetric data of brain structures and compares them with a normative database.",
        "functions",
        "quantification",
    ),
    ("It is an aid in the diagnosis of heart failure.", "functions", "diagnosis"),
    (
        "It does not provide a diagnosis; it measures the QT interval.",
        "functions",
        "quantification",
    ),
    ("It helps detect strokes.", "functions", "detection"),
    (
        "It is not intended to detect or diagnose fractures but to display radiographs.",
        "functions",
        "visualization",
    ),
    ("It predicts the risk of mortality within 30 days.", "functions", "prediction"),
    (
        "It outputs a binary result that indicates the presence or absence of atrial fibrillation.",
        "functions",
        "diagnosis",
    ),
    ("It stitches images and exports them to the PACS.", "functions", "enhancement"),
    (
        "It is for screening and triage of individuals of 20 years and above for trachoma from photographs of the eyelid, within national eye health programmes.",
        "settings",
        "screening_program",
    ),
    ("It is used after screening of slides in a national laboratory.", "settings", ""),
]

GENRE = [
    (
        "The software passively notifies users of suspected spinal fractures through a worklist.",
        "functions",
        "triage",
    ),
    (
        "It provides adjunctive information and is not intended to replace the radiologist's review.",
        "standalone_prohibited",
        True,
    ),
    (
        "It leaves the scan as it is and is not meant as a diagnostic device.",
        "exclusions",
        "primary_diagnosis",
    ),
    (
        "Previews are not meant for diagnostic use beyond the alert.",
        "exclusions",
        "primary_diagnosis",
    ),
    ("It is intended for retrospective analysis of sleep recordings.", "functions", ""),
    (
        "It provides semi-automated segmentation and volumetric quantification of the ventricles and the myocardium.",
        "functions",
        "quantification segmentation",
    ),
    (
        "The software is intended to be used by trained sonographers, echocardiographers and cardiologists.",
        "users",
        "cardiologist sonographer",
    ),
    (
        "The device is intended for use by clinicians certified to interpret dental radiographs.",
        "user_training",
        True,
    ),
    ("The system is for prescription use only.", "users", ""),
    (
        "It is intended for use in adult patients in a hospital or hospital-type environment.",
        "settings",
        "medical_institution",
    ),
    (
        "The device is designed for use by health care professionals in clinics, hospitals, and at home.",
        "settings",
        "clinic home medical_institution",
    ),
    (
        "The device assists in the positioning of the patient during radiation treatment.",
        "functions",
        "navigation",
    ),
    (
        "The device is intended to overlay preoperative CT on live fluoroscopic images during endovascular procedures.",
        "functions",
        "navigation",
    ),
    ("It reduces noise and improves the contrast of low-dose images.", "functions", "enhancement"),
    (
        "It is not to be used on patients who have had surgery on the index joint, or with open growth plates.",
        "exclusions",
        "other prior_surgery",
    ),
    (
        "The product is not intended for the evaluation of implants, hardware or periprosthetic fractures.",
        "exclusions",
        "implant",
    ),
    ("Mammograms acquired with tomosynthesis are not supported.", "exclusions", "other_modality"),
    (
        "The software has only been validated in adults; use in minors is not recommended.",
        "exclusions",
        "pediatric",
    ),
    ("Do not use it in lieu of a full work-up.", "standalone_prohibited", True),
    (
        "The clinician retains the ultimate responsibility for making the pertinent diagnosis.",
        "standalone_prohibited",
        True,
    ),
    (
        "It reads imaging data alone and should not be used in isolation.",
        "standalone_prohibited",
        True,
    ),
    (
        "The software is not intended for use with patients with arrhythmia or irregular heartbeat.",
        "exclusions",
        "other",
    ),
    (
        "The device is not for use in patients with known allergies to adhesives.",
        "exclusions",
        "other",
    ),
    (
        "The device is intended to be used with images from the Lumen 5 handheld fundus camera.",
        "equipment_restricted",
        True,
    ),
    ("For use on adult males suspected of prostate cancer.", "sexes", "male"),
    ("It does not interface directly with any MR or CT equipment.", "exclusions", ""),
    (
        "Not intended for use in a life-supporting role or in an emergency.",
        "exclusions",
        "acute_condition",
    ),
    (
        "It is contraindicated when there is excessive patient motion or metal artifact.",
        "exclusions",
        "other",
    ),
    (
        "The tool is intended only for cases with a single lesion; multifocal disease is excluded.",
        "exclusions",
        "other",
    ),
    ("It is contraindicated when a pacemaker is present.", "exclusions", "pacemaker"),
    ("The device is contraindicated if the patient is pregnant.", "exclusions", "pregnancy"),
    ("It is contraindicated during pregnancy.", "exclusions", "pregnancy"),
    (
        "Its use is contraindicated where stents or clips are in the field of view.",
        "exclusions",
        "implant",
    ),
    ("Children are contraindicated.", "exclusions", "pediatric"),
    ("It supports positioning patients for radiotherapy.", "functions", "navigation"),
    (
        "Patients with a pacemaker, or with an untreated hernia, must not be examined.",
        "exclusions",
        "other pacemaker",
    ),
]


@pytest.mark.parametrize(
    ("text", "field", "codes"), [*SAID, *NOT_SAID, *FURTHER, *NOR_FURTHER, *USUAL, *GENRE]
)
def test_field(text: str, field: str, codes: str | bool) -> None:
    found = getattr(parse_intended_use(text, lang="en"), field)
    if isinstance(found, bool):
        assert found is codes
    else:
        assert " ".join(sorted(code.value for code in found)) == codes
