"""What the reading of a sentence finds of its turns: what is ruled out, what is disclaimed."""

from __future__ import annotations

from attrs import Factory, define

__all__ = ["Polarity", "Zone"]

Zone = tuple[int, int, bool]
"""Start and end of what is ruled out, and whether each item of it must be a reason."""


@define
class Polarity:
    """What `assign_modes` found."""

    zones: list[Zone] = Factory(list)
    """What is ruled out."""
    disclaimers: list[tuple[int, int]] = Factory(list)
    """Where the text says that the product must not decide alone."""
    ends: str = "affirm"
    """The mode at the end."""
    left_open: str = ""
    """``exclude`` where a list of what is ruled out goes on in the next sentence."""
    looks_around: bool = False
    """Whether the text in front of it, or behind it, is needed."""
