"""Writes docs/platforms.md from the tables of the agent: ``python3 run.py docs``. A test keeps the page up to date."""

import argparse
from pathlib import Path

from barometer_agent import language, platforms
from barometer_agent.language import Say
from barometer_agent.platforms import NAMES, Line
from barometer_agent.sources.coverage import SYSTEMS

PAGE = Path(__file__).with_suffix(".md")

INTRODUCTION = """\
# What each system can and cannot measure · Wat elk systeem wel en niet kan meten

This page is generated from the tables of the agent (`agent/barometer_agent/sources/*/coverage.py`): `python3 run.py
docs` writes it again. `barometer-agent samplers` shows the same for the laptop it runs on, with what works there at the
moment and what does not; with `--all-systems` it shows this page. What a system cannot measure leaves the weights of
its score, and the laptop's page says why. What each metric means stands in [metrics.md](metrics.md).

*Deze pagina komt rechtstreeks uit de tabellen van de agent. `barometer-agent samplers` toont hetzelfde voor de laptop
waarop het draait, met wat daar op dat moment werkt en wat niet; met `--all-systems` toont het deze pagina. Wat een
systeem niet kan meten telt niet mee in de score, en op de pagina van de laptop staat waarom. Wat elke meting betekent
staat in [metrics.md](metrics.md).*
"""


def page() -> str:
    """The whole page: one table per language."""
    english, dutch = _table("en", "metric"), _table("nl", "meting")
    return "\n".join([INTRODUCTION, "## In English\n", *english, "\n## In het Nederlands\n", *dutch, ""])


def _table(code: str, heading: str) -> list[str]:
    head = (heading, *(NAMES[system] for system in SYSTEMS))
    say = language.speaker(code)
    rows = [(_metrics(line), *(_cell(told, say) for told in line.told)) for line in platforms.lines(code)]
    return ["| " + " | ".join(cells) + " |" for cells in (head, ("---",) * len(head), *map(_escaped, rows))]


def _metrics(line: Line) -> str:
    return "<br>".join(f"**{title}** `{name}`" for title, name in zip(line.titles, line.metrics, strict=True))


def _cell(told: str, say: Say) -> str:
    """What is not measured stands out, and what it takes stands on a line of its own."""
    never, needs = say("platforms.not_measured", why=""), say("platforms.needs", how="", needs="")
    if told.startswith(never):
        return f"*{never.strip().rstrip(':')}*: {told.removeprefix(never)}"
    return told.replace(needs, f".<br>{needs.lstrip('. ')}", 1)


def _escaped(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(cell.replace("|", "\\|") for cell in cells)


if __name__ == "__main__":
    argparse.ArgumentParser(description="Write docs/platforms.md from the tables of the agent.").parse_args()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.name}")
