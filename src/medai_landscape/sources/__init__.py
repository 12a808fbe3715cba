"""Readers of outside files, one module a format, each giving a `Loaded`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medai_landscape.sources.clinicaltrials import read_clinicaltrials
    from medai_landscape.sources.fda_ai_list import read_fda_ai_list
    from medai_landscape.sources.ictrp import read_ictrp
    from medai_landscape.sources.limits import Limits
    from medai_landscape.sources.nmpa_udid import read_nmpa_udid
    from medai_landscape.sources.openfda import read_openfda_510k, read_openfda_pma
    from medai_landscape.sources.table import read_table
    from medai_landscape.sources.udid_certificates import group_certificates

# Where each public name lives; loaded when first used, so that one format does not cost the others.
_HOME = {
    "Limits": "limits",
    "group_certificates": "udid_certificates",
    "read_clinicaltrials": "clinicaltrials",
    "read_fda_ai_list": "fda_ai_list",
    "read_ictrp": "ictrp",
    "read_nmpa_udid": "nmpa_udid",
    "read_openfda_510k": "openfda",
    "read_openfda_pma": "openfda",
    "read_table": "table",
}

__all__ = [
    "Limits",
    "group_certificates",
    "read_clinicaltrials",
    "read_fda_ai_list",
    "read_ictrp",
    "read_nmpa_udid",
    "read_openfda_510k",
    "read_openfda_pma",
    "read_table",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
