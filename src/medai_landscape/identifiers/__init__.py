"""Identifiers of regulators, registries and supply chains, one module a scheme.

Each has the same contract: `EXAMPLE`, `validate`, `is_valid`, `parse`, `normalise` and
a field type for pydantic records.  A module is loaded when it is first used.

>>> from medai_landscape import identifiers
>>> identifiers.nmpa.is_valid("国械注准20233130399")
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from medai_landscape.identifiers import (
        basic_udi_di,
        fda_product_code,
        fda_submission,
        gtin,
        hibc,
        nmpa,
        notified_body,
        ppn,
        srn,
        trial,
        uscc,
    )

__all__ = [
    "basic_udi_di",
    "fda_product_code",
    "fda_submission",
    "gtin",
    "hibc",
    "nmpa",
    "notified_body",
    "ppn",
    "srn",
    "trial",
    "uscc",
]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
