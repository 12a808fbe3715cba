"""What comes from outside: closed, frozen, validated records, each with its sources."""

from medai_landscape.records.bci_trial import BCITrial
from medai_landscape.records.certificate import Certificate
from medai_landscape.records.claim import Claim
from medai_landscape.records.device_identifier import DeviceIdentifier
from medai_landscape.records.funding_round import FundingRound
from medai_landscape.records.intended_use import AgeRange, Evidence, IntendedUse, Threshold
from medai_landscape.records.landscape import InconsistentLandscapeError, Landscape
from medai_landscape.records.policy_event import PolicyEvent
from medai_landscape.records.register import Register
from medai_landscape.records.source import Source
from medai_landscape.records.trial import Trial

__all__ = [
    "AgeRange",
    "BCITrial",
    "Certificate",
    "Claim",
    "DeviceIdentifier",
    "Evidence",
    "FundingRound",
    "InconsistentLandscapeError",
    "IntendedUse",
    "Landscape",
    "PolicyEvent",
    "Register",
    "Source",
    "Threshold",
    "Trial",
]
