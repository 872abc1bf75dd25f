"""``barometer-collector round``: ask people anonymously."""

import argparse
import os
from contextlib import closing
from datetime import UTC, datetime, timedelta

from barometer_collector.ballots import service as ballots
from barometer_collector.database import Database
from barometer_collector.migrations import schema
from barometer_collector.sentiment import service as sentiment
from barometer_collector.settings import Settings, load_settings

# On the first day laptops ask for their tokens; a period of X holds one round.
SHORTEST_DAYS, LONGEST_DAYS, USUAL_DAYS = 2, 28, 14


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION", dest="action")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")
    open_ = actions.add_parser("open", parents=[data], help="the question of the pulse, anonymously, to everybody")
    open_.add_argument(
        "--days", type=_days, default=USUAL_DAYS, metavar="N", help=f"closes after N days (default: {USUAL_DAYS})"
    )
    open_.add_argument("--comments", action="store_true", help="people may add a few words, which can give them away")
    actions.add_parser("list", parents=[data], help="all rounds, with the hash of their keys and their groups")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and give the exit status. Raises ProblemError where a round cannot be opened."""
    settings = load_settings({"data_dir": arguments.data}, os.environ)
    with closing(schema.open_current(settings.database_url)) as database:
        if arguments.action == "open":
            _open(database, settings, datetime.now(UTC), arguments.days, arguments.comments)
        else:
            _list(database)
    return 0


def _open(database: Database, settings: Settings, now: datetime, days: int, comments: bool) -> None:
    closes_at = (now + timedelta(days=days, hours=1)).replace(minute=0, second=0, microsecond=0)
    opened = sentiment.open_anonymous(database, settings, now, closes_at, comments=comments)
    print(f"opened {opened.campaign}, until {closes_at:%Y-%m-%d %H:%M} UTC")
    for group in opened.groups:
        print(f"  {group.name['en']}: {group.laptops} laptops")
    if opened.left_out:
        print(f"  not asked, as they are too few even together: {opened.left_out} laptops")


def _list(database: Database) -> None:
    for each in ballots.figures(database):
        closes_at = datetime.fromtimestamp(each.closes_at / 1000, UTC)
        print(f"{each.campaign}  closes {closes_at:%Y-%m-%d %H:%M} UTC  keys {each.keys}")
        for group in each.groups:
            known = (("tokens", group.issued), ("messages", group.spent), ("with an answer", group.answered))
            told = [f"{number} {what}" for what, number in known if number is not None]
            print(f"  {group.name['en']}: " + ", ".join([f"{group.laptops} laptops", *told]))


def _days(text: str) -> int:
    if not text.isdecimal() or not SHORTEST_DAYS <= int(text) <= LONGEST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {SHORTEST_DAYS} to {LONGEST_DAYS}")
    return int(text)
