"""The example tests itself as any package would."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ward_devices import WardDevice, usable_for

import medai_landscape as ml

SOURCE = ml.Source(title="store list", publisher="hospital", locator="row 1")


@settings(max_examples=30, deadline=None)
@given(st.from_type(ml.Certificate), st.integers(1, 9))
def test_every_certificate_can_stand_on_a_ward(certificate: ml.Certificate, pieces: int) -> None:
    device = WardDevice.model_validate({**dict(certificate), "ward": "radiology", "pieces": pieces})
    frame = ml.to_frame([device])
    assert frame["pieces"].tolist() == [pieces]
    assert ml.from_frame(frame, WardDevice).records == (device,)


def test_rules_of_the_certificate_hold_for_the_ward() -> None:
    with pytest.raises(ValidationError, match="is not after"):
        WardDevice(
            jurisdiction="CN",
            scheme="nmpa_registration",
            product_name="某软件",
            approved="2025-02",
            expires="2024",
            sources=(SOURCE,),
        )


def test_usable_for_asks_for_certainty() -> None:
    use = ml.IntendedUse(modalities=("CT",), findings=("nodule_lung",), anatomies=("lung",))
    device = WardDevice(
        jurisdiction="EU", scheme="ce_mdr", product_name="L", intended_use=use, sources=(SOURCE,)
    )
    assert usable_for([device], ml.Case(modality="CT", finding="nodule_lung")) == (device,)
    assert usable_for([device], ml.Case(modality="MR")) == ()
    assert usable_for([device], ml.Case(age=7)) == ()
