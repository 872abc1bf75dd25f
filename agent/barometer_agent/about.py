"""What Barometer is, measures, asks and never does on this laptop, in words; made of what holds here."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from barometer_agent import __version__
from barometer_agent.language import Say
from barometer_agent.prompting import Rules
from barometer_shared.metrics import METRICS

COMMANDS = ("tell", "sent", "score", "news", "prefer", "answer", "samplers", "doctor")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Point:
    """A sentence, with what it is about where that has a name of its own."""

    text: str
    name: str = ""
    typed: str = ""  # what somebody types in a terminal


@dataclass(frozen=True)
class Section:
    title: str
    points: Sequence[Point]


def sections(
    say: Say, language: str, rules: Rules | None, not_measured: Collection[str], folder: str
) -> Iterator[Section]:
    """All of it. ``rules`` are those that hold, None where no service tells; ``folder`` is where the data lie."""
    yield Section(say("about.what"), [Point(say("about.is")), Point(say("about.version", version=__version__))])
    yield Section(say("about.never"), [Point(say("about.never_text"))])
    yield Section(say("about.working_hours"), [Point(say("about.hours"))])
    yield Section(say("about.asks"), list(_asking(say, rules)) if rules else [Point(say("about.asks_unknown"))])
    yield Section(say("about.yourself"), list(_commands(say)))
    yield Section(say("about.measures"), list(_measured(language, not_measured)))
    yield Section(say("about.lies"), [Point(say("about.lies_text", folder=folder))])


def _asking(say: Say, rules: Rules) -> Iterator[Point]:
    if rules.never:
        yield Point(say("about.off"))
        return
    often = {"most": rules.most, "window": rules.window // _DAY, "apart": rules.apart // _DAY}
    yield Point(say("about.often", **often))
    days = ", ".join(say(f"rule.day.{day}") for day in sorted(rules.weekdays))
    yield Point(say("about.when", weekdays=days, begins=f"{rules.begins:%H:%M}", ends=f"{rules.ends:%H:%M}"))
    minutes = rules.after_session_start // timedelta(minutes=1)
    yield Point(say("about.not_first", days=rules.new_device // _DAY, minutes=minutes))
    yield Point(say("about.not_while", percent=rules.battery_percent))
    yield Point(say("about.not_now", hours=rules.not_now // timedelta(hours=1), most=rules.most_not_now))


def _commands(say: Say) -> Iterator[Point]:
    yield Point(say("about.menu"))
    for command in COMMANDS:
        yield Point(say(f"help.{command}"), typed=f"barometer-agent {command}")


def _measured(language: str, without: Collection[str]) -> Iterator[Point]:
    for name, metric in METRICS.items():
        if name not in without:
            meaning = metric.meaning(language)
            yield Point(meaning.sentence, name=meaning.title)
