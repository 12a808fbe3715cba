"""Which body part a word names: a target inside the imaged region gives the organ alone."""

from __future__ import annotations

import re

__all__ = ["body_part"]

_NO_BONES = re.compile(
    "[^，。；、]{0,4}(?:皮肤|皮损|皮疹|创面|伤口|照片|动作|血管|血流|动脉|静脉|cta|mra)"
)
_LIMBS = frozenset(("四肢", "上肢", "下肢", "肢体"))
_SCAN_RANGE = re.compile("扫描(?:范围|长度)(?:应|需|须|为|自|从|由|覆盖|包[括含])[^，。；]{0,16}$")
_IMAGED = re.compile(
    "(?:胸部?|上?腹部|盆腔|骨盆|胸腹部?)(?:低剂量|平扫|增强|薄层|螺旋|常规){0,2}(?:ct|x|dr|mr|磁共振|数字)"
)
_VESSELS_IMAGED = re.compile(
    "头颈(?:部|联合|动脉|血管){0,2}(?:ct|mr|磁共振|增强|高分辨|黑血|电脑断层)"
)
_JOINT = re.compile("头颈(?!动脉|血管|部动脉|部血管)|胸腹(?!主)|腹盆")
_IMPLANTED = re.compile("(?:假体|内固定|植入物|填充物)")
_REGIONS_BEGIN = frozenset("胸上腹盆骨头")
_AND = frozenset("、和及与或")
_IN_A_FILM = re.compile("面部[^，。；]{0,12}(?:视频|录像)")


def body_part(text: str, code: str, start: int, end: int) -> str:
    """Return the body part of the word from *start* to *end*, as far as the sentence says.

    Empty where it names none; with ``@`` where the rest of the statement tells.
    """
    if text[start:end] in _LIMBS and _NO_BONES.match(text, end):
        return ""  # 四肢皮损, 下肢动脉
    if _SCAN_RANGE.search(text, max(0, start - 24), start) or _IN_A_FILM.match(text, start):
        return ""
    if _IMPLANTED.match(text, end):
        return f"{code}?"  # 有髋关节假体的患者
    is_beside = text[start] == "骨" and text[start - 1] in _AND  # 髋关节和骨盆
    if is_beside or text[start] not in _REGIONS_BEGIN:
        return code
    if _JOINT.match(text, start) and code != "head_neck_vessels":
        return f"@joint:{code}"
    is_imaged = _IMAGED.match(text, start) or _VESSELS_IMAGED.match(text, start)
    return f"@imaged:{code}" if is_imaged else code
