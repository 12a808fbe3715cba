"""Trial numbers: the registration of a clinical trial in one of 27 registers.

Each register gives out its own form, and no register publishes a check digit, so a
valid number is well formed, not proven to exist.  One trial can have several numbers,
in several registers, and in the European Union both an EudraCT and a CTIS number.
``CTR`` with eight digits is the Chinese register of *drug* trials, another one than
``ChiCTR``.

The search portal of the WHO writes some numbers with more around them:
``EUCTR2008-005144-16-ES``, ``JPRN-UMIN000049383``, ``PER-046-19``; the canonical form
is that of the register itself, and what the portal added stays in the parts.

Source: the registers' own pages, as collected by bioregistry and ctregistries;
``data/vocabularies/trial_registries.csv``.

>>> validate("chictr2600126475"), validate("EUCTR2008-005144-16-ES")
('ChiCTR2600126475', '2008-005144-16')
>>> number = parse("JPRN-jRCTs041220087")
>>> number.text, number.registry, number.portal_text
('jRCTs041220087', 'JRCT', 'JPRN-jRCTs041220087')
>>> [(hit.start, hit.number.text) for hit in find("见 ChiCTR 2600126475 和NCT00912041。")]
[(2, 'ChiCTR2600126475'), (21, 'NCT00912041')]
>>> validate("NCT0091204")
Traceback (most recent call last):
medai_landscape.errors.InvalidFormatError: 'NCT0091204' is not a valid trial number: \
expected the number of a known register such as NCT00912041 or ChiCTR2600126475
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from attrs import field, frozen
from pydantic import AfterValidator

from medai_landscape.identifiers._contract import Check, accepts, compact, stripped, wrong_shape
from medai_landscape.vocabulary import read_rows

__all__ = [
    "EXAMPLE",
    "Mention",
    "Registry",
    "TrialId",
    "TrialNumber",
    "find",
    "is_valid",
    "normalise",
    "parse",
    "registries",
    "validate",
]

EXAMPLE = "NCT00912041"

_NAME = "trial number"
_EXPECTED = "the number of a known register such as NCT00912041 or ChiCTR2600126475"
_TABLE = "vocabularies/trial_registries.csv"
_OUTSIDE = "-Outside-EU/EEA"  # the one ending of the portal that is not in capitals


@frozen
class Registry:
    """One form of number of one register; two forms of one register share its `key`."""

    key: str
    name: str
    country: str | None
    """None for a register of many countries, ``EU`` for the Union."""
    prefix: str
    example: str
    who: str = field(repr=False)
    """What the portal of the WHO puts in front, if anything."""
    shape: re.Pattern[str] = field(repr=False)
    """The whole number, in capitals, with what the portal of the WHO adds."""
    writes_small: bool = field(repr=False)
    """Whether the letters after the prefix are small ones."""

    def canonical(self, rest: str) -> str:
        """Return the number whose part after the prefix is *rest*, in capitals."""
        return self.prefix + (rest.lower() if self.writes_small else rest)


@frozen
class TrialNumber:
    """The parts of a trial number."""

    text: str
    """As the register writes it."""
    registry: str
    """The key of the register, as in `registries`."""
    registry_name: str
    country: str | None
    """Of the register; None if it is one of many countries, ``EU`` for the Union."""
    year: int | None
    """Of the registration, where the number tells."""
    portal_text: str | None
    """As the portal of the WHO writes it, if it was written so."""
    protocol: str | None
    """Of which country's protocol the portal speaks, after an EudraCT number."""


@frozen
class Mention:
    """A trial number found in a text, between two offsets."""

    start: int
    end: int
    number: TrialNumber


@cache
def registries() -> tuple[Registry, ...]:
    """Return every form of number that is known, in the order in which they are tried.

    >>> len({registry.key for registry in registries()})
    27
    """
    return tuple(
        Registry(
            row["key"],
            row["name"],
            row["country"] or None,
            row["prefix"],
            row["example"],
            row["who"],
            re.compile(
                f"(?P<who>{re.escape(row['who'])})?{re.escape(row['prefix'].upper())}"
                f"(?P<rest>{row['digits']})(?P<tail>(?:{row['who_tail']})?)"
            ),
            row["lower"] == "yes",
        )
        for row in read_rows(_TABLE)
    )


