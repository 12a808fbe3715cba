"""Where a Chinese statement is torn: it starts in the middle, or breaks off."""

from __future__ import annotations

import re

__all__ = ["OPENS_LATE", "STOPS_SHORT", "why_torn"]

OPENS_LATE = frozenset("及或的等且并者，、。）,)（(续接[【")
"""What may start a text in the middle; a few whole statements start so too."""
STOPS_SHORT = frozenset("…，、：,:.")
"""What no full stop ends: 以及……。"""

_LATE = re.compile(
    "[，、。）]|的|且|或(?!许)|及(?!早|时)|并(?![发行联指殖排购])|者[的，、使]|"
    "等(?![离密渗剂待距效级值位信])|接上[页表文列][^，。；：（）]{0,8}[）：]|"
    "（?[^，。；：（）]{0,8}(?<![连持后手])续(?:[前上]?[页表文])?[）：]|[^，。；：]{0,6}(?:…|[.][.])"
)
_WHO = "(?:医[师生]|人员|技师|护士|用户|操作者)"
_CUT_WORD = "[科由供床专]医|[供作]参|[师员者构]使|医疗机|经培训合|辅助[识检诊判]|医[护务]人"
_JOINS = (
    "[（~，、：≥≤<>]|…|[.][.]|[0-9]-|其|(?<!目)的|(?<![总之饱缓温])和|(?<![涉波普累])及|(?<!参)与|或|"
    "(?<![自理])由|(?<![比核配校相面绝应成])对|(?<![行人])为|(?<![均即许认亦也都皆])可|将|"
    "(?<![存潜实所内])在|(?<![神月绝])经|(?<![合一])并|以|至|不|于|(?<!提)供|被|把|且|从|若|未|预期|面向|等等|"
    "(?:提示|判断|显示)是|(?:[未年]满|适用于：?|对)[0-9]{1,2}|"
    "例如|尤其是?|(?<!不)包[括含]|(?<!不)[采利]用|借助|根据|(?<![核审检测验])通过|[能可得]用|不用|仅用"
)
"""A word that joins something to the words behind it."""
_HELPS = (
    "能够|应当|必须|务必|有必要|需要|无法|尚未|不[能得应会]|不建议|(?<![所按必])需|"
    "(?<![反响效适供相对感])应|须|仅|(?<!平)均|单独用?|单独[作使]|仅凭|用作|(?<!不)作为"
)
"""A word that a verb has to follow."""
_VERBS = (
    "用操参考阅读评判断确认审核复查看诊选制定作使决执行负责出签发"
    "完成给提测组采引导致拍录生构计分析设指配治训了知管理学"
)
"""Characters of what users do; a clause that begins with 供 or 由 has one of them."""
_LACKS_OBJECT = (
    "(?:^|[并以来而])(?:自动)?(?:给出|生成|输出|提供|得出|得到|获得|形成|产生)|为[^由]{1,14}提供|"
    "具有|具备|(?:用作|作为)(?:临床|临床诊疗|诊疗|唯一|最终)|"
    "不[能得可应宜]单独(?:用作|作为)(?:临床|诊疗|决策|[诊决判治])*"
)
_LACKS_VERB = (
    "(?:用于|软件|产品|系统|^|[可能并])对(?![象比照称])[^行作做加予由使的在]{2,40}"
    "(?:图像|影像|数据|信号|视频|照片|病例)|"
    f"(?:(?<!提)供|(?<!自)由)[^用作操参阅考评判]{{2,30}}{_WHO}|"
    f"^供(?![体者血氧电应给])[^{_VERBS}]{{1,40}}|^由[^{_VERBS}]{{1,40}}|"
    f"{_WHO}在[^使操用参]{{1,14}}(?:机构|医院|诊所|场所|环境中?|环境下|条件下|[指监]导下|过程中)"
)
"""用于对胸部CT图像, 供放射科医师, 医师在医疗机构."""
_SHORT = re.compile(f"(?:{_CUT_WORD}|{_JOINS}|{_HELPS}|{_LACKS_OBJECT}|{_LACKS_VERB})$")
_DONE = re.compile("(?:由[^对]{2,24}|[下中内时前后间])进行$")
"""由医师进行 is whole, 对图像进行 is not."""
_NEXT_ITEM = re.compile("[。；，：](?:（[0-9一二三四五六七八九十]{1,2}）|[0-9]{1,2}[.、）])$")
_CLAUSE = 80
_MARK = re.compile("[。；，：](?=.)")


def why_torn(text: str) -> str | None:
    """Say where a statement in normal form is torn; None where it is whole.

    Registers often leave out the last full stop, so that a missing one tells nothing: the last
    clause has to lack its verb or its object, or to end in a word that joins.
    """
    if _LATE.match(text):
        return "the text starts in the middle"
    ending = text.rstrip("；\n")
    sentence = ending.rstrip("。")
    if sentence != ending:
        is_torn = sentence[-1:] in STOPS_SHORT
    else:
        clause = _MARK.split(ending[-_CLAUSE:])[-1]
        is_torn = (
            _SHORT.search(clause) is not None
            or (clause.endswith("进行") and _DONE.search(clause) is None)
            or (len(clause) == 1 and ending[-2:-1] in {"，", "；"})
            or ending.rfind("（") > ending.rfind("）")
            or _NEXT_ITEM.search(ending[-8:]) is not None
        )
    return "the text breaks off" if is_torn else None
