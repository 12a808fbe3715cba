"""The codes of intended-use statements.

Their words are those of the annotation guide that our parser is measured with;
modalities follow DICOM (CID 29 and 33), anatomies can be told apart as SNOMED CT
does.  The wordings behind each code are in ``data/intended_use``.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CODE_SETS",
    "AgeGroup",
    "Anatomy",
    "Exclusion",
    "Finding",
    "Function",
    "Measure",
    "Modality",
    "Setting",
    "Sex",
    "User",
]


class Function(StrEnum):
    """What a product does, affirmed."""

    VISUALIZATION = "visualization"
    QUANTIFICATION = "quantification"
    SEGMENTATION = "segmentation"
    DETECTION = "detection"
    DIAGNOSIS = "diagnosis"
    TRIAGE = "triage"
    PLANNING = "planning"
    SIMULATION = "simulation"
    NAVIGATION = "navigation"
    ACQUISITION_GUIDANCE = "acquisition_guidance"
    ENHANCEMENT = "enhancement"
    PREDICTION = "prediction"
    MONITORING = "monitoring"
    REPORTING = "reporting"
    THERAPY = "therapy"


class Modality(StrEnum):
    """Kind of input data, in codes after DICOM."""

    CT = "CT"
    MR = "MR"
    DX = "DX"
    PX = "PX"
    IO = "IO"
    MG = "MG"
    XA = "XA"
    US = "US"
    ES = "ES"
    OP = "OP"
    OPT = "OPT"
    IVOCT = "IVOCT"
    SM = "SM"
    PT = "PT"
    NM = "NM"
    ECG = "ECG"
    EEG = "EEG"
    AU = "AU"
    XC = "XC"
    LAB = "LAB"
    OTHER = "OTHER"


class Anatomy(StrEnum):
    """Body part imaged or addressed."""

    BRAIN = "brain"
    BRAIN_VESSELS = "brain_vessels"
    HEAD_NECK_VESSELS = "head_neck_vessels"
    HEAD = "head"
    NECK = "neck"
    EYE = "eye"
    RETINA = "retina"
    TEETH = "teeth"
    JAW = "jaw"
    THYROID = "thyroid"
    BREAST = "breast"
    CHEST = "chest"
    LUNG = "lung"
    PULMONARY_ARTERY = "pulmonary_artery"
    HEART = "heart"
    CORONARY_ARTERY = "coronary_artery"
    AORTA = "aorta"
    LIVER = "liver"
    PANCREAS = "pancreas"
    KIDNEY = "kidney"
    ESOPHAGUS = "esophagus"
    STOMACH = "stomach"
    COLON = "colon"
    ABDOMEN = "abdomen"
    BLADDER = "bladder"
    PROSTATE = "prostate"
    UTERUS = "uterus"
    CERVIX_UTERI = "cervix_uteri"
    OVARY = "ovary"
    PELVIS = "pelvis"
    SPINE = "spine"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    HAND = "hand"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    FOOT = "foot"
    FEMUR = "femur"
    TIBIA_FIBULA = "tibia_fibula"
    HUMERUS = "humerus"
    FOREARM = "forearm"
    CLAVICLE = "clavicle"
    RIB = "rib"
    BONE = "bone"
    SKIN = "skin"
    BLOOD = "blood"
    LYMPH_NODE = "lymph_node"
    HIPPOCAMPUS = "hippocampus"
    VESSEL = "vessel"
    WHOLE_BODY = "whole_body"
    OTHER = "other"


class Finding(StrEnum):
    """Target condition or lesion."""

    NODULE_LUNG = "nodule_lung"
    NODULE_THYROID = "nodule_thyroid"
    MASS_BREAST = "mass_breast"
    CALCIFICATION_BREAST = "calcification_breast"
    BREAST_DENSITY = "breast_density"
    BREAST_CANCER = "breast_cancer"
    ANEURYSM = "aneurysm"
    STENOSIS = "stenosis"
    LARGE_VESSEL_OCCLUSION = "large_vessel_occlusion"
    INTRACRANIAL_HEMORRHAGE = "intracranial_hemorrhage"
    ISCHEMIC_STROKE = "ischemic_stroke"
    HYDROCEPHALUS = "hydrocephalus"
    BRAIN_TUMOR = "brain_tumor"
    PULMONARY_EMBOLISM = "pulmonary_embolism"
    PNEUMOTHORAX = "pneumothorax"
    PLEURAL_EFFUSION = "pleural_effusion"
    PNEUMOPERITONEUM = "pneumoperitoneum"
    PNEUMONIA = "pneumonia"
    TUBERCULOSIS = "tuberculosis"
    FRACTURE = "fracture"
    JOINT_EFFUSION = "joint_effusion"
    BONE_AGE = "bone_age"
    OSTEOPOROSIS = "osteoporosis"
    CORONARY_CALCIUM = "coronary_calcium"
    CORONARY_ARTERY_DISEASE = "coronary_artery_disease"
    PLAQUE = "plaque"
    LOW_EJECTION_FRACTION = "low_ejection_fraction"
    HEART_FAILURE = "heart_failure"
    HEART_MURMUR = "heart_murmur"
    ARRHYTHMIA = "arrhythmia"
    ATRIAL_FIBRILLATION = "atrial_fibrillation"
    DIABETIC_RETINOPATHY = "diabetic_retinopathy"
    GLAUCOMA = "glaucoma"
    MACULAR_DEGENERATION = "macular_degeneration"
    POLYP = "polyp"
    COLORECTAL_LESION = "colorectal_lesion"
    PROSTATE_CANCER = "prostate_cancer"
    LUNG_CANCER = "lung_cancer"
    CERVICAL_LESION = "cervical_lesion"
    CANCER = "cancer"
    CARIES = "caries"
    PERIODONTAL = "periodontal"
    SKIN_LESION = "skin_lesion"
    SKIN_WRINKLE = "skin_wrinkle"
    EPILEPSY = "epilepsy"
    AUTISM = "autism"
    SEPSIS = "sepsis"
    PERFUSION_DEFICIT = "perfusion_deficit"
    HYPOPERFUSION = "hypoperfusion"
    ORGAN_AT_RISK = "organ_at_risk"
    LESION = "lesion"
    OTHER = "other"


class User(StrEnum):
    """Who is to use the product."""

    PHYSICIAN = "physician"
    RADIOLOGIST = "radiologist"
    PATHOLOGIST = "pathologist"
    ULTRASOUND_PHYSICIAN = "ultrasound_physician"
    CARDIOLOGIST = "cardiologist"
    DENTIST = "dentist"
    ENDOSCOPIST = "endoscopist"
    OPHTHALMOLOGIST = "ophthalmologist"
    PULMONOLOGIST = "pulmonologist"
    UROLOGIST = "urologist"
    SURGEON = "surgeon"
    RADIATION_ONCOLOGIST = "radiation_oncologist"
    NUCLEAR_MEDICINE_PHYSICIAN = "nuclear_medicine_physician"
    MEDICAL_PHYSICIST = "medical_physicist"
    DOSIMETRIST = "dosimetrist"
    SONOGRAPHER = "sonographer"
    TECHNOLOGIST = "technologist"
    NURSE = "nurse"
    HEALTHCARE_PROFESSIONAL = "healthcare_professional"
    HOSPITAL_NETWORK = "hospital_network"
    SOFTWARE_INTEGRATOR = "software_integrator"
    PATIENT = "patient"


class Setting(StrEnum):
    """Where the product is used."""

    MEDICAL_INSTITUTION = "medical_institution"
    CLINIC = "clinic"
    PRIMARY_CARE = "primary_care"
    EMERGENCY = "emergency"
    HOME = "home"
    OFFICE = "office"
    SCREENING_PROGRAM = "screening_program"


class Exclusion(StrEnum):
    """What the statement rules out: patients, uses, inputs."""

    PRIOR_SURGERY = "prior_surgery"
    PRIOR_ABLATION = "prior_ablation"
    PRIOR_RADIOTHERAPY = "prior_radiotherapy"
    PRIOR_CHEMOTHERAPY = "prior_chemotherapy"
    IMPLANT = "implant"
    PACEMAKER = "pacemaker"
    PREGNANCY = "pregnancy"
    SCREENING = "screening"
    PEDIATRIC = "pediatric"
    MALFORMATION = "malformation"
    MALIGNANCY = "malignancy"
    ACUTE_CONDITION = "acute_condition"
    KNOWN_DISEASE = "known_disease"
    ONCOLOGY_PATIENT = "oncology_patient"
    PRIMARY_DIAGNOSIS = "primary_diagnosis"
    LESION_CONTOURING = "lesion_contouring"
    OTHER_MODALITY = "other_modality"
    SAMPLE_TYPE = "sample_type"
    USER_GROUP = "user_group"
    FINDING_TYPE = "finding_type"
    MOBILE_DEVICE = "mobile_device"
    TREATMENT_MONITORING = "treatment_monitoring"
    BODY_CONTACT = "body_contact"
    OTHER = "other"


class Measure(StrEnum):
    """What a clinical limit is a limit of."""

    LESION_SIZE = "lesion_size"
    STENOSIS = "stenosis"
    EJECTION_FRACTION = "ejection_fraction"
    FFR = "ffr"
    PSA = "psa"
    QTC = "qtc"
    FOLLICLE_SIZE = "follicle_size"
    OTHER = "other"


class AgeGroup(StrEnum):
    """Age group, in words or by a number."""

    ADULT = "adult"
    PEDIATRIC = "pediatric"
    NEONATE = "neonate"
    ALL = "all"


class Sex(StrEnum):
    """Sex, only where stated."""

    FEMALE = "female"
    MALE = "male"


CODE_SETS: Mapping[str, type[StrEnum]] = MappingProxyType({
    "functions": Function, "modalities": Modality, "anatomies": Anatomy, "findings": Finding,
    "age_groups": AgeGroup, "sexes": Sex, "users": User, "settings": Setting,
    "exclusions": Exclusion,
})  # fmt: skip
"""The fields of `IntendedUse` that hold a set of codes, and whose codes."""
