"""What the laptops of a fleet at work measure: whole rounds of values at once, around what is usual for each."""

import numpy as np
import numpy.typing as npt

from barometer_collector.simulation.live.draws import Numbers, Shares, bits
from barometer_collector.simulation.live.population import Population

TARGETS = ("intranet", "mail")
PRESSURES = 5  # one a minute
_FARTHER = (1.0, 1.6)
_STEPS = 4096
_DRAWS = 5  # of 12 bits in one number of 64
_LOST = 0.004  # of the rounds


def round_values(
    population: Population, device: npt.NDArray[np.int64], number: npt.NDArray[np.int64], strain: Shares
) -> Numbers:
    """One row of 26 values for each laptop's round of that number, in the order in which ``bodies`` writes them.

    Of each target: DNS, TCP, TLS, first byte, jitter (microseconds), connects attempted and lost; five pressures; the
    pressure of processor, disk and memory; how busy it is: processor, memory, slowed by heat, queue of the disk.
    """
    noise = _noise(population.seed, device, number)
    trip = population.round_trip_us[device] * strain
    columns: list[Shares] = []
    for place, farther in enumerate(_FARTHER):
        draw = noise[:, 5 * place : 5 * place + 5]
        way = trip * farther * draw[:, 0]
        lost = (draw[:, 4] > _ONE_IS_LOST).astype(np.float64)
        columns += [4_500 * draw[:, 1], way, way * 2.2, way * 4 + 36_000 * draw[:, 2], way * 0.12 * draw[:, 3]]
        columns += [np.full(len(device), 5.0), lost]
    pressure = population.pressure[device]
    columns += [pressure * noise[:, 10 + minute] for minute in range(PRESSURES)]
    columns += [pressure * noise[:, 15], pressure * 0.6 * noise[:, 16], pressure * 0.2 * noise[:, 17]]
    columns += [population.busy[device] * noise[:, 18] + pressure, population.memory[device] * noise[:, 19] ** 0.2]
    columns += [np.maximum(0, 200 * noise[:, 0] - 390), pressure * noise[:, 11]]
    values = np.stack(columns, axis=1)
    values[:, 14:25] = np.minimum(values[:, 14:25], 1000)
    return np.minimum(values, 10_000_000).astype(np.int64)


def _noise(seed: int, device: npt.NDArray[np.int64], number: npt.NDArray[np.int64]) -> Shares:
    """Twenty factors around 1 for each."""
    parts = []
    for turn in range(4):
        word = bits(seed, f"round {turn}", device, number)
        parts += [_SPREAD[(word >> np.uint64(12 * place)) & np.uint64(_STEPS - 1)] for place in range(_DRAWS)]
    return np.stack(parts, axis=1)


def _factors() -> Shares:
    """Quantiles of a lognormal spread (sigma about 0.35), by a logistic that is as wide."""
    draws = (np.arange(_STEPS) + 0.5) / _STEPS
    return np.asarray(np.exp(0.35 * 0.5513 * np.log(draws / (1 - draws))))


_SPREAD = _factors()
_ONE_IS_LOST = _SPREAD[round(_STEPS * (1 - _LOST)) - 1]
