"""Every fault: the modules register what they define."""

from __future__ import annotations

from bench.chaos import faultfeeds, faultpages, faultrules
from bench.chaos.faultrules import PATIENT
from bench.chaos.fixtures import FAULTS, Fault, Own

__all__ = ["FAULTS", "PATIENT", "Fault", "Own", "faultfeeds", "faultpages", "faultrules"]
