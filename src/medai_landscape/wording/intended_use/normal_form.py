"""A text folded for matching, with the way back to the text as given.

Registers are printed, scanned and pasted: digits are full-width, a line break
stands inside a word, a soft hyphen or a zero-width space hides in it.  Rules
read the folded text; evidence is cited from the text as given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

__all__ = ["NormalForm", "fold", "one_line_break", "replace_noise"]


def one_line_break(text: str) -> str:
    r"""Write each line break as one character and every other as it is; no place moves.

    >>> one_line_break("pulmonary\r\nembolism")
    'pulmonary \nembolism'
    """
    # Two characters would be read as two breaks, the end of a paragraph.
    return text.replace("\r\n", " \n")


@frozen
class NormalForm:
    """A folded text; *starts* has the place of each of its characters in the text as given.

    `starts` is None where the two texts agree character by character.
    """

    text: str
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text as given that became ``text[start:end]``."""
        if self.starts is None or start >= end:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1


def fold(
    text: str,
    table: Mapping[int, str],
    noise: re.Pattern[str],
    replacement: Callable[[re.Match[str]], str],
) -> NormalForm:
    """Fold *text*: map characters by *table*, then replace what *noise* matches.

    Args:
        text: the text as given.
        table: character to one character, for `str.translate`.
        noise: what is written longer or shorter in the folded text: white space, units in
            one character, characters that are not seen.
        replacement: what a match becomes; the empty text drops it.
    """
    return replace_noise(text.translate(table), noise, replacement)


def replace_noise(
    mapped: str, noise: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
) -> NormalForm:
    """Replace what *noise* matches in a text whose characters are mapped already; see `fold`."""
    match = noise.search(mapped)
    if match is None:
        return NormalForm(mapped)
    pieces: list[str] = []
    starts: list[int] = []
    done = 0
    while match is not None:
        start, end = match.span()
        pieces.append(mapped[done:start])
        starts += range(done, start)
        new = replacement(match)
        pieces.append(new)
        starts += [start] * len(new)
        done = end
        match = noise.search(mapped, end)
    pieces.append(mapped[done:])
    starts += range(done, len(mapped))
    return NormalForm("".join(pieces), tuple(starts))
