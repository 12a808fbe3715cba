"""How hypothesis finds our strategies: called by hypothesis itself when it starts.

It starts while `strategies` is half imported, if that is what imports it
first.  So nothing of `strategies` is touched here before something is drawn.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["register"]

_STRATEGIES = {
    "BCITrial": "bci_trials",
    "Certificate": "certificates",
    "Claim": "claims",
    "DeviceIdentifier": "device_identifiers",
    "FundingRound": "funding_rounds",
    "IntendedUse": "intended_uses",
    "PolicyEvent": "policy_events",
    "Register": "registers",
    "Source": "sources",
    "Trial": "trials",
}


def register() -> None:
    """Tell hypothesis how to draw each record by its type."""
    from hypothesis import strategies as st

    from medai_landscape import records

    for kind, name in _STRATEGIES.items():
        st.register_type_strategy(getattr(records, kind), _drawn_by(name))


def _drawn_by(name: str) -> Any:
    def strategy(_: type) -> Any:
        return getattr(import_module("medai_landscape.testing.strategies"), name)()

    return strategy
