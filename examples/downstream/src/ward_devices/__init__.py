"""What a hospital knows of the certified devices on its wards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import medai_landscape as ml

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["WardDevice", "usable_for"]


class WardDevice(ml.Certificate):
    """A certificate, with the ward that uses the device and how many it has."""

    ward: str | None = None
    """Ward that uses it; None: in the store."""
    pieces: int = 1
    """How many there are."""


def usable_for(devices: Iterable[WardDevice], case: ml.Case) -> tuple[WardDevice, ...]:
    """Return the devices whose statement of intended use surely covers *case*."""
    return tuple(
        device
        for device in devices
        if device.intended_use is not None
        and device.intended_use.covers(case).answer is ml.Answer.YES
    )
