"""Numbers as they are told, in whole parts of one: what is stored of a device and what is shown of it are the same."""

import numpy as np

from barometer_collector.scoring.rules.curve import FloatArray
from barometer_collector.scoring.rules.facts import IntArray

HUNDREDTHS = 100
TEN_THOUSANDTHS = 10_000
# A million devices with this much each still fit into 63 bits together; no believable value comes near it.
MOST = 2**42


def whole(values: FloatArray, parts: int) -> IntArray:
    """``values`` in whole ``parts`` of one, at most MOST; 0 for NaN."""
    found: IntArray = np.rint(np.clip(np.nan_to_num(values), -MOST / parts, MOST / parts) * parts).astype(np.int64)
    return found


def shown(values: FloatArray, parts: int) -> FloatArray:
    """``values`` as they are told: rounded to whole ``parts`` of one. NaN stays NaN."""
    found: FloatArray = np.where(np.isnan(values), np.nan, whole(values, parts) / parts)
    return found


def told(value: float, parts: int) -> float | None:
    """One of ``shown``; None for NaN."""
    return None if np.isnan(value) else round(float(value) * parts) / parts
