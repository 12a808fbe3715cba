"""Say a use as an English statement, in the register of the genre."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medai_landscape.wording.intended_use.names import names_of

if TYPE_CHECKING:
    from decimal import Decimal

    from medai_landscape.records.intended_use import AgeRange, IntendedUse, Threshold

__all__ = ["describe"]

_MEASURES = {
    "lesion_size": "diameter",
    "stenosis": "degree of stenosis",
    "ejection_fraction": "ejection fraction",
    "ffr": "FFR",
    "psa": "PSA level",
    "qtc": "QTc interval",
    "follicle_size": "follicle diameter",
    "other": "level",
}


def describe(use: IntendedUse) -> str:
    """Return a statement that reads as *use* does."""
    sentences = [
        _purpose(use),
        _heading("Target findings", names_of("en", "findings", use.findings)),
        _heading("Limits", list(map(_limit, use.thresholds)), separator="; "),
        _heading("Patient population", _population(use)),
        *_users(use),
        _heading("Settings", names_of("en", "settings", use.settings)),
    ]
    if use.standalone_prohibited:
        sentences.append("The results must not be used as the sole basis for clinical decisions.")
    if use.equipment_restricted:
        sentences.append("Only for use with designated equipment.")
    exclusions = names_of("en", "exclusions", use.exclusions)
    sentences.append(_heading("Not intended for", exclusions, separator="; "))
    # A use that is known in part is said as a text that breaks off.
    sentences.append("" if use.complete else "...")
    return " ".join(filter(None, sentences))


def _purpose(use: IntendedUse) -> str:
    """The software is intended for detection using CT of the lungs."""
    words = ["The software is intended for"]
    words.append(_listed(names_of("en", "functions", use.functions)) or "use")
    if inputs := names_of("en", "modalities", use.modalities, use.anatomies):
        words.append(f"with {_listed(inputs)}")
    if parts := names_of("en", "anatomies", use.anatomies):
        words.append(f"of the {_listed(parts)}")
    return " ".join(words) + "."


def _listed(names: list[str]) -> str:
    """Join names as prose does: one, two and three."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _heading(words: str, items: list[str], *, separator: str = ", ") -> str:
    return f"{words}: {separator.join(items)}." if items else ""


def _population(use: IntendedUse) -> list[str]:
    words = names_of("en", "age_groups", use.age_groups) + names_of("en", "sexes", use.sexes)
    return [*words, _age(use.age)] if use.age is not None else words


def _age(age: AgeRange) -> str:
    low, high = _plain(age.min), _plain(age.max)
    if low and high and age.min_inclusive and age.max_inclusive:
        return f"aged {low} to {high} years"
    lower = f"at least {low} years old" if age.min_inclusive else f"older than {low} years"
    upper = f"at most {high} years old" if age.max_inclusive else f"younger than {high} years"
    return " and ".join(words for words, end in ((lower, low), (upper, high)) if end)


def _limit(limit: Threshold) -> str:
    value = f"{_MEASURES[limit.measure]} {limit.op} {_plain(limit.value)} {limit.unit}".strip()
    return value.replace(" %", "%")


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _users(use: IntendedUse) -> list[str]:
    names = names_of("en", "users", use.users)
    if not names:
        return ["Users must be trained."] if use.user_training else []
    trained = "trained " if use.user_training else ""
    return [f"Intended users: {trained}{', '.join(names)}."]
