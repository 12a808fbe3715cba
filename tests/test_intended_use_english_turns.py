"""Turns of phrase of English statements, each in a statement of its own: one field a case."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use

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
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "codes"), CASES)
def test_turn_of_phrase(text: str, field: str, codes: str) -> None:
    found = sorted(code.value for code in getattr(parse_intended_use(text), field))
    assert " ".join(found) == codes


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
