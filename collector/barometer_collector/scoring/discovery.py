"""Which components there are: one file in ``components/`` is one component, and its name is the file's."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Protocol

from barometer_collector.scoring import components
from barometer_collector.scoring.rules.definition import Limits, MetricRule
from barometer_collector.scoring.rules.facts import Facts
from barometer_collector.scoring.rules.measured import Measured


class Measure(Protocol):
    """A component's one function: what a metric of its says of every device."""

    def __call__(self, rule: MetricRule, facts: Facts, limits: Limits, /) -> Measured: ...


@cache
def measures() -> Mapping[str, Measure]:
    """The ``measure`` function of each component, by the component's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(components.__path__))
    found = {name: importlib.import_module(f"{components.__name__}.{name}").measure for name in names}
    return MappingProxyType(found)
