"""What a run of a fleet at work is told as: one line per figure."""

from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from barometer_collector.simulation.live.bodies import Writer
from barometer_collector.simulation.live.outcome import Latency, State
from barometer_collector.simulation.live.play import Played

_POINTS = 12


def describe(writer: Writer, played: Played) -> str:
    """Everything that a person wants to know of the run."""
    return "\n".join(_lines(writer, played))


def figures(writer: Writer, played: Played) -> dict[str, object]:
    """The same for a program to read; seconds, and None where there is nothing to tell."""
    outcome, arrivals, seen = played.outcome, writer.arrivals, played.seen
    steady = outcome.latency(~arrivals.waited)
    waited = np.where(arrivals.waited, outcome.heard, np.nan)
    return {
        "laptops": writer.population.count,
        "planned": len(arrivals),
        "acknowledged": outcome.count(State.ACKNOWLEDGED),
        "refused": outcome.count(State.REFUSED),
        "unsure": outcome.count(State.UNSURE),
        "unsent": outcome.count(State.UNSENT),
        "samples": int(arrivals.samples()[outcome.state == State.ACKNOWLEDGED].sum()),
        "statuses": {str(status): count for status, count in sorted(outcome.statuses.items())},
        "unheard": outcome.unheard,
        "latency": asdict(steady),
        "waited": asdict(outcome.answered(arrivals.waited)),
        "waited_done": None if np.isnan(waited).all() else float(np.nanmax(waited)),
        "lateness": asdict(outcome.lateness(~arrivals.waited)),
        "began": played.began,
        "seconds": played.seconds,
        "cpu_seconds": played.cpu_seconds,
        "requests": int(outcome.tries.sum()),
        "lags": seen.lags,
        "fresh": seen.fresh,
        "stale": seen.stale,
        "settled": played.settled,
        "audit": None if played.audit is None else asdict(played.audit),
    }


def _lines(writer: Writer, played: Played) -> Iterator[str]:
    outcome, arrivals = played.outcome, writer.arrivals
    planned = outcome.state != State.UNSENT
    samples = int(arrivals.samples()[outcome.state == State.ACKNOWLEDGED].sum())
    yield f"laptops: {writer.population.count}"
    yield (
        f"batches planned: {len(arrivals)}, sent: {np.count_nonzero(planned)}, acknowledged: "
        + (
            f"{outcome.count(State.ACKNOWLEDGED)}, refused: {outcome.count(State.REFUSED)}, "
            f"without a last word: {outcome.count(State.UNSURE)}"
        )
    )
    yield f"samples acknowledged: {samples}, {samples / played.seconds:.0f} a second"
    yield f"replies by status: {dict(sorted(outcome.statuses.items()))}, none at all: {outcome.unheard}"
    yield f"sent more than once: {np.count_nonzero(outcome.tries > 1)}, pauses asked for: {outcome.pauses}"
    steady = ~arrivals.waited
    yield f"latency from when it was due: {_seconds(outcome.latency(steady))}"
    if arrivals.waited.any():
        yield f"latency of what had waited, from when it left: {_seconds(outcome.answered(arrivals.waited))}"
        last = np.nanmax(np.where(arrivals.waited, outcome.heard, np.nan))
        yield f"the last of what had waited was acknowledged after {last:.0f} s"
    yield f"of it the generator's own lateness: {_seconds(outcome.lateness(steady))}"
    yield (
        f"generator: {played.seconds:.1f} s, {100 * played.cpu_seconds / played.seconds:.0f} % of a core, "
        f"{1e6 * played.cpu_seconds / max(1, int(outcome.tries.sum())):.0f} us a request, {played.opened} connections"
    )
    yield from _asked(played)


def _asked(played: Played) -> Iterator[str]:
    if played.audit is None:
        yield "the collector was not asked what it has: give --api-token"
        return
    seen, found = played.seen, played.audit
    if seen.lags:
        lags = [lag for _, lag in seen.lags]
        shown = " ".join(f"{lag:.1f}" for lag in lags[:: max(1, len(lags) // _POINTS)])
        yield f"roll-up lag: at most {max(lags):.1f} s; over time: {shown}"
    if seen.fresh:
        median, most = np.median(seen.fresh), max(seen.fresh)
        yield f"acknowledged until in the score: median {median:.1f} s, at most {most:.1f} s, {len(seen.fresh)} batches"
    if seen.stale or seen.unanswered:
        yield f"not seen in a score in time: {seen.stale}, questions without an answer: {seen.unanswered}"
    settled = "not within ten minutes" if played.settled is None else f"{played.settled:.1f} s after the end"
    yield f"roll-up done: {settled}"
    yield f"acknowledged and missing: {found.missing}, refused and there: {found.refused_there}"
    yield f"without a last word: {found.unsure_there} are there, {found.unsure_gone} are not"
    yield (
        f"samples of acknowledged batches: {found.samples}; stored less {found.stored_less}, more {found.stored_more}; "
        f"counted less {found.counted_less}, more {found.counted_more}"
    )
    yield from found.examples


def _seconds(latency: Latency) -> str:
    if not latency.count:
        return "nothing to measure"
    p50, p99, most = (1000 * value for value in (latency.p50, latency.p99, latency.most))
    return f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, at most {most:.0f} ms, {latency.count} batches"
