"""Facts of made-up devices, by hand and at random."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from barometer_collector.scoring.rules.facts import Counted, Facts, Failures, Gaps, Latest, Use
from barometer_shared.metrics import BUCKETS, METRICS

# Each row tells device, subject, values and how many failed.
Rows = Sequence[tuple[int, str, Sequence[int], int]]


def counted(metric: str, rows: Rows) -> Counted:
    """Device-days of ``metric`` that hold these values."""
    buckets = np.zeros((len(rows), BUCKETS), dtype=np.int64)
    for row, (_, _, values, _) in enumerate(rows):
        for value in values:
            buckets[row, METRICS[metric].bucket(value)] += 1
    subject, names = _named(subject for _, subject, *_ in rows)
    return Counted(
        device=_ints(device for device, *_ in rows),
        subject=subject,
        names=names,
        buckets=buckets,
        n=_ints(len(values) for _, _, values, _ in rows),
        failed=_ints(failed for *_, failed in rows),
        total=_ints(sum(values) for _, _, values, _ in rows),
    )


def latest(pairs: Sequence[tuple[int, int]]) -> Latest:
    """Events as (device, value)."""
    return Latest(_ints(device for device, _ in pairs), _ints(value for _, value in pairs))


def failures(rows: Sequence[tuple[int, str, int]]) -> Failures:
    """Failures as (device, application, times)."""
    return Failures(_ints(row[0] for row in rows), *_named(row[1] for row in rows), _ints(row[2] for row in rows))


def use(hours: Sequence[float], awake: Sequence[bool] | None = None) -> Use:
    return Use(np.array(hours, dtype=np.float64), np.array(awake or [False] * len(hours)))


def gaps(count: int, not_applicable: Sequence[int] = (), no_data: Sequence[int] = ()) -> Gaps:
    found = Gaps(np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_))
    found.not_applicable[list(not_applicable)] = True
    found.no_data[list(no_data)] = True
    return found


def facts(count: int, **kinds: Mapping[Any, Any]) -> Facts:
    return Facts(count, **kinds)


@st.composite
def random_facts(draw: st.DrawFn, count: int = 3) -> Facts:
    """Anything that can be known of ``count`` devices, for every metric of the model."""
    devices = st.integers(0, count - 1)
    values = st.integers(0, 400_000)
    rows = st.lists(
        st.tuples(devices, st.sampled_from(["", "a", "b"]), st.lists(values, max_size=4), st.integers(0, 3))
    )
    gauges = ("time_to_first_byte_us", "tcp_connect_us", "jitter_us", "pressure_permille", "disk_free_permille")
    some = draw(st.sets(st.sampled_from(gauges)))
    events = draw(st.sets(st.sampled_from(("boot_ms", "boot_idle_ms", "sign_in_ms"))))
    times = st.lists(st.tuples(devices, st.sampled_from(["x", "y"]), st.integers(1, 12)), max_size=4)
    return Facts(
        count=count,
        use={14: use(draw(st.lists(st.floats(0, 200) | st.just(np.nan), min_size=count, max_size=count)))},
        counted={
            **{name: counted(name, draw(rows)) for name in sorted(some)},
            "connects_attempted": counted("connects_attempted", draw(rows)),
            "connects_lost": counted("connects_lost", draw(rows)),
        },
        latest={name: latest(draw(st.lists(st.tuples(devices, values), max_size=5))) for name in sorted(events)},
        failures={"app_crash": failures(draw(times)), "os_crash": failures(draw(times))},
        gaps={
            name: gaps(count, draw(st.sets(devices)), draw(st.sets(devices)))
            for name in sorted(draw(st.sets(st.sampled_from((*gauges, "boot_ms", "app_crash", "os_crash")))))
        },
    )


def _named(subjects: Iterable[str]) -> tuple[np.typing.NDArray[np.int64], tuple[str, ...]]:
    """The subjects as places in a list of names."""
    of_rows = list(subjects)
    names = tuple(sorted({*of_rows}))
    return _ints(names.index(each) for each in of_rows), names


def _ints(values: Any) -> np.typing.NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)