def parse(text: str) -> TrialNumber:
    """Return the parts of a trial number.

    Raises:
        InvalidFormatError: *text* is the number of no register we know.
    """
    capitals = stripped(_NAME, text, _EXPECTED, upper=True)
    for registry in registries():
        match = registry.shape.fullmatch(capitals)
        if match is not None and (match["who"] or not match["tail"]):
            return _number(registry, match)
    raise wrong_shape(_NAME, text, _EXPECTED, normalise)


def _number(registry: Registry, match: re.Match[str]) -> TrialNumber:
    canonical = registry.canonical(match["rest"])
    who, tail = match["who"], match["tail"]
    tail = _OUTSIDE if tail == _OUTSIDE.upper() else tail
    parts = match.groupdict()
    short = parts.get("yy")
    year = parts.get("year") or (short and f"20{short}")
    return TrialNumber(
        canonical,
        registry.key,
        registry.name,
        registry.country,
        int(year) if year else None,
        f"{who}{canonical}{tail}" if who else None,
        tail[1:] or None,
    )


def validate(text: str) -> str:
    """Return *text* as its register writes it, without what the WHO's portal adds.

    Raises:
        InvalidFormatError: *text* is the number of no register we know.
    """
    return parse(text).text


def normalise(text: str) -> str:
    """Return *text* in plain characters, without spaces and with hyphens for any dash.

    A hyphen before the digits goes where no register has one.  The result need
    not be valid.

    >>> normalise("ChiCTR–TRC–12002245"), normalise("ＣhiCTR–2600126475")
    ('ChiCTR-TRC-12002245', 'ChiCTR2600126475')
    """
    return _STRAY_HYPHEN.sub(r"\1", compact(text))


_STRAY_HYPHEN = re.compile(
    r"\A(nct|isrctn|chictr|actrn|drks|kct|umin)-(?=[0-9]{7,20}\Z)", re.IGNORECASE
)
# One character for one, so that offsets stay: full width, dashes and spaces.
_FLAT = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2009\u202f"), " ")
)
# Translating only what needs it is five times as fast on Chinese text.
_UNEVEN = re.compile(f"[{re.escape(''.join(map(chr, _FLAT)))}]+")
_SMALL = re.compile("[a-z]+")


def _flat(text: str) -> str:
    """Return *text* in plain capitals, every character at its own place."""
    plain = _UNEVEN.sub(lambda run: run[0].translate(_FLAT), text)
    return _SMALL.sub(lambda run: run[0].upper(), plain)


@cache
def _in_text() -> re.Pattern[str]:
    """Return the pattern that finds numbers in a text of plain capitals."""
    forms = []
    for place, row in enumerate(read_rows(_TABLE)):
        digits = row["in_text_digits"] or re.sub(r"\?P<[a-z]+>", "?:", row["digits"])
        who = f"(?:{re.escape(row['who'])})" if row["who"] else ""
        who += "?" if who and row["in_text"] != "prefixed" else ""
        gap = "[ :#-]{0,2}" if row["in_text"] == "loose" else ""
        # A number of digits alone must not be a piece of a longer one.
        before, after = ("", "") if row["prefix"] else ("(?<!-)", "(?!-[0-9])")
        forms.append(
            f"{before}{who}{re.escape(row['prefix'].upper())}{gap}"
            f"(?P<form{place}>{digits})(?:{row['who_tail']})?{after}"
        )
    return re.compile(rf"(?=[0-9A-Z])(?<![0-9A-Z])(?:{'|'.join(forms)})(?![0-9A-Z])")


def find(text: str) -> tuple[Mention, ...]:
    """Return the trial numbers in a text, in order, with their offsets in it.

    Numbers are recognised with a space or a colon after the prefix, in full width and
    with any kind of dash.  Three digits, a hyphen and two digits are a number of REPEC
    only after ``PER-``: alone they are too short to be told from a date or a range.

    >>> [hit.number.portal_text for hit in find("Trials PER-046-19, 046-19.")]
    ['PER-046-19']
    """
    flat = _flat(text)
    hits = []
    for match in _in_text().finditer(flat):
        registry = registries()[int(str(match.lastgroup).removeprefix("form"))]
        start, end = match.span(str(match.lastgroup))
        # Put together again without the gap that a text may have after the prefix.
        who = registry.who if match[0].startswith(registry.who) else ""
        compacted = f"{who}{registry.prefix}{flat[start:end]}{flat[end : match.end()]}"
        hits.append(Mention(match.start(), match.end(), parse(compacted)))
    return tuple(hits)


is_valid: Check = accepts(validate)

TrialId = Annotated[str, AfterValidator(validate)]
"""A field type for pydantic records: text in, number of the register out."""
