"""Writes docs/metrics.md from the catalogue: ``python3 run.py docs``. A test fails when the page is not up to date."""

import argparse
from pathlib import Path

from barometer_shared.labels import MEANINGS
from barometer_shared.metrics import METRICS, Kind, Metric

PAGE = Path(__file__).with_suffix(".md")

INTRODUCTION = """\
# What is measured · Wat er wordt gemeten

This page is generated from the catalogue (`shared/barometer_shared/metrics/`): `python3 run.py docs` writes it again.
It lists everything that an agent can measure; what is not on this page is not measured. Besides measurements an agent
sends the laptop's name, its operating system, its own version, a hash by which a laptop is known again after a
re-install, another by which the measurements of one start of the system belong together, what it cannot measure and
why, and the answers that its user gives, with the name of the account: the collector keeps a pseudonym instead.
`barometer-agent sent` shows on the laptop what was sent.

Every measurement carries its time, and most are taken while the laptop is in use: whoever sees the measurements of one
laptop can tell when it was used. That is IT operations. Scores are made of days. Only the hours in use themselves leave
the laptop as one sum for a day.

*Deze pagina komt rechtstreeks uit de catalogus. Alles wat een agent kan meten staat erop; wat er niet op staat, wordt
niet gemeten. Daarnaast verstuurt de agent de naam van de laptop, het besturingssysteem, zijn eigen versie, een hash
waaraan een laptop na herinstallatie te herkennen is, een tweede waaraan te zien is welke metingen bij dezelfde
systeemstart horen, wat hij niet kan meten en waarom, en de antwoorden die de gebruiker geeft, met de accountnaam: de
collector bewaart in plaats daarvan een pseudoniem. Met `barometer-agent sent` is op de laptop te zien wat er is
verstuurd.*

*Bij elke meting staat het tijdstip, en de meeste worden gedaan terwijl de laptop in gebruik is: wie de metingen van één
laptop ziet, kan zien wanneer die gebruikt is. Dat is IT-beheer. Scores gaan over dagen. Alleen de uren in gebruik zelf
verlaten de laptop als één som per dag.*

"""

KINDS = {
    Kind.GAUGE: "measured often, while the laptop is in use · vaak gemeten, zolang de laptop in gebruik is",
    Kind.SUM: "added up · opgeteld",
    Kind.EVENT: "when it happens · als het gebeurt",
}


def page() -> str:
    """The whole page: one section per language, then the numbers."""
    return "\n".join(
        [
            INTRODUCTION + "## In English\n",
            *_table(("metric", "what it means", "about"), [_english(row) for row in METRICS.values()]),
            "\nBeside a value may stand, and nothing else:\n",
            *_table(("label", "what it says"), [(f"`{name}`", words.en) for name, words in MEANINGS.items()]),
            "\n## In het Nederlands\n",
            *_table(("meting", "wat het betekent", "gaat over"), [_dutch(row) for row in METRICS.values()]),
            "\nBij een waarde kan dit staan, en niets anders:\n",
            *_table(("label", "wat het zegt"), [(f"`{name}`", words.nl) for name, words in MEANINGS.items()]),
            "\n## Numbers · Getallen\n",
            "A value is always a whole number in the unit given. Values are counted in twelve buckets; the edges never"
            " change\nonce released, so that history can be scored again under other thresholds.\n",
            *_table(
                ("code", "metric", "unit", "how", "about which", "believable", "edges"),
                [_numbers(row) for row in METRICS.values()],
            ),
            "",
        ]
    )


def _english(row: Metric) -> tuple[str, ...]:
    about = {"device": "the machine", "software": "names applications", "usage": "hours, as a daily sum only"}
    return f"**{row.en.title}** `{row.name}`", row.en.sentence, about[row.data_class]


def _dutch(row: Metric) -> tuple[str, ...]:
    about = {"device": "het apparaat", "software": "noemt programma's", "usage": "uren, alleen als dagtotaal"}
    return f"**{row.nl.title}** `{row.name}`", row.nl.sentence, about[row.data_class]


def _numbers(row: Metric) -> tuple[str, ...]:
    edges = " ".join(str(edge) for edge in row.edges)
    believable = f"{row.minimum} to {row.maximum}"
    return str(row.code), f"`{row.name}`", row.unit, KINDS[row.kind], row.subject or "the laptop", believable, edges


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return ["| " + " | ".join(cells) + " |" for cells in (head, ("---",) * len(head), *rows)]


if __name__ == "__main__":
    argparse.ArgumentParser(description="Write docs/metrics.md from the catalogue.").parse_args()
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE.name}")
