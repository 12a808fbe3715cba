"""Which names mean one company, and which only might.

Names are linked for four reasons, each strong enough by itself: the same normal form,
the same Chinese name with another limited form (a company that goes public changes
only that), a reviewed alias with a verified source, and a short form that just one of
the names can be short for.  Everything weaker is a candidate for somebody to look at:
联影 is contained in 联影智融, which is another company.

>>> linked = link(["武汉联影智融医疗科技有限公司", "联影智融", "推想医疗科技有限公司",
...                "推想医疗科技股份有限公司", "西门子"])
>>> [group.names for group in linked.groups if len(group.names) > 1]
[('推想医疗科技有限公司', '推想医疗科技股份有限公司'), ('武汉联影智融医疗科技有限公司', '联影智融')]
>>> [tie.reason for group in linked.groups for tie in group.ties]
['legal_form', 'short_form']
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from medai_landscape.companies.names import CompanyName, normalise
from medai_landscape.companies.places import locate
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Group", "Linked", "Reason", "Tie", "link"]

Reason = Literal["same_name", "legal_form", "alias", "short_form"]
"""Why two names are tied; a candidate has the same reasons, each too weak by itself."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_SHORTEST = 3  # characters of a short form: two are a syllable of many names


@frozen
class Tie:
    """Two names that mean one company, or might, and why."""

    left: str
    right: str
    reason: Reason
    source: str | None = None
    """Of an alias: who says so."""


@frozen
class Group:
    """The names of one company, sorted, and what ties them."""

    names: tuple[str, ...]
    ties: tuple[Tie, ...]


@frozen
class Linked:
    """Every name in exactly one group, and the pairs that somebody should look at."""

    groups: tuple[Group, ...]
    candidates: tuple[Tie, ...]


def link(names: Iterable[str]) -> Linked:
    """Group names by company.

    Args:
        names: In any order; repeats do not matter.

    Returns:
        The groups, sorted, and the candidates, which are never within one group.
    """
    known = [normalise(name) for name in sorted(set(names))]
    found = (*_same(known), *_aliases(known), *_short_forms(known))
    sure = [tie for strong, tie in found if strong]
    weak = [tie for strong, tie in found if not strong]
    owner = _owners([name.raw for name in known], sure)
    members: dict[str, list[str]] = defaultdict(list)
    for name in known:
        members[owner[name.raw]].append(name.raw)
    ties: dict[str, list[Tie]] = defaultdict(list)
    for tie in sure:
        ties[owner[tie.left]].append(tie)
    groups = (Group(tuple(group), tuple(ties[first])) for first, group in members.items())
    apart = (tie for tie in weak if owner[tie.left] != owner[tie.right])
    return Linked(tuple(groups), tuple(dict.fromkeys(apart)))


def _owners(names: list[str], ties: list[Tie]) -> dict[str, str]:
    """Return for every name the first name of its group."""
    above = {name: name for name in names}

    def head(name: str) -> str:
        while above[name] != name:
            above[name] = name = above[above[name]]
        return name

    for tie in ties:
        first, second = sorted((head(tie.left), head(tie.right)))
        above[second] = first
    return {name: head(name) for name in names}


_Found = tuple[bool, Tie]  # whether the tie is strong enough by itself


def _same(known: list[CompanyName]) -> Iterator[_Found]:
    """Tie names that are the same but for the legal form."""
    for alike in _buckets((name.key or name.text, name) for name in known).values():
        families = _buckets((name.family or "", name) for name in alike)
        for members in families.values():
            members.sort(key=lambda name: (name.legal_form or "", name.raw))
            for left, right in pairwise(members):
                same = left.legal_form == right.legal_form
                yield True, Tie(left.raw, right.raw, "same_name" if same else "legal_form")
        heads = sorted((family, members[0].raw) for family, members in families.items())
        for (family, left_name), (_, right_name) in combinations(heads, 2):
            # Without its form, a name is short for the only company that is called so.
            reason: Reason = "legal_form" if family else "short_form"
            only = not family and len(heads) == 2  # noqa: PLR2004 - itself and that company
            yield only, Tie(left_name, right_name, reason)


def _aliases(known: list[CompanyName]) -> Iterator[_Found]:
    """Tie names that the reviewed table gives to one company."""
    present = {name.key: name.raw for name in reversed(known)}
    for row in read_rows("companies/aliases.csv"):
        left, right = (present.get(normalise(row[side]).key) for side in ("name", "company"))
        if left is not None and right is not None:
            yield row["verified"] == "yes", Tie(left, right, "alias", row["source"])


def _short_forms(known: list[CompanyName]) -> Iterator[_Found]:
    """Tie a Chinese name without legal form to the one full name that it begins."""
    shorts = {name.key: name.raw for name in known if name.family is None}
    begun: dict[str, list[tuple[CompanyName, bool]]] = defaultdict(list)
    for name in known:
        if name.family == "cn":
            proper = _proper_name(name)
            for length in range(2, len(proper)):
                if proper[:length] in shorts:
                    plain = not _industry_words().sub("", proper[length:])
                    begun[proper[:length]].append((name, plain))
    for short, full in begun.items():
        unique = len({name.key for name, _ in full}) == 1 and len(short) >= _SHORTEST
        for name, plain in full:
            yield unique and plain, Tie(shorts[short], name.raw, "short_form")


def _proper_name(name: CompanyName) -> str:
    """Return a Chinese name without brackets and the place that it begins with."""
    core = _IN_BRACKETS.sub("", name.core)
    place = locate(core)
    if place.how == "prefix" and place.matched:
        core = core[len(place.matched) :]
    return normalise(core).key


@cache
def _industry_words() -> re.Pattern[str]:
    """Return the pattern of words that do not tell companies apart, the longest first."""
    words = (row["word"] for row in read_rows("companies/industry_words.csv"))
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def _buckets(pairs: Iterable[tuple[str, CompanyName]]) -> dict[str, list[CompanyName]]:
    buckets: dict[str, list[CompanyName]] = defaultdict(list)
    for key, name in pairs:
        buckets[key].append(name)
    return buckets
