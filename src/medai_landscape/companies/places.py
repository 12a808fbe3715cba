"""Where a company sits, as far as its name tells: city, province and clusters.

A name is read in this order: a place in brackets, the table of overrides
(``data/companies/overrides.csv``), a place at the beginning, a place after 中国, 集团,
公司 or 科学院 (in a Western name: any word).  The longest place wins, so 吉林市 is not the
province 吉林.  Brands and surnames that are no places are left alone, and a name
without a place is unknown.  It is the place in the *name*: a company that moved, or a
maker's branch, may be elsewhere.

Places and clusters are data (``data/places``).  长三角 is the whole of four provinces,
珠三角 nine cities of Guangdong only, and Wuhan is in none.

>>> locate("武汉联影智融医疗科技有限公司")
Place(city='武汉', province='湖北', clusters=(), how='prefix', matched='武汉', source=None)
>>> locate("赛维森（广州）医疗技术服务有限公司").clusters
('珠三角', '粤港澳大湾区')
>>> locate("Shenzhen Mindray Bio-Medical Electronics Co., Ltd.").city
'深圳'
>>> locate("广东省医疗器械有限公司").in_cluster("珠三角")
<Answer.UNKNOWN: 'unknown'>
>>> locate("西门子医疗系统有限公司").how
'unknown'
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from medai_landscape.answers import Answer
from medai_landscape.companies.names import normalise
from medai_landscape.errors import VocabularyError
from medai_landscape.vocabulary import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Cluster", "How", "Place", "clusters", "locate"]

How = Literal["brackets", "override", "prefix", "infix", "unknown"]
"""Where a name tells its place: in brackets, by an override, at its beginning, inside."""


@frozen
class Cluster:
    """A group of neighbouring provinces or cities that is counted together.

    >>> delta = next(cluster for cluster in clusters() if cluster.name == "珠三角")
    >>> delta.has("深圳", "广东"), delta.has(None, "广东"), delta.has("武汉", "湖北")
    (<Answer.YES: 'yes'>, <Answer.UNKNOWN: 'unknown'>, <Answer.NO: 'no'>)
    """

    name: str
    kind: str
    """What its members are: ``province`` or ``city``."""
    members: frozenset[str]
    provinces: frozenset[str]
    """Where its members are."""

    def has(self, city: str | None, province: str | None) -> Answer:
        """Say whether a place is in the cluster."""
        if province is None:
            return Answer.UNKNOWN
        if self.kind == "province":
            return Answer.of(province in self.members)
        if city is not None:
            return Answer.of(city in self.members)
        return Answer.UNKNOWN if province in self.provinces else Answer.NO


@frozen
class Place:
    """What a name tells of where its company is; None is unknown."""

    city: str | None
    province: str | None
    clusters: tuple[str, ...]
    """Those that the place surely is in; see `in_cluster` for what cannot be told."""
    how: How
    matched: str | None
    """The part of the name that told."""
    source: str | None
    """Of an override: who says so."""

    @property
    def undecided(self) -> tuple[str, ...]:
        """The clusters of which the name does not tell whether the place is in them."""
        found = (c.name for c in clusters() if c.has(self.city, self.province) is Answer.UNKNOWN)
        return tuple(found)

    def in_cluster(self, name: str) -> Answer:
        """Say whether the place is in a cluster, which a province alone may not tell.

        Raises:
            VocabularyError: there is no such cluster.
        """
        by_name = {cluster.name: cluster for cluster in clusters()}
        if name not in by_name:
            raise VocabularyError("cluster", name, by_name, "data/places/clusters.csv")
        return by_name[name].has(self.city, self.province)


@cache
def clusters() -> tuple[Cluster, ...]:
    """Return the clusters of the table.

    >>> sorted(cluster.name for cluster in clusters() if cluster.has("上海", "上海") is Answer.YES)
    ['长三角']
    """
    found = []
    for row in read_rows("places/clusters.csv"):
        members = frozenset(row["members"].split("|"))
        provinces = {_spots()[member][1] for member in members}
        found.append(Cluster(row["cluster"], row["kind"], members, frozenset(provinces)))
    return tuple(found)


@cache
def _longest_name() -> int:
    return max(map(len, _spots()))


@cache
def _spots() -> dict[str, tuple[str | None, str]]:
    """Return city and province by every name that a place has, Western ones in small letters."""
    spots: dict[str, tuple[str | None, str]] = {}
    for row in read_rows("places/provinces.csv"):
        spot = (row["name"] if row["is_city"] else None, row["name"])
        spots |= {alias.casefold(): spot for alias in (row["name"], *row["aliases"].split("|"))}
    for row in read_rows("places/cities.csv"):
        spot = (row["within"] or row["name"], row["province"])
        names = (row["name"], *row["aliases"].split("|"))
        spots |= {alias.casefold(): spot for alias in names if alias}
    return spots


_NAME = 200  # characters of a name that are read; none is longer
_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_AFTER = re.compile("中国|集团|公司|科学院")
_WORDS = re.compile(r"[a-z'’]+")


def locate(name: str) -> Place:
    """Return where a company sits, as far as its name and the overrides tell.

    >>> locate("脉得智能科技（无锡）有限公司").how
    'brackets'
    >>> locate("Siemens Shanghai Medical Equipment Ltd.").city
    '上海'
    """
    text = normalise(name).text.casefold()[:_NAME]
    for how, matched, spot, source in _readings(text):
        city, province = spot
        sure = (c.name for c in clusters() if c.has(city, province) is Answer.YES)
        return Place(city, province, tuple(sure), how, matched, source)
    return Place(None, None, (), "unknown", None, None)


_Reading = tuple[How, str, tuple[str | None, str], str | None]


def _readings(text: str) -> Iterator[_Reading]:
    """Give what can be read from a name in plain small letters, the best reading first."""
    for bracket in _BRACKETS.finditer(text):
        spot = _spots().get(bracket[1].strip())
        if spot is not None:
            yield "brackets", bracket[1].strip(), spot, None
    for row in read_rows("companies/overrides.csv"):
        if text.startswith(row["begins"].casefold()):
            yield "override", row["begins"], _spots()[row["city"]], row["source"]
    at_start = _at(text, 0)
    if at_start is not None:
        yield "prefix", *at_start, None
    places = [match.end() for match in _AFTER.finditer(text)]
    places += [match.start() for match in _WORDS.finditer(text)]
    for place in places:
        inside = _at(text, place)
        if inside is not None:
            yield "infix", *inside, None


def _at(text: str, start: int) -> tuple[str, tuple[str | None, str]] | None:
    """Return the longest place that is named in *text* from *start* on, with its city."""
    found = _longest(text, start)
    if found is None or found[1][0] is not None:
        return found
    matched, (_, province) = found
    # A province may be followed by the city: 广东省深圳市….
    after = _longest(text, start + len(matched))
    if after is not None and after[1][1] == province and after[1][0] is not None:
        return matched + after[0], after[1]
    return found


def _longest(text: str, start: int) -> tuple[str, tuple[str | None, str]] | None:
    spots = _spots()
    for length in range(_longest_name(), 1, -1):
        part = text[start : start + length]
        whole = not part.isascii() or not text[start + length : start + length + 1].isalnum()
        if len(part) == length and whole and part in spots:
            return part, spots[part]
    return None
