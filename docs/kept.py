"""Writes docs/kept.md from what the collector deletes by: ``python3 run.py docs``. A test fails when it is old."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from barometer_collector.privacy.retention.promises import Promise, Way, period_of, promises
from barometer_collector.privacy.retention.rules.cutoffs import Period
from barometer_collector.settings import Keep

PAGE = Path(__file__).with_suffix(".md")

INTRODUCTION = """\
# What is kept, and how long · Wat wordt bewaard, en hoe lang

This page is generated from what the collector deletes by (`privacy/retention/promises.toml`): `python3 run.py docs`
writes it again. Every table of the database is on it. The periods hold where nothing else is set, which
[the administrator](administrator.md#keeping-disk-backup) can; `barometer-collector retention` shows those of one
collector, and how old what it has is.

*Deze pagina komt rechtstreeks uit de lijst waarmee de collector verwijdert. Elke tabel van de database staat erop. De
termijnen gelden als er niets anders is ingesteld; de beheerder kan ze veranderen. `barometer-collector retention` laat
zien welke er op een collector gelden, en hoe oud is wat er staat.*

"""
_FOR_GOOD = {Way.STAYS: ("for good", "blijft"), Way.ELSEWHERE: ("while needed", "zolang nodig")}


def page() -> str:
    """The whole page: one section per language."""
    return "\n".join(
        [
            INTRODUCTION + "## In English\n",
            *_table(("what it holds", "kept", "why", "table"), [_row(each, "en") for each in promises()]),
            "\n## In het Nederlands\n",
            *_table(("wat erin staat", "bewaard", "waarom", "tabel"), [_row(each, "nl") for each in promises()]),
            "",
        ]
    )


def _row(promise: Promise, language: str) -> tuple[str, ...]:
    kept = _told(promise, period_of(promise, Keep()), language)
    setting = f" (`BAROMETER_KEEP_{promise.setting.upper()}`)" if promise.setting else ""
    return promise.holds[language], kept + setting, promise.reason[language], f"`{promise.name}`"


def _told(promise: Promise, period: Period | None, language: str) -> str:
    if period is None:
        return _FOR_GOOD[promise.way][language == "nl"]
    count = period.months or period.days
    units = {"en": ("month", "months") if period.months else ("day", "days"), "nl": ("maand", "maanden")}
    if period.days:
        units["nl"] = ("dag", "dagen")
    return f"{count} {units[language][count != 1]}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
