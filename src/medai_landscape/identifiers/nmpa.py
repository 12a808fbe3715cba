"""NMPA numbers: registrations and filings of medical devices in China.

Issued by the National Medical Products Administration (``国``: domestic class III,
everything imported, and class I imports as filings), by provincial authorities
(domestic class II) and by cities (class I filings).  Four layouts are read:

- registration since 2014-10-01: ``国械注准20233130399``
- provincial registration: ``苏械注准20242042183``
- registration before that: ``国食药监械(准)字2013第3461342号``
- filing of class I: ``陕械备20220036号``

There is no check digit: a valid number is well formed and agrees with the rules
of who issues what, not proven to exist.  The year is that of the *first*
registration (in the old layout: of the approval), never of the current
certificate.  The category digits may come from the catalogue of 2002 or from that
of 2017, whose codes overlap: see `NmpaNumber.categories`.

Source: Order 47 (2021) of the State Administration for Market Regulation,
Articles 115 and 116; Order 4 (2014) of the CFDA; Announcement 104 (2017).

>>> validate(" 国食药监械（准）字2013第3461342号")
'国食药监械(准)字2013第3461342号'
>>> number = parse("国械注准20173073316")
>>> number.kind, number.year, number.risk_class
('domestic', 2017, 'III')
>>> [entry.name_zh for entry in number.categories]
['医用诊察和监护器械', '胸腔心血管外科手术器械']
>>> validate("国械注準20243211234")
Traceback (most recent call last):
medai_landscape.errors.InvalidFormatError: '国械注準20243211234' is not a valid NMPA number: \
expected a number such as 国械注准20233130399; pass it through normalise() first if it is \
written with other characters
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from attrs import frozen
from pydantic import AfterValidator

from medai_landscape.errors import InvalidPartError
from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape
from medai_landscape.nmpa_categories import CategoryEntry, decode_category

__all__ = [
    "EXAMPLE",
    "PROVINCES",
    "Nmpa",
    "NmpaNumber",
    "is_valid",
    "normalise",
    "parse",
    "validate",
]

EXAMPLE = "国械注准20233130399"
PROVINCES = "京津冀晋蒙内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵黔云滇藏陕甘青宁新兵"
"""Characters of the authorities that register class II; Hong Kong, Macao and Taiwan have none."""

Form = Literal["new", "old", "filing"]
Kind = Literal["domestic", "import", "hmt", "filing"]
RiskClass = Literal["I", "II", "III"]
Scheme = Literal["nmpa_registration", "nmpa_provincial", "nmpa_filing"]

_NAME = "NMPA number"
_EXPECTED = f"a number such as {EXAMPLE}"
# 食 begins the next word of the old layout, it is no city.
_AUTHORITY = f"国|[{PROVINCES}](?:(?!食)[\u4e00-\u9fff])?"
_NEW = re.compile(
    rf"([国{PROVINCES}])械注([准进许])([0-9]{{4}})([0-9])([0-9]{{2}})([0-9]{{4}})",
)
_OLD = re.compile(
    rf"({_AUTHORITY})食?药监械\(([准进许])\)"
    r"字([0-9]{4})第([0-9])([0-9]{2})([0-9]{4})号",
)
# The empty groups stand for the class and the category, which a filing does not show.
_FILING = re.compile(rf"({_AUTHORITY})械(备)([0-9]{{4}})()()([0-9]{{4,}})号?")
_LAYOUTS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("new", _NEW),
    ("old", _OLD),
    ("filing", _FILING),
)
# The last year is far off on purpose: no verdict depends on the day it is asked for.
_YEARS: dict[Form, tuple[int, int]] = {
    "new": (2014, 2099),
    "old": (2000, 2014),
    "filing": (2014, 2099),
}
_CLASSES: dict[str, RiskClass] = {"": "I", "1": "I", "2": "II", "3": "III"}
_KINDS: dict[str, Kind] = {"准": "domestic", "进": "import", "许": "hmt", "备": "filing"}
_BRACKETS = str.maketrans("（）", "()")
_SIMPLIFIED = str.maketrans(
    "國藥監註準進許備號滬蘇贛魯粵桂瓊貴雲陝寧遼閩內晉",
    "国药监注准进许备号沪苏赣鲁粤桂琼贵云陕宁辽闽内晋",
)


_LAST_OF_2002 = 2018  # the catalogue of 2017 came into force in that year


@frozen
class NmpaNumber:
    """The parts of an NMPA number.

    The two digits of `category` do not tell by themselves what a product is, since
    two catalogues used them: `categories` holds every reading that is possible.
    """

    text: str
    """The number in canonical form; a filing has its final 号 or not, as printed."""
    form: Form
    authority: str
    """国, the character of a province, or those of a province and one of its cities."""
    route: str
    """准, 进, 许 or 备."""
    year: int
    """Of the first registration; in the old layout, of the approval."""
    risk_class: RiskClass
    category: str | None
    """Two digits; None for a filing."""
    serial: str

    @property
    def kind(self) -> Kind:
        """Where the product comes from; ``hmt`` is Hong Kong, Macao or Taiwan."""
        return _KINDS[self.route]

    @property
    def scheme(self) -> Scheme:
        """Which kind of certificate the number is one of."""
        if self.form == "filing":
            return "nmpa_filing"
        return "nmpa_registration" if self.authority == "国" else "nmpa_provincial"

    @property
    def categories(self) -> tuple[CategoryEntry, ...]:
        """What the category digits may stand for, more than one if that is open."""
        if self.category is None:
            return ()
        entries = decode_category(self.year, self.category)
        if self.form == "new":
            return entries
        # Renewals got a new number, so the old layout never took the new catalogue.
        return tuple(entry for entry in entries if entry.catalogue != "2017") or entries

    @property
    def lineage(self) -> tuple[str, str, int, str]:
        """What stays when a registration is renewed and its category rewritten.

        Numbers of the old layout were never rewritten, and all their digits count.
        """
        if self.form == "old":
            digits = self.text[self.text.index("第") + 1 : -1]
            return self.authority, f"({self.route})", self.year, digits
        return self.authority, self.route, self.year, self.serial

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd though allowed: ``category_unknown``, ``category_outdated``."""
        if any(entry.name_zh is None for entry in self.categories):
            return ("category_unknown",)
        outdated = any(entry.catalogue == "2002" for entry in self.categories)
        return ("category_outdated",) if outdated and self.year > _LAST_OF_2002 else ()


