"""Which trials are trials of brain-computer interfaces: titles in the manner of real ones."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from medai_landscape import Answer, BCITrial, Trial
from medai_landscape.records.bci_rule import decide_bci

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = {"title": "made up", "publisher": "tests", "locator": "here"}


def trial(
    title: str, interventions: tuple[str, ...] = (), conditions: tuple[str, ...] = ()
) -> Trial:
    return Trial(
        registry="NCT", registration_id="NCT00000001", title=title or None, sources=[SOURCE],
        interventions=interventions, conditions=conditions, enrolment=5, started="2024-05",
    )  # fmt: skip


YES = [
    ("Feasibility of a Brain-Computer Interface for People With Tetraplegia", "unknown"),
    ("An Implantable Brain–Machine Interface to Restore Movement", "invasive"),
    ("Non-invasive brain computer interfaces after stroke", "non_invasive"),
    ("Intracortical BCIs for Speech in ALS", "intracortical"),
    ("BrainGate2: an Intracortical Neural Interface System", "intracortical"),
    ("Early Feasibility of the Stentrode", "endovascular"),
    ("EEG-based BCI training of the upper limb after stroke", "eeg"),
    ("fNIRS-based brain-computer interface for communication in locked-in syndrome", "fnirs"),
    ("EEG and fNIRS hybrid brain-computer interface", "non_invasive"),
    ("Brain-Spine Interface with WIMAGINE and Epidural Electrical Stimulation", "epidural"),
    ("Motor imagery decoded from EEG drives a hand exoskeleton after stroke", "eeg"),
    ("Utah array recording and functional electrical stimulation of the arm", "intracortical"),
    ("Attempted speech decoded from ECoG for communication", "epicortical"),
    ("侵入式脑机接口系统用于颈髓损伤患者的安全性研究", "invasive"),
    ("半侵入式脑机接口临床试验", "unknown"),
    ("半侵入式 BCI", "unknown"),
    ("腦機介面輔助復健", "unknown"),
    ("Speech restoration in ALS: a neuroprosthesis with intracortical arrays", "intracortical"),
    ("硬膜外脑机接口改善手部运动功能", "epidural"),
    ("介入式脑机接口的首次人体试验", "endovascular"),
    ("非侵入式脑-机接口康复训练对脑卒中上肢功能的影响", "non_invasive"),
    ("基于脑电的脑机接口结合外骨骼", "eeg"),
    ("立体定向脑电脑机接口", "depth"),
    ("运动想象脑电控制机械手训练", "eeg"),
    ("Implanted brain-computer interface, with scalp EEG before surgery", "eeg"),
    ("Implanted brain-computer interface, with EEG before surgery", "unknown"),
]

UNKNOWN = [
    "An intracortical visual neuroprosthesis for the blind",
    "BCI and quality of life",
    "Motor imagery and the EEG in healthy adults",
    "Chronic safety of the Utah array",
    "EEG neurofeedback in children with ADHD",
    "神经反馈治疗多动症",
    "BMI training after stroke",
]

NO = [
    "Breast Cancer Index (BCI) to guide endocrine therapy",
    "BCI 602 bone conduction implant in conductive hearing loss",
    "BMI and brain volume in obesity",
    "Deep brain stimulation for Parkinson disease",
    "EEG during anaesthesia in older patients",
    "Seizure mapping with SEEG",
    "慢性硬膜下血肿的介入治疗",
    "介入放射学中的辐射防护",
    "Robot-assisted placement of SEEG electrodes",
    "rTMS in major depression",
    "Computed tomography of the brain",
    "Example drug in schistosomiasis",
    "",
]


@pytest.mark.parametrize(("title", "route"), YES, ids=[title for title, _ in YES])
def test_these_are(title: str, route: str) -> None:
    decision = decide_bci(trial(title))
    assert (decision.is_bci, str(decision.route)) == (Answer.YES, route)
    assert decision.words
    found = BCITrial.from_trial(trial(title))
    assert found is not None
    assert found.route == route
    assert found.route_text is not None
    assert decision.words[0] in found.route_text


@pytest.mark.parametrize("title", UNKNOWN)
def test_of_these_sources_would_differ(title: str) -> None:
    decision = decide_bci(trial(title))
    assert decision.is_bci is Answer.UNKNOWN
    assert decision.words
    assert BCITrial.from_trial(trial(title)) is None


@pytest.mark.parametrize("title", NO)
def test_these_are_not(title: str) -> None:
    decision = decide_bci(trial(title))
    assert decision.is_bci is Answer.NO
    assert decision.reason
    assert BCITrial.from_trial(trial(title)) is None


def test_interventions_and_conditions_speak_too() -> None:
    assert decide_bci(trial("VOICE", ("N1 Implant",))).route == "intracortical"
    assert decide_bci(trial("Study", conditions=("脑机接口",))).is_bci is Answer.YES
    sponsor = trial("A study of safety").replace(sponsor="Brain-Computer Interface Ltd")
    assert decide_bci(sponsor).is_bci is Answer.NO


def test_everything_of_the_trial_is_kept() -> None:
    plain = trial("Stentrode study", ("Stentrode",), ("ALS",))
    found = BCITrial.from_trial(plain)
    assert found is not None
    assert {name: getattr(found, name) for name in type(plain).model_fields} == dict(plain)
    assert found.implanted is None


def test_the_trials_of_the_specification_that_say_so_are_found(shared: Path) -> None:
    with (shared / "spec" / "bci_trials.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = []
    for row in rows:
        words = f"{row['title']} {row['device']}"
        decision = decide_bci(trial(row["title"], (row["device"],) if row["device"] else ()))
        # "China Medical University BCI" says no more than the letters.
        letters_only = decision.reason.startswith("it says BCI and nothing")
        if "BCI" in words and decision.is_bci is not Answer.YES and not letters_only:
            wrong.append((row["trial_id"], words, decision.reason))
        known = row["route"] not in {"unknown", "invasive", "non_invasive"}
        if decision.is_bci is Answer.YES and known and "route" not in row["unverified_fields"]:
            said = str(decision.route)
            allowed = {row["route"], "unknown", "invasive", "non_invasive"}
            if said not in allowed:
                wrong.append((row["trial_id"], words, said))
    assert wrong == []


def test_long_texts_cost_little() -> None:
    import time

    text = "brain-computer -" * 6_000 + "脑机" * 3_000
    start = time.process_time()
    decide_bci(trial(text))
    assert time.process_time() - start < 1
