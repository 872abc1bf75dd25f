"""Quantities as people write them in a model file: "15 s", "100 ms", "1 %", "7 days", "3"."""

import re

from barometer_shared.metrics import METRICS

_WRITTEN = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*(\D*?)\s*")

# How much one written unit is in the unit that is asked for.
_FACTORS = {
    "ms": {"ms": 1.0, "s": 1e3, "min": 6e4},
    "us": {"us": 1.0, "ms": 1e3, "s": 1e6},
    "s": {"s": 1.0, "min": 60.0, "h": 3600.0},
    "permille": {"%": 10.0},
    "share": {"%": 0.01},
    "count": {"": 1.0},
    "h": {"h": 1.0, "hours": 1.0, "min": 1 / 60},
    "days": {"days": 1.0, "day": 1.0, "weeks": 7.0},
}


def read(written: object, unit: str) -> float:
    """``written`` as a number of ``unit``. Raises ValueError that says which units can be written."""
    factors = _FACTORS[unit]
    match = _WRITTEN.fullmatch(str(written)) if isinstance(written, str | int | float) else None
    if match is None or isinstance(written, bool) or match[2] not in factors:
        wanted = " or ".join(f'"10 {name}"' if name else '"10"' for name in factors)
        raise ValueError(f"expected a quantity like {wanted}")
    return round(float(match[1]) * factors[match[2]], 9)


def unit_of(metric: str, *, is_share: bool) -> str:
    """In which unit the points of ``metric`` are: that of the catalogue, or "share" where it is a share of another.

    Raises ValueError for a metric that the catalogue does not have.
    """
    if metric not in METRICS:
        known = ", ".join(METRICS)
        raise ValueError(f'metric = "{metric}" is not in the catalogue: choose one of {known}')
    return "share" if is_share else METRICS[metric].unit
