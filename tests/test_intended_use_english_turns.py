"""Turns of phrase of English statements, each in a statement of its own: one field a case."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use
from statement_codes import said

CASES = [
    # Who acts: a person named in a verb's object is a user, and what people did is no function.
    ("It guides the surgeon during drilling of the tibia.", "users", "surgeon"),
    ("It instructs nurses how to tilt the probe.", "users", "nurse"),
    ("It measures lesions marked by the interpreting radiologist on CT.", "functions",
     "quantification"),
    ("It measures lesions marked by the user on CT.", "functions", "quantification"),
    ("It overlays the planned trajectory on live fluoroscopy.", "functions", "navigation"),
    ("It overlays the heat map on the slide.", "functions", ""),
    ("It draws bounding boxes around fractures.", "functions", "detection"),
    ("It ranks chest radiographs by suspicion of tuberculosis.", "functions", "triage"),
    ("It recognises low-grade cervical lesions.", "functions", "detection"),
    ("It selects frames with suspected polyps.", "functions", "detection"),
    ("It sends an alarm to nurses.", "functions", "triage"),
    ("It reports the plaque burden.", "functions", "quantification"),
    ("It shows the position of the needle during biopsy.", "functions", "navigation"),
    ("It labels cortical regions on brain MR images.", "functions", "segmentation"),
    ("It compares two knee MR examinations of the same patient.", "functions", "monitoring"),
    ("It outlines the prostate on MR images for MR/ultrasound fusion biopsy.", "functions",
     "segmentation"),
    ("It outlines the prostate on MR images for MR/ultrasound fusion biopsy.", "modalities", "MR"),
    ("It measures teeth on lateral cephalograms.", "modalities", "DX"),
    # Patients who are being evaluated are no evaluation of the product.
    ("It detects spikes in EEG of patients being evaluated for epilepsy.", "modalities", "EEG"),
    ("It detects emboli on CT of patients being investigated for dyspnoea.", "functions",
     "detection"),
    # Where it lies.
    ("It measures the fetal brain on ultrasound.", "anatomies", "brain"),
    ("It is a wrist-worn band that measures the heart rate.", "anatomies", "heart"),
    ("It grades acne on photographs.", "anatomies", "skin"),
    ("It detects occlusions of the anterior circulation.", "anatomies", "brain_vessels"),
    ("It detects lung and breast cancer.", "findings", "breast_cancer lung_cancer"),
    ("It detects aneurysms in stroke patients.", "findings", "aneurysm"),
    ("It detects polyps on narrow-band images.", "modalities", "ES"),
    ("It grades carcinoma on biopsy slides.", "modalities", "SM"),
    ("It follows moles over time.", "findings", "skin_lesion"),
    ("It counts cells in hematoxylin-eosin-stained sections.", "modalities", "SM"),
    ("It measures fetal growth on ultrasound.", "anatomies", "other"),
    ("It flags cerebral hemorrhage on head CT.", "anatomies", "head"),
    ("It flags cerebral hemorrhage on CT.", "anatomies", "brain"),
    ("It measures reflux in lower extremity veins.", "anatomies", "vessel"),
    # A risk of the population is no target.
    ("It detects autism in toddlers who are at risk of developmental delay.", "findings", "autism"),
    # Places.
    ("It is used in primary care offices.", "settings", "office primary_care"),
    ("It is used by nurses on the general ward.", "settings", "medical_institution"),
    ("It is used in burn centers.", "settings", "medical_institution"),
    ("It is not a means to refer an adult to a urologist.", "users", ""),
    ("It is used in radiology practices.", "settings", "clinic"),
    # What is ruled out.
    ("Wearers of pacemakers and pregnant women must not be scanned.", "exclusions",
     "pacemaker pregnancy"),
    ("Patients with implanted pacemakers should not use the patch.", "exclusions", "pacemaker"),
    ("Patients with a bleeding disorder and pregnant patients must not be treated.", "exclusions",
     "other pregnancy"),
    ("It was not studied in patients with stents, and such patients should not be assessed.",
     "exclusions", "implant"),
    ("It was not studied in patients with stents.", "exclusions", ""),
    ("Lesions on the eyelid are not to be assessed.", "exclusions", "other"),
    ("Ground-glass lesions are not to be assessed.", "exclusions", "finding_type"),
    ("Patients with prior craniotomy, hydrocephalus or a BMI above 45 are excluded.", "exclusions",
     "other prior_surgery"),
    ("It is not for patients with known stroke or hydrocephalus.", "exclusions", "known_disease"),
    ("Patients with stents or moyamoya disease are excluded.", "exclusions", "implant other"),
    ("Not intended for infants receiving phototherapy.", "exclusions", "other"),
    ("Not intended for infants under 2 years of age.", "exclusions", "pediatric"),
    ("Aneurysms treated by coiling are not covered.", "exclusions", "implant"),
    ("It is neither a diagnostic aid nor a substitute for a biopsy.", "exclusions",
     "primary_diagnosis"),
    ("For all adults except those with pacemakers, RhythmPad displays ECG waveforms.", "functions",
     "visualization"),
    ("Patients with a cleft palate or other craniofacial anomalies are excluded.", "exclusions",
     "malformation"),
    # What it does, said in whole turns of phrase.
    ("It points the reader to foci suspicious for carcinoma on slides.", "functions", "detection"),
    ("It draws the examiner's attention to suspected polyps.", "functions", "detection"),
    ("It places arrows on suspected fractures.", "functions", "detection"),
    ("It searches chest CT for nodules.", "functions", "detection"),
    ("It flags those with suspected fractures.", "functions", "triage"),
    ("It flags suspected positive cases of stroke.", "functions", "triage"),
    ("It gives the change since the previous scan.", "functions", "monitoring"),
    ("It shows nurses how to move the transducer.", "functions", "acquisition_guidance"),
    ("It helps the operator to obtain apical views.", "functions", "acquisition_guidance"),
    ("It tracks the needle tip on live ultrasound.", "functions", "navigation"),
    ("It registers the cone-beam CT to the patient.", "functions", "navigation"),
    ("It gives the likelihood that a patient will have a cardiac arrest.", "functions",
     "prediction"),
    ("It warns of impending hypotension.", "functions", "prediction"),
    ("It predicts the dose to the rectum.", "functions", ""),
    ("It drafts the radiology report.", "functions", "reporting"),
    ("It extracts the coronary tree from CTA.", "functions", "segmentation"),
    ("It aligns serial MR examinations.", "functions", "enhancement"),
    ("It stages liver fibrosis on ultrasound.", "functions", "quantification"),
    ("It gives a positive or negative result for glaucoma.", "functions", "diagnosis"),
    ("It continuously displays an index and alerts nurses to deterioration.", "functions",
     "monitoring"),
    ("It displays the pressure measured by a wearable sensor.", "functions", ""),
    ("It marks nodules measuring 4 mm or more.", "functions", "detection"),
    ("Contours may serve as input for external beam radiation therapy treatment planning.",
     "functions", "segmentation"),
    # What is imaged, and what is looked for in it.
    ("It flags vertebral fractures on CT of the chest and abdomen.", "anatomies", "spine"),
    ("It displays CT of the chest and abdomen.", "anatomies", "abdomen chest"),
    ("It tracks screws in the thoracic and lumbar spine.", "anatomies", "spine"),
    ("It measures perfusion of the left ventricle in patients with known coronary disease.",
     "anatomies", "heart"),
    ("It grades aortic stenosis on echocardiography.", "anatomies", "heart"),
    ("It senses motion at the wrist of adults.", "anatomies", ""),
    ("It plans a path during bronchoscopy on fluoroscopy.", "modalities", "XA"),
    ("It is an adjunct to mammography that marks masses on breast ultrasound.", "modalities",
     "US"),
    ("It outlines fibroids for focused ultrasound treatment on MR images.", "modalities", "MR"),
    ("It estimates the risk of conversion from ocular hypertension to glaucoma.", "findings",
     "glaucoma"),
    ("Dose-Predict Plan assists physicists.", "functions", ""),
    ("TB-Screen X displays chest radiographs.", "findings", ""),
    ("Chest CT is displayed.", "modalities", "CT"),
    ("It is used under the supervision of a therapist.", "users", "healthcare_professional"),
    ("It is used by sonographers under the supervision of a physician.", "users", "sonographer"),
    # What is ruled out, and what stands beside it.
    ("It marks fractures on radiographs. Radiographs of the skull are not supported.",
     "exclusions", "other"),
    ("It marks fractures on CT. Radiographs of the skull are not supported.", "exclusions",
     "other_modality"),
    ("Recordings obtained with needle electrodes are not supported.", "exclusions",
     "other_modality"),
    ("It marks seizures. Patients with a history of stroke are excluded.", "exclusions", "other"),
    ("It marks strokes. Patients with a history of stroke are excluded.", "exclusions",
     "known_disease"),
    ("It is for physicians other than dermatologists.", "exclusions", "user_group"),
    ("Slides from transurethral resection are excluded.", "exclusions", "sample_type"),
    ("Frozen sections are not to be reviewed with SlideZeno.", "exclusions", "sample_type"),
    ("Patients with dysplasia, with the exception of mild cases, are excluded.", "exclusions",
     "malformation"),
    ("It should not be used in children, in whom its performance has not been established.",
     "exclusions", "pediatric"),
    ("It is not for patients with implants and does not replace the reader's judgement.",
     "exclusions", "implant"),
    ("Curves of less than 10 degrees are excluded.", "exclusions", "finding_type"),
    ("Marrow aspirates and blood films older than 5 days are unsuitable.", "exclusions",
     "sample_type"),
    ("It must not be operated by untrained personnel.", "exclusions", "user_group"),
    ("It must not be used during surgery.", "exclusions", "other"),
    ("It cannot be used to assess tumours.", "exclusions", "finding_type"),
    ("It does not analyse paediatric images.", "exclusions", "pediatric"),
    ("The tablet must not touch the wound.", "exclusions", "body_contact"),
    ("Patients must not have implanted devices.", "exclusions", "implant"),
    ("Contraindication: allergy to iodinated contrast medium.", "exclusions", "other"),
    ("Open procedures and patients with situs inversus are not covered.", "exclusions",
     "malformation other"),
    # Verbs whose object tells the function.
    ("It identifies the lobes of the lung.", "functions", "segmentation"),
    ("It identifies the standard plane.", "functions", ""),
    ("It finds fractures on radiographs.", "functions", "detection"),
    ("A suspected lesion is indicated on the image.", "functions", "detection"),
    ("It indicates suspicious regions.", "functions", "detection"),
    ("It indicates the likelihood of cancer.", "functions", "diagnosis"),
    ("It prompts the operator to repeat the scan.", "functions", "acquisition_guidance"),
    ("It prompts suspicious regions.", "functions", "detection"),
    ("It alerts the radiologist to regions of interest.", "functions", "detection"),
    ("It alerts the surgeon.", "functions", "triage"),
    ("The images are displayed.", "functions", "visualization"),
    ("It displays the results.", "functions", ""),
    ("It estimates the risk of stroke within five years.", "functions", "prediction"),
    ("It estimates the risk that a lesion is malignant.", "functions", "diagnosis"),
    ("It determines the diameter of the aorta.", "functions", "quantification"),
    ("It assesses whether a lesion is present.", "functions", "diagnosis"),
    ("It measures heart rates.", "functions", "quantification"),
    ("It classifies breast density.", "functions", "quantification"),
    ("It classifies lesions as benign.", "functions", "diagnosis"),
    ("It compares the thickness with a normal database.", "functions", ""),
    ("It is software for the treatment of insomnia.", "functions", "therapy"),
    ("It supports the treatment of insomnia.", "functions", ""),
    ("It controls the robotic arm.", "functions", "therapy"),
    ("It is controlled by a switch.", "functions", ""),
    ("It reduces noise in the images.", "functions", "enhancement"),
    ("It guides the probe.", "functions", "acquisition_guidance"),
    ("It guides the insertion of the catheter.", "functions", "navigation"),
    ("It labels the vertebrae.", "functions", "segmentation"),
    ("It follows nodules over time.", "functions", "monitoring"),
    ("It marks nodules and is an adjunct to routine follow-up.", "functions", "detection"),
    ("It gives a probability map of the prostate.", "functions", ""),
    ("It gives a BI-RADS density category.", "functions", "quantification"),
    ("It shows images for primary diagnosis.", "functions", "visualization"),
    ("It displays images with reconstructed slices of 1 mm.", "functions", "visualization"),
    ("It measures the contours approved by the physician contours.", "functions",
     "quantification segmentation"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "codes"), CASES)
def test_turn_of_phrase(text: str, field: str, codes: str) -> None:
    assert said(text, field) == codes


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("The physician should consider all other available data.", "standalone_prohibited"),
        ("The cardiologist decides on the treatment.", "standalone_prohibited"),
        ("The score alone must not trigger a referral.", "standalone_prohibited"),
        ("A positive result must be confirmed by invasive angiography.", "standalone_prohibited"),
        ("Scanner: Norvane 20 only.", "equipment_restricted"),
        ("To be used only with the Halden 60 MHz catheter.", "equipment_restricted"),
        ("Not for images from manufacturers other than Arvid.", "equipment_restricted"),
    ],
)
def test_flag(text: str, field: str) -> None:
    assert getattr(parse_intended_use(text), field) is True


def test_a_size_binds_the_product_to_no_equipment() -> None:
    text = "It marks nodules with a diameter of more than 5 mm on grey-scale ultrasound."
    assert parse_intended_use(text).equipment_restricted is False


@pytest.mark.parametrize(
    "text",
    [
        "For adults older than 18 and younger than 14 years.",
        "For patients older than 18 and younger than 18 years.",
        "适用于18岁以上成人，≤14岁。",
    ],
)
def test_limits_that_no_age_keeps_bound_no_range(text: str) -> None:
    assert parse_intended_use(text).age is None


def test_ages_that_contradict_each_other_are_said_to() -> None:
    use = parse_intended_use("For adults older than 65 and younger than 18 years.")
    assert use.reason == "no age lies between 65 and 18"


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("For patients at or above 18 years of age.", "[18,None"),
        ("For adults (greater than or equal to 21 years).", "[21,None"),
        ("For 5- to 12-year-old children.", "[5,12"),
        ("It is for children from 6 months.", "[0.5,None"),
        ("It is for children up to 36 months of age.", "(None,3"),
        ("It is for patients aged 18 months through 72 months.", "[1.5,6"),
        ("It shows data over 7 days of adults.", ""),
        ("It shows films older than 5 days.", ""),
    ],
)
def test_age(text: str, age: str) -> None:
    found = parse_intended_use(text).age
    said = f"{'[' if found.min_inclusive else '('}{found.min},{found.max}" if found else ""
    assert said == age


def test_a_statement_that_ends_inside_a_word_is_not_complete() -> None:
    cut = parse_intended_use("It is for radiologists to triage head CT with suspected hydro")
    assert not cut.complete
    assert parse_intended_use("It is for radiologists to triage head CT").complete


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("It quantifies tissue with Tmax > 6 s.", [">6s"]),
        ("It flags nodules and gives results in less than 30 seconds.", []),
        ("It flags fractures with a loss of height of more than 25%.", [">25%"]),
        ("It detects nodules from 5 mm in size.", [">=5mm"]),
        ("It measures Cobb angles greater than 10 degrees.", [">10°"]),
        ("It plans treatment of women with uterine fibroids of 3 cm or more.", [">=3cm"]),
        ("It has a resolution of 3 mm or more.", []),
    ],
)
def test_limits(text: str, limits: list[str]) -> None:
    found = parse_intended_use(text).thresholds
    assert [f"{limit.op}{limit.value}{limit.unit}" for limit in found] == limits