def parse(text: str) -> NmpaNumber:
    """Return the parts of an NMPA number.

    Raises:
        InvalidFormatError: *text* has none of the four layouts.
        InvalidPartError: a part is out of range, or the authority does not register
            this kind of product in this class.
    """
    canonical = stripped(_NAME, text, _EXPECTED).translate(_BRACKETS)
    hits = ((form, layout.fullmatch(canonical)) for form, layout in _LAYOUTS)
    form, match = next((hit for hit in hits if hit[1] is not None), ("new", None))
    if match is None:
        raise wrong_shape(_NAME, text, _EXPECTED, normalise)
    authority, route, year, level, category, serial = match.groups()
    first, last = _YEARS[form]
    if not first <= int(year) <= last:
        raise InvalidPartError(_NAME, text, f"a year from {first} to {last} in this layout")
    if category == "00":
        raise InvalidPartError(_NAME, text, "a category other than 00")
    allowed = _levels(form, authority, route)
    if level not in allowed:
        expected = (
            f"class {' or '.join(allowed)} where {authority} issues {route}"
            if allowed
            else f"准 where {authority} issues: only 国 registers imports (进, 许)"
        )
        raise InvalidPartError(_NAME, text, expected)
    return NmpaNumber(
        canonical, form, authority, route, int(year), _CLASSES[level], category or None, serial
    )


def _levels(form: Form, authority: str, route: str) -> tuple[str, ...]:
    """Return the classes that *authority* puts on such numbers."""
    if form == "filing":
        return ("",)
    if authority == "国":
        if route == "准":
            return ("3",)
        # Before filing was introduced, imports of class I were registered too.
        return ("2", "3") if form == "new" else ("1", "2", "3")
    if route != "准":
        return ()
    return ("2",) if form == "new" else ("1", "2")


def validate(text: str) -> str:
    """Return *text* in canonical form: no outer white space, brackets of ASCII.

    Raises:
        InvalidFormatError: *text* has none of the four layouts.
        InvalidPartError: a part is out of range or contradicts another.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* with full-width and traditional characters replaced, without spaces.

    The result need not be valid.

    >>> normalise("國械注準 ２０２３３１３０３９９")
    '国械注准20233130399'
    """
    return compact(text).translate(_SIMPLIFIED)


is_valid: Check = accepts(validate)

Nmpa = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, canonical NMPA number out."""
