"""Every exception this package raises on purpose.

One root, so a caller can write ``except LandscapeError``.  It derives from
``ValueError``, so pydantic turns a leaf raised inside a record into one line
of its ``ValidationError``.  Every leaf has a stable `code`, keeps its
arguments as attributes and says three things: the value, what was expected,
what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "AmountError",
    "DateError",
    "FrameError",
    "InvalidFormatError",
    "InvalidIdentifierError",
    "InvalidPartError",
    "LandscapeError",
    "LimitError",
    "MissingExtraError",
    "OutputError",
    "OutputExistsError",
    "RejectedRowsError",
    "ScopeError",
    "SourceFormatError",
    "StatementError",
    "UndecidedError",
    "VocabularyError",
]


class LandscapeError(ValueError):
    """Root of every error raised on purpose by this package."""

    code: ClassVar[str] = "landscape"


class InvalidIdentifierError(LandscapeError):
    """A text is not an identifier of the scheme it was read as."""

    code: ClassVar[str] = "identifier"

    def __init__(self, scheme: str, value: object, expected: str) -> None:
        super().__init__(scheme, value, expected)
        self.scheme = scheme
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.value!r} is not a valid {self.scheme}: expected {self.expected}"


class InvalidFormatError(InvalidIdentifierError):
    """The shape is wrong: characters, separators or length."""

    code: ClassVar[str] = "identifier_format"


class InvalidPartError(InvalidIdentifierError):
    """The shape is right, but one part names something that does not exist or does not fit."""

    code: ClassVar[str] = "identifier_part"


class _ReadingError(LandscapeError):
    """A text could not be read as a value: the text, what was expected, what to do."""

    kind: ClassVar[str] = "a value"

    def __init__(self, value: object, expected: str) -> None:
        super().__init__(value, expected)
        self.value = value
        self.expected = expected

    def __str__(self) -> str:
        return f"{self.value!r} cannot be read as {self.kind}: expected {self.expected}"


class AmountError(_ReadingError):
    """A text is not an amount of money, or is one in two different readings."""

    code: ClassVar[str] = "amount"
    kind: ClassVar[str] = "an amount"


class DateError(_ReadingError):
    """A text is not a date, a partial date or a span of dates."""

    code: ClassVar[str] = "date"
    kind: ClassVar[str] = "a date"


class StatementError(_ReadingError):
    """What was given as a statement of intended use, or as a use, is none."""

    code: ClassVar[str] = "statement"
    kind: ClassVar[str] = "an intended use"


class VocabularyError(LandscapeError):
    """A word is not in a closed vocabulary."""

    code: ClassVar[str] = "vocabulary"

    def __init__(self, vocabulary: str, value: object, allowed: Collection[str], file: str) -> None:
        super().__init__(vocabulary, value, tuple(allowed), file)
        self.vocabulary = vocabulary
        self.value = value
        self.allowed: tuple[str, ...] = tuple(allowed)
        self.file = file

    def __str__(self) -> str:
        return (
            f"{self.value!r} is not a {self.vocabulary}: expected one of "
            f"{', '.join(self.allowed)}; if it is another way to write one of them, "
            f"add it to {self.file}"
        )


class FrameError(LandscapeError):
    """A dataframe lacks columns, or has them with the wrong kind of value."""

    code: ClassVar[str] = "frame"

    def __init__(self, problems: Collection[str], available: Collection[str]) -> None:
        super().__init__(tuple(problems), tuple(available))
        self.problems: tuple[str, ...] = tuple(problems)
        self.available: tuple[str, ...] = tuple(available)

    def __str__(self) -> str:
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"cannot use this dataframe:\n{lines}\ncolumns present: {', '.join(self.available)}"


class SourceFormatError(LandscapeError):
    """A file cannot be read as what it was said to be."""

    code: ClassVar[str] = "source_format"

    def __init__(
        self,
        path: str,
        cause: str,
        expected: str,
        *,
        sheet: str | None = None,
        row: int | None = None,
    ) -> None:
        super().__init__(path, cause, expected)
        self.path = path
        self.cause = cause
        self.expected = expected
        self.sheet = sheet
        self.row = row

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args, {"sheet": self.sheet, "row": self.row}

    def __str__(self) -> str:
        place = self.path
        if self.sheet is not None:
            place += f", sheet {self.sheet!r}"
        if self.row is not None:
            place += f", row {self.row}"
        return f"cannot read {place}: {self.cause}; expected {self.expected}"


class LimitError(LandscapeError):
    """A file is larger, deeper or more compressed than the reader's limits allow."""

    code: ClassVar[str] = "limit"

    def __init__(self, name: str, value: object, limit: object) -> None:
        super().__init__(name, value, limit)
        self.name = name
        self.value = value
        self.limit = limit

    def __str__(self) -> str:
        return (
            f"{self.name} is {self.value}, over the limit of {self.limit}: "
            f"pass Limits({self.name}=...) if you trust this file"
        )


class RejectedRowsError(LandscapeError):
    """Some rows of a file or frame are no valid records."""

    code: ClassVar[str] = "rejected_rows"

    def __init__(self, rejected: int, rows: int, counts: Mapping[str, int]) -> None:
        super().__init__(rejected, rows, dict(counts))
        self.rejected = rejected
        self.rows = rows
        self.counts: dict[str, int] = dict(counts)

    def __str__(self) -> str:
        reasons = ", ".join(f"{code} {count}" for code, count in self.counts.items())
        return (
            f"{self.rejected} of {self.rows} rows are not valid ({reasons}): "
            "read the issues of the result, which name row, column and value"
        )


class ScopeError(LandscapeError):
    """Two figures count unlike things, so they are neither added nor compared."""

    code: ClassVar[str] = "scope"

    def __init__(self, part: str, left: object, right: object) -> None:
        super().__init__(part, left, right)
        self.part = part
        self.left = left
        self.right = right

    def __str__(self) -> str:
        return (
            f"the {self.part} differs: {self.left!r} against {self.right!r}; "
            f"restrict both counts to the same {self.part} first"
        )


class UndecidedError(LandscapeError):
    """A three-valued answer was used where only yes or no make sense."""

    code: ClassVar[str] = "undecided"

    def __init__(self, answer: object) -> None:
        super().__init__(answer)
        self.answer = answer

    def __str__(self) -> str:
        return (
            f"{self.answer!r} is one of three answers and has no truth value: "
            "write `answer is Answer.YES` (or NO, or UNKNOWN)"
        )


class MissingExtraError(LandscapeError):
    """A feature needs a library that the core installation does not bring."""

    code: ClassVar[str] = "missing_extra"

    def __init__(self, feature: str, library: str, extra: str) -> None:
        super().__init__(feature, library, extra)
        self.feature = feature
        self.library = library
        self.extra = extra

    def __str__(self) -> str:
        return (
            f"{self.feature} needs {self.library}, which is not installed: "
            f"pip install 'medai-landscape[{self.extra}]'"
        )


class OutputExistsError(LandscapeError):
    """A file is in the way, and nothing is overwritten unless asked."""

    code: ClassVar[str] = "output_exists"

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"{self.path} exists and is kept: choose another path, or ask to overwrite it"


class OutputError(LandscapeError):
    """A file cannot be written."""

    code: ClassVar[str] = "output"

    def __init__(self, path: str, cause: str) -> None:
        super().__init__(path, cause)
        self.path = path
        self.cause = cause

    def __str__(self) -> str:
        return (
            f"cannot write {self.path}: {self.cause}; "
            "what was there is untouched, so mend the cause and try again"
        )
