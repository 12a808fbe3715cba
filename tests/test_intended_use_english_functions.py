"""What English statements say that a product does, one turn of phrase a case, and what says nothing."""

from __future__ import annotations

import pytest

from medai_landscape.wording.intended_use import parse_intended_use

DOES = [
    (
        "It highlights on a worklist server those cases in which a bleed was found.",
        "functions",
        "triage",
    ),
    (
        "It identifies critical findings on chest radiographs and flags the images in the PACS to enable prioritized review.",
        "functions",
        "triage",
    ),
    ("It highlights all scans where an embolus is suspected.", "functions", "triage"),
    (
        "It is used by radiologists and neurologists to triage head CT with suspected haemorrhage.",
        "functions",
        "triage",
    ),
    (
        "It is intended for use by cardiologists to prioritize ECG with suspected infarction.",
        "functions",
        "triage",
    ),
    ("It highlights fractures in the image.", "functions", "detection"),
    (
        "A computer-aided detection and diagnosis (CADe/x) system, it marks rib fractures.",
        "functions",
        "detection",
    ),
    (
        "It is a computer-aided detection device that measures and displays thyroid nodules on ultrasound images.",
        "functions",
        "quantification visualization",
    ),
    ("It is computer-aided detection software for polyps.", "functions", "detection"),
    ("It is a computer-aided diagnosis device for breast lesions.", "functions", "diagnosis"),
    ("It assists in screening for diabetic retinopathy.", "functions", "diagnosis"),
    ("It is a decision support for the screening of glaucoma.", "functions", "diagnosis"),
    ("It aids in screening for tuberculosis in adults.", "functions", "diagnosis"),
    ("It marks nodules and is used in screening for lung cancer.", "functions", "detection"),
    (
        "It assists medical professionals in the acquisition of lung ultrasound images.",
        "functions",
        "acquisition_guidance",
    ),
    (
        "It supports nurses with the acquisition of standard echocardiographic views.",
        "functions",
        "acquisition_guidance",
    ),
    (
        "It draws arrows that say how the probe should be rotated.",
        "functions",
        "acquisition_guidance",
    ),
    ("It shows novices how the transducer should be tilted.", "functions", "acquisition_guidance"),
    ("It supports the acquisition, display and storage of images.", "functions", "visualization"),
    ("It explains how likely a newborn is to have future apnoea.", "functions", "prediction"),
    ("It tells how likely the patient is to develop delirium.", "functions", "prediction"),
    (
        "It aids in the risk assessment for progression to sepsis within 24 hours.",
        "functions",
        "prediction",
    ),
    (
        "It is used in the risk assessment for presence of or progression to shock within 6 hours.",
        "functions",
        "diagnosis prediction",
    ),
    ("It is for patients under advanced hemodynamic monitoring.", "functions", ""),
    ("It is for patients who receive continuous cardiac monitoring.", "functions", ""),
    ("It is for newborns requiring respiratory monitoring.", "functions", ""),
    ("It detects retinopathy in adults diagnosed with diabetes.", "functions", "detection"),
    ("It treats newly diagnosed glioblastoma.", "functions", "therapy"),
    (
        "It detects nodules in patients who have not been previously diagnosed with cancer.",
        "functions",
        "detection",
    ),
    ("It detects murmurs in children diagnosed as healthy.", "functions", "detection"),
    (
        "It provides the coordinates of the location with the highest likelihood of cancer.",
        "functions",
        "",
    ),
    ("It marks the region with the greatest suspicion of cancer.", "functions", "detection"),
    (
        "It gives a likelihood of fracture and a heat map of suspicious areas.",
        "functions",
        "detection diagnosis",
    ),
    ("It shows bounding boxes around suspected fractures.", "functions", "detection"),
    ("It provides an overlay of abnormal areas on the radiograph.", "functions", "detection"),
    ("Slides are to be visualized with the Panorama viewing software.", "functions", ""),
    ("Images must be viewed with a diagnostic viewer.", "functions", ""),
    ("Images can be displayed in any DICOM viewer.", "functions", ""),
    ("It includes a DICOM viewer.", "functions", "visualization"),
    (
        "It gives changes in thickness between two scans taken at different time points.",
        "functions",
        "monitoring quantification",
    ),
    (
        "It provides volumes of images acquired at a single time point.",
        "functions",
        "quantification",
    ),
    ("It follows healing at each visit.", "functions", "monitoring"),
    ("It follows the progression of the disease.", "functions", "monitoring"),
    ("It notes progression of hydrocephalus between examinations.", "functions", "monitoring"),
    (
        "It automates the current manual process of labelling and quantifying segmentable brain structures.",
        "functions",
        "quantification segmentation",
    ),
    (
        "The flow reserve is computed from simulated pressure and velocity.",
        "functions",
        "quantification",
    ),
    (
        "It is a physiologic simulation software for quantitative analysis of CT data.",
        "functions",
        "quantification",
    ),
    ("It simulates the resection of the liver.", "functions", "simulation"),
    (
        "It is intended for the pre-operative simulation of laparoscopic surgery.",
        "functions",
        "simulation",
    ),
    ("It assists in the choice of stent length.", "functions", "planning"),
    ("It helps in the selection of the valve size.", "functions", "planning"),
    ("It supports implant sizing before surgery.", "functions", "planning"),
    ("It synthesizes contrast-enhanced images.", "functions", "enhancement"),
    (
        "It is intended for continuous display of the respiratory rate.",
        "functions",
        "monitoring visualization",
    ),
    ("It solely stores and displays dental photographs.", "functions", "visualization"),
    ("It tells physicians whether a pneumothorax is present.", "functions", "diagnosis"),
    ("It informs the nurse whether the patient has sepsis.", "functions", "diagnosis"),
    ("It separates benign from malignant thyroid nodules.", "functions", "diagnosis"),
    ("It gives a yes or no answer on the presence of glaucoma.", "functions", "diagnosis"),
    ("It guides the nurse in placing the needle during venepuncture.", "functions", "navigation"),
    ("It guides the nurse in holding the probe.", "functions", "acquisition_guidance"),
    ("It shows the operator where to place the probe.", "functions", "acquisition_guidance"),
    ("It tracks the tip of the catheter.", "functions", "navigation"),
    ("It displays the catheter tip position in real time.", "functions", "navigation"),
    ("It generates a complete PDF report.", "functions", "reporting"),
    (
        "It estimates the likelihood of a seizure during the next 24 hours.",
        "functions",
        "prediction",
    ),
    ("It foretells which patients will need ventilation.", "functions", "prediction"),
    ("It rates the severity of knee osteoarthritis.", "functions", "quantification"),
    ("It assigns a breast density category.", "functions", "quantification"),
    (
        "It gives a density category by the BI-RADS atlas for breasts.",
        "functions",
        "quantification",
    ),
    ("It is for surgeons who want the volume of a tumour measured.", "functions", "quantification"),
    ("It turns low-dose CT into images with less noise.", "functions", "enhancement"),
    ("It keeps watch over oxygen saturation.", "functions", "monitoring"),
    ("It draws the borders of the left ventricle.", "functions", "segmentation"),
    ("It issues a warning if a polyp is seen.", "functions", "detection"),
    (
        "It sends push messages to the stroke team when an occlusion is suspected.",
        "functions",
        "triage",
    ),
    ("It is triage software that flags suspected findings of pneumothorax.", "functions", "triage"),
    ("Its signals drive a powered hand orthosis.", "functions", "therapy"),
    ("It aligns the present mammogram with the previous one.", "functions", "enhancement"),
    ("It suggests the presence of otitis media on otoscopic images.", "functions", "diagnosis"),
    ("It proposes the diagnosis of keratitis.", "functions", "diagnosis"),
    ("It predicts the probability of cancer within two years.", "functions", "prediction"),
    (
        "It computes a cancer prediction score reflecting the likelihood of malignancy.",
        "functions",
        "diagnosis",
    ),
]

