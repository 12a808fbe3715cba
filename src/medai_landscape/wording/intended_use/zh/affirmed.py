"""What a clause says of the product: its affirmed words, read one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import Factory, define

from medai_landscape.wording.intended_use.facts import FLAGS
from medai_landscape.wording.intended_use.mentions import Mention
from medai_landscape.wording.intended_use.zh.body_parts import body_part
from medai_landscape.wording.intended_use.zh.clause_as_a_whole import said_as_a_whole
from medai_landscape.wording.intended_use.zh.denials import denied, kind_not_looked_for
from medai_landscape.wording.intended_use.zh.functions import Surroundings, settle_functions
from medai_landscape.wording.intended_use.zh.named_users import (
    is_for_patients,
    is_of_doctors,
    named_user,
    patient_uses_it,
    who_does_it,
)

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.clauses import Clause
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["read_affirmed"]

_SPOKEN = frozenset(("affirm", "duty"))
_NAMED_IN_A_DUTY = frozenset(("user_training", "settings", "equipment_restricted"))
_IN_A_TITLE = frozenset(("modalities", "anatomies"))
_NEAR = 2
_ADVISED = re.compile(
    "(?:进一步|建议|需要?|推荐|转诊|考虑)[行做作]?$|(?<![进执施])行(?:有创|无创|常规)?$"
)
_MADE = frozenset(("合成", "生成", "转换"))
_GUIDED = re.compile("(?:影像|图像|透视|扫描)?引导下?")
_KNOWN_BY_IT = re.compile(
    "(?:图像|影像|检查)?(?:提示|怀疑|疑似|发现|显示|证实|确诊)[^，。；、]{0,12}(?:患者|人群|者|受检)"
)
_PROVEN = re.compile("(?:图像|影像|检查|造影|扫描)?所?(?:证实|确诊|明确|诊断为|确认)")
_BY = re.compile("经[^，。；、]{0,2}$")
_NOT_YET = re.compile("(?:扫描|检查|拍摄|成像)(?:之?前|预约)")
_PROCEDURE = re.compile(
    "(?:[及和与或、][^，。；、图影视像]{0,4})?(?:检查|手术|操作|诊疗|系统|设备|主机|使用|配套)"
)
_INTRAVASCULAR = re.compile("(?:血管|冠状动脉|冠脉|腔)内[^，。；、]{0,16}（$")
_BODY_PART = re.compile("[^，。；、（）及和与或]{0,6}")
_WHO_HAVE = re.compile("(?:成人|成年|儿童|女性|男性|老年)?(?:患者|人群|病人|患儿|者)")
_AFTERMATH = re.compile("后(?![期壁部方])")
_SENT_TO = re.compile("(?:到|去|至|前往)$")
_NO_TARGET = re.compile("病?史|中心(?![静性线凹区点位])|门诊|病房")
_HAVING_IT = re.compile("(?:患者|病人)(?!的?(?:病灶|肿瘤|癌))|的?[^，。；、]{0,4}淋巴结")
_IN_LIST = frozenset("、及和与或/")
_SIGN = re.compile("(?:特征|征象|表现)")
_UNTRAINED = re.compile("(?:未|无需|无须|不需要?|没有|不要求)[^，。；、]{0,8}$")
_UNASKED = re.compile("(?:无需?|没有|不限于?|不需要?|不要求|无须)[^，。；、]{0,3}$")
_TAUGHT = re.compile("[^，。；、经由医受]{0,6}(?:资质|资格|培训|证书)")
_OF_A_PRODUCT = frozenset(("modalities", "anatomies", "findings", "functions"))


def read_affirmed(text: str, clause: Clause, mentions: list[Mention]) -> None:
    """Add what *clause* affirms to *mentions*; what it rules out is read elsewhere."""
    reader = _Clause(text, mentions, asks_training="training" in clause.cues)
    for token, mode in zip(clause.tokens, clause.modes, strict=True):
        word = token[2]
        if mode in _SPOKEN:
            if word.cue:
                reader.turn(token)
            if word.labels:
                reader.add(token, is_duty=mode == "duty")
        elif mode == "neutral":
            reader.speak_of(token, asks="tested" not in clause.cues)
        elif mode == "title":
            reader.entitle(token)
        elif word.cue == "ruled_out":
            start, end, _ = token
            mentions += [Mention("exclusions", code, start, end) for code in word.excluded]
        elif word.cue == "deny" or (mode == "deny" and word.cue == "exclude"):
            mentions += denied(text, token[0])
        elif mode == "deny" and "finding_type" in word.excluded:
            mentions += kind_not_looked_for(text, clause.start, token)
    reader.close(clause)


@define
class _Clause:
    text: str
    mentions: list[Mention]
    asks_training: bool
    functions: list[Hit[Word]] = Factory(list)
    targets: set[str] = Factory(set)
    target_end: int = -9
    """Where the last finding ends; negative where there is none."""
    input_end: int = -9
    """Where the last word of an input ends; negative where there is none."""
    supplied: bool = False
    """Whether 供 stands before."""
    untrained: bool = False
    """Whether users without training are spoken of: 未接受过…培训."""
    supply: int | None = None
    """Where the user stands that the output is supplied to."""
    produced: int = -9
    """Where the last word of making ends: 生成CT图像 has no CT input."""

    def turn(self, token: Hit[Word]) -> None:
        start, end, word = token
        if word.cue == "affirm" and self.text[start:end] == "供":
            self.supplied = True
            if is_for_patients(self.text, start):
                self.mentions.append(Mention("users", "patient", start, end))
        elif word.cue == "patient_word":
            if patient_uses_it(self.text, start):
                self.mentions.append(Mention("users", "patient", start, end))
        elif word.cue == "no_training":
            self.untrained = True
        elif word.cue == "output":
            self.produced = end

    def add(self, token: Hit[Word], *, is_duty: bool) -> None:
        start, end, word = token
        # 具有胸部CT阅片资质的医师: no input
        is_learned = self.asks_training and _TAUGHT.match(self.text, end) is not None
        for field, code in word.labels:
            if field == "users":
                self._add_user(code, start, end)
            elif field == "departments":
                if is_of_doctors(self.text, end):
                    self._add_user(code, start, end)
                    is_learned = True  # 超声、放射科医师: no input
            elif (is_learned and field in _OF_A_PRODUCT) or (
                is_duty and field not in _NAMED_IN_A_DUTY
            ):
                continue
            elif field == "functions":
                if not self.functions or self.functions[-1] is not token:
                    self.functions.append(token)
            elif field in FLAGS:
                if not self._is_unasked(field, start):
                    self.mentions.append(Mention(field, True, start, end))  # noqa: FBT003 # the value of a field
            else:
                self._add_code(field, code, start, end)

    def _is_unasked(self, field: str, start: int) -> bool:
        """Whether the text says that none is asked for: 无需培训, 无特定设备要求."""
        if field == "user_training":
            return self._is_untrained(start)
        return _UNASKED.search(self.text, max(0, start - 6), start) is not None

    def _is_untrained(self, start: int) -> bool:
        return self.untrained or _UNTRAINED.search(self.text, max(0, start - 10), start) is not None

    def _add_code(self, field: str, code: str, start: int, end: int) -> None:
        if field == "findings":
            code = self._finding(code, start, end)
        elif field == "anatomies":
            code = self._body_part(code, start, end)
        elif field == "modalities":
            code = self._input(code, start, end) if self._is_input(code, start, end) else ""
        elif field == "settings" and _SENT_TO.search(self.text, max(0, start - 4), start):
            code = ""  # 应到医疗机构就诊
        if code:
            self.mentions.append(Mention(field, code, start, end))

    def _finding(self, code: str, start: int, end: int) -> str:
        if _NO_TARGET.match(self.text, end):
            return ""  # 有癫痫病史者, 癫痫中心
        self.targets.add(code)
        is_its_sign = self.target_end == start - 1 and self.text[start - 1] == "的"
        self.target_end = end
        if code == "other" and (is_its_sign or _WHO_HAVE.match(self.text, end)):
            return "other?"
        if code[-1] != "?" and code[0] != "@" and _AFTERMATH.match(self.text, end):
            return f"{code}?"  # 脑卒中后失语
        return code

    def _body_part(self, code: str, start: int, end: int) -> str:
        if self.target_end == end and self._is_of_patients(start, end):
            return f"@patients:{code}"
        return body_part(self.text, code, start, end)

    def _input(self, code: str, start: int, end: int) -> str:
        """Read a modality: what guides a procedure is an input only where it is live."""
        is_guide = _GUIDED.match(self.text, end)
        if is_guide and code != "US":
            return ""
        self.input_end = end
        if is_guide or (code == "ES" and self._is_of_procedure(start, end)):
            return f"{code}?"
        if code == "OPT" and self.text[start] != "眼":
            is_in_vessel = _INTRAVASCULAR.search(self.text, max(0, start - 24), start)
            return "IVOCT" if is_in_vessel else "@OPT"
        return code

    def _is_of_procedure(self, start: int, end: int) -> bool:
        """Whether a scope is named as what is worked with: 内镜手术, but not 内镜图像、手术."""
        is_image = self.text.endswith(("图像", "影像", "视频"), start, end)
        return not is_image and _PROCEDURE.match(self.text, end) is not None

    def _is_of_patients(self, start: int, end: int) -> bool:
        """Whether a disease only says who the patients are: 乳腺癌患者的淋巴结切片."""
        in_list = start and self.text[start - 1] in _IN_LIST
        return not in_list and _HAVING_IT.match(self.text, end) is not None

    def _is_input(self, code: str, start: int, end: int) -> bool:
        """Whether a modality is an input: not the CT of 合成CT, not the 造影 of CT肺动脉造影."""
        if _NOT_YET.match(self.text, end) or _KNOWN_BY_IT.match(self.text, end):
            return False
        if _ADVISED.search(self.text, max(0, start - 6), start):
            return False
        if _PROVEN.match(self.text, end) and _BY.search(self.text, max(0, start - 3), start):
            return False  # 经超声心动图证实
        if self.input_end < 0:
            return True
        if code == "XC" and self.text[self.input_end : start] in {"", "的"}:
            return False  # 结肠镜视频图像
        made = start - self.produced <= _NEAR or self.text[start - 2 : start] in _MADE
        is_its_technique = code == "XA" and _BODY_PART.fullmatch(self.text, self.input_end, start)
        return not (made or is_its_technique)

    def _add_user(self, code: str, start: int, end: int) -> None:
        user = named_user(self.text, code, start, end)
        if user:
            self.mentions.append(Mention("users", user, start, end))
            if self.supplied:
                self.supply = start

    def speak_of(self, token: Hit[Word], *, asks: bool) -> None:
        """Remember who a disclaimer speaks of, for a statement that names no other user."""
        start, end, word = token
        for field, code in word.labels:
            if field == "users":
                self.mentions.append(
                    Mention(field, who_does_it(self.text, code, start), start, end)
                )
            elif field == "user_training" and asks and not self._is_untrained(start):
                self.mentions.append(Mention(field, True, start, end))  # noqa: FBT003 # the value of a field

    def entitle(self, token: Hit[Word]) -> None:
        """Read what a title is about, for a statement that names nothing else."""
        start, end, word = token
        for field, code in word.labels:
            if field in _IN_A_TITLE and code[-1] != "?":
                self.mentions.append(Mention(field, f"{code}?", start, end))

    def close(self, clause: Clause) -> None:
        """Read what only the clause as a whole can say."""
        if self.functions:
            self.mentions += [
                Mention("functions", code, start, end)
                for code, start, end in settle_functions(
                    self.text,
                    self.functions,
                    Surroundings(
                        clause.start, clause.end, self.supply, self.targets, _edges_of_parts(clause)
                    ),
                )
            ]
        self.mentions += said_as_a_whole(
            self.text, clause, bare=not self.functions, targets=self.targets
        )


def _edges_of_parts(clause: Clause) -> frozenset[int]:
    """Return where the names of body parts start and end."""
    named = ((start, end, dict(word.labels)) for start, end, word in clause.tokens)
    return frozenset(
        place
        for start, end, labels in named
        if "anatomies" in labels and "findings" not in labels
        for place in (start, end)
    )
