"""What a clause says of the product: its affirmed words, read one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import Factory, define

from medai_landscape.wording.intended_use.mentions import Mention
from medai_landscape.wording.intended_use.zh.functions import settle_functions

if TYPE_CHECKING:
    from medai_landscape.wording.intended_use.lexicon import Hit
    from medai_landscape.wording.intended_use.zh.clauses import Clause
    from medai_landscape.wording.intended_use.zh.words import Word

__all__ = ["read_affirmed"]

_MODEL = re.compile('[a-z]+ ?-?[0-9]+|[0-9]+[a-z]+|"|公司|型号|型(?!超声)|品牌|指定|验证|系列')
_NOBODY = ("没有", "缺乏", "缺少", "不具备", "不配备", "无")
_SPOKEN = frozenset(("affirm", "duty"))
_FLAGS = frozenset(("user_training", "equipment_restricted"))
_NAMED_IN_A_DUTY = frozenset(("user_training", "settings"))
_NEAR = 2


def read_affirmed(text: str, clause: Clause, mentions: list[Mention]) -> None:
    """Add what *clause* affirms to *mentions*; what it rules out is read elsewhere."""
    reader = _Clause(text, mentions)
    for token, mode in zip(clause.tokens, clause.modes, strict=True):
        word = token[2]
        if mode in _SPOKEN:
            if word.cue:
                reader.turn(token)
            if word.labels:
                reader.add(token, is_duty=mode == "duty")
        elif mode == "neutral":
            reader.speak_of(token)
        elif word.cue == "ruled_out":
            start, end, _ = token
            mentions += [Mention("exclusions", code, start, end) for code in word.excluded]
    reader.close(clause)


@define
class _Clause:
    text: str
    mentions: list[Mention]
    functions: list[Hit[Word]] = Factory(list)
    has_target: bool = False
    has_input: bool = False
    supplied: bool = False
    """Whether 供 stands before."""
    supply: int | None = None
    """Where the user stands that the output is supplied to."""
    produced: int = -9
    """Where the last word of making ends: 生成CT图像 has no CT input."""

    def turn(self, token: Hit[Word]) -> None:
        start, end, word = token
        if word.cue == "affirm" and self.text[start:end] == "供":
            self.supplied = True
        elif word.cue == "output":
            self.produced = end

    def add(self, token: Hit[Word], *, is_duty: bool) -> None:
        start, end, word = token
        for field, code in word.labels:
            if field == "users":
                self._add_user(code, start, end)
            elif is_duty and field not in _NAMED_IN_A_DUTY:
                continue
            elif field == "functions":
                if not self.functions or self.functions[-1] is not token:
                    self.functions.append(token)
            elif field in _FLAGS:
                self.mentions.append(Mention(field, True, start, end))  # noqa: FBT003 # the value of a field
            elif field == "modalities" and self.has_input and start - self.produced <= _NEAR:
                continue
            else:
                self.has_target = self.has_target or field == "findings"
                self.has_input = self.has_input or field == "modalities"
                self.mentions.append(Mention(field, code, start, end))

    def _add_user(self, code: str, start: int, end: int) -> None:
        before = self.text[max(0, start - 3) : start]
        if before.endswith(_NOBODY):
            return
        self.mentions.append(
            Mention("users", "@physician" if before.endswith("非") else code, start, end)
        )
        if self.supplied:
            self.supply = start

    def speak_of(self, token: Hit[Word]) -> None:
        """Remember who a disclaimer speaks of, for a statement that names no other user."""
        start, end, word = token
        for field, code in word.labels:
            if field == "users":
                self.mentions.append(Mention(field, code.lstrip("@") + "?", start, end))

    def close(self, clause: Clause) -> None:
        """Read what only the clause as a whole can say."""
        if self.functions:
            self.mentions += [
                Mention("functions", code, start, end)
                for code, start, end in settle_functions(
                    self.text, self.functions, self.supply, targets=self.has_target
                )
            ]
        if "give" in clause.cues and "quantity" in clause.cues:
            self._add_given(clause)
        if "device" in clause.cues and not clause.cues.isdisjoint(("only", "pair_with")):
            self._add_equipment(clause)

    def _add_given(self, clause: Clause) -> None:
        """Read 给出体积 as a measurement."""
        given = -1
        for (start, end, word), mode in zip(clause.tokens, clause.modes, strict=True):
            if mode == "affirm" and word.cue == "give":
                given = start
            elif mode == "affirm" and word.cue == "quantity" and given >= 0:
                self.mentions.append(Mention("functions", "quantification", given, end))
                return

    def _add_equipment(self, clause: Clause) -> None:
        """Read 仅适用于…型设备: only what names or designates equipment restricts it."""
        cues = {"only", "pair_with", "device"}
        spans = [
            (start, end)
            for (start, end, word), mode in zip(clause.tokens, clause.modes, strict=True)
            if mode in _SPOKEN and word.cue in cues
        ]
        if spans and _MODEL.search(self.text, spans[0][0], clause.end):
            self.mentions.append(
                Mention("equipment_restricted", True, spans[0][0], spans[-1][1])  # noqa: FBT003 # the value of a field
            )