DOES_NOT = [
    ("The findings must be confirmed before surgery.", "functions", ""),
    ("It is used while the radiologist reads the images with a viewer.", "functions", ""),
    ("It is for physicians interpreting images in a PACS viewer.", "functions", ""),
    ("It takes images acquired for screening of women.", "functions", ""),
    ("It is for women who attend screening for breast cancer.", "functions", ""),
    ("It is not intended for screening for lung cancer.", "functions", ""),
    ("It shall not be used for the screening of pneumonia.", "functions", ""),
    ("Users need no experience in the acquisition of ultrasound images.", "functions", ""),
    ("The result does not show how likely a patient is to develop cancer.", "functions", ""),
    ("It is no computer-aided diagnosis device.", "functions", ""),
    ("It does not track progression.", "functions", ""),
    ("The length of the stent is chosen by the cardiologist.", "functions", ""),
    ("It does not support implant sizing.", "functions", ""),
    ("Physicians choose the stent size.", "functions", ""),
    ("It processes images taken at a single time point.", "functions", ""),
    ("It reads simulated images of phantoms.", "functions", ""),
    ("It draws no overlay of suspicious regions.", "functions", ""),
    ("The user synthesizes all available information.", "functions", ""),
    ("It is for patients diagnosed with epilepsy.", "functions", ""),
    ("It is for patients who were newly diagnosed.", "functions", ""),
    ("Those who flag images are radiologists.", "functions", ""),
    ("Scans must be reviewed with a diagnostic monitor.", "functions", ""),
    ("It is used by physicians to make decisions.", "functions", ""),
    ("It is used by nurses and physicians to decide on treatment.", "functions", ""),
    ("It is used in cases in which a fracture is suspected.", "functions", ""),
    ("It reads EEG on scanners with 64 detector rows.", "functions", ""),
    ("It displays incidentally detected nodules.", "functions", ""),
    ("It measures EEG signals from the scalp.", "functions", ""),
    ("Polyps that measure 5 mm are meant.", "functions", ""),
    ("Women with a T-score below zero are meant.", "functions", ""),
    ("It asks physicians whether a stroke was treated.", "functions", ""),
    ("Patients have findings suggesting the presence of gout.", "functions", ""),
]


@pytest.mark.parametrize(("text", "field", "codes"), [*DOES, *DOES_NOT])
def test_field(text: str, field: str, codes: str | bool) -> None:
    found = getattr(parse_intended_use(text, lang="en"), field)
    if isinstance(found, bool):
        assert found is codes
    else:
        assert " ".join(sorted(code.value for code in found)) == codes
