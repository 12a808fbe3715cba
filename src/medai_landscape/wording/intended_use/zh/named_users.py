"""Who is named as a user, and who is only spoken of: 供放射科医师使用, not 请咨询医师."""

from __future__ import annotations

import re

__all__ = ["is_for_patients", "is_of_doctors", "named_user", "patient_uses_it", "who_does_it"]

_NOBODY = ("没有", "缺乏", "缺少", "不具备", "不配备", "无")
_MORE_DOCTORS = re.compile("(?:[、及和与或/]|以及)[^，。；（）]{1,14}?医[师生](?!办公室|诊室)")
_BY = re.compile("[由供给及和或为的、]$")
_USES = re.compile("可?在家|使用(?!的)|佩戴(?!的)|操作|自行|在家|居家|协助|自测|自主")
_SELF_USE = re.compile(
    "供[^，。；医]{0,14}(?:患者|成人|成年人|儿童|者|人群|个人|用户|公众)[^，。；医]{0,4}(?:在家|居家|自行|自我|自主|自测)"
)
_USES_IT = re.compile(
    "患者[可应须自在](?:[^，。；医]|医[师生]的?指导){0,16}(?:使用|操作)(?:本|该)(?:软件|产品|系统|设备)|"
    "患者(?:在家[庭中里]{0,2}|居家)(?:自行)?(?:使用|佩戴|操作|自测)(?!的)"
)
_ASKED = re.compile("(?:咨询|询问|告知|联系|求助于?)(?:其|专业|相关)?的?$")
_SHOWN_TO = re.compile("(?:出示|咨询|求助|就诊)")
_ANOTHER = re.compile("医[师生](?:[、及和与或]|以及)(?!其)[^，。；、]{2,16}$")
_DONE_BY = re.compile("由[^，。；、]{0,24}$")


def named_user(text: str, code: str, start: int, end: int) -> str:
    """Return the user that the word from *start* to *end* names; empty where it names none.

    A doctor without a speciality is left with ``@``: whether it adds a user is for the whole
    statement to settle.
    """
    before = text[max(0, start - 3) : start]
    if before.endswith(_NOBODY) or _SHOWN_TO.match(text, end):
        return ""
    if _ASKED.search(text, max(0, start - 8), start):
        return ""  # 应咨询医师
    if code == "patient":
        is_named = text[start] in "由供" or _BY.search(before) or _USES.match(text, end)
        return code if is_named else ""
    if before.endswith("非"):
        return "@physician"
    if code == "@physician" and _ANOTHER.search(text, max(0, start - 20), start):
        return "physician"  # 眼科医师及基层医疗机构医师
    return code


def is_of_doctors(text: str, end: int) -> bool:
    """Whether a department that ends at *end* is one of several: 心内科、放射科医师."""
    return _MORE_DOCTORS.match(text, end) is not None


def is_for_patients(text: str, start: int) -> bool:
    """Whether 供 at *start* names patients who use it at home: 供成人在家自测."""
    return _SELF_USE.match(text, start) is not None


def patient_uses_it(text: str, start: int) -> bool:
    """Whether the patient at *start* uses the product: 患者可自行使用本软件."""
    is_object = text[start - 1 : start] in {"对", "为"}
    return not is_object and _USES_IT.match(text, start) is not None


def who_does_it(text: str, code: str, start: int) -> str:
    """Return the user that a disclaimer speaks of: it counts where no other is named.

    须由放射科医师确认 names one who does use it.
    """
    is_sure = code[0] != "@" and _DONE_BY.search(text, max(0, start - 26), start)
    return code if is_sure else code.lstrip("@") + "?"
