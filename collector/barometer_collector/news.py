"""``barometer-collector news``: tell people on their laptops what IT did."""

import argparse
import os
from contextlib import closing
from datetime import UTC, datetime

from barometer_collector.database import Database
from barometer_collector.delivery import news
from barometer_collector.errors import ProblemError
from barometer_collector.migrations import schema
from barometer_collector.settings import load_settings

_EVERYBODY = "everybody"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION", dest="action")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")
    add = actions.add_parser("add", parents=[data], help="news for a team or everybody; its id is printed")
    for language, name in (("en", "English"), ("nl", "Dutch")):
        add.add_argument(f"--title-{language}", required=True, metavar="TEXT", help=f"in {name}: what was done")
        add.add_argument(
            f"--text-{language}", required=True, metavar="TEXT", help=f"in {name}: what people notice of it"
        )
        add.add_argument(f"--about-{language}", metavar="TEXT", help=f"in {name}: what people had said")
    add.add_argument("--team", default="", metavar="NAME", help="for the laptops of this team (default: everybody's)")
    add.add_argument("--id", default="", help="a name for it (default: one is made)")
    actions.add_parser("list", parents=[data], help="all of it, the newest first")
    remove = actions.add_parser("remove", parents=[data], help="show it no longer")
    remove.add_argument("id")


def run(arguments: argparse.Namespace) -> int:
    """Do it, and give the exit status. Raises ProblemError for what cannot be told."""
    settings = load_settings({"data_dir": arguments.data}, os.environ)
    with closing(schema.open_current(settings.database_url)) as database:
        match arguments.action:
            case "add":
                print(_add(database, arguments))
            case "list":
                _list(database)
            case _:
                _remove(database, arguments.id)
    return 0


def _add(database: Database, arguments: argparse.Namespace) -> str:
    title, text, about = (_localised(arguments, field) for field in ("title", "text", "about"))
    if about and len(about) < len(title):
        raise ProblemError(422, "what people had said is told in one language", field="about", fix="give it in both")
    return news.add(database, datetime.now(UTC), title, text, about, arguments.team, arguments.id)


def _localised(arguments: argparse.Namespace, field: str) -> dict[str, str]:
    texts = {language: getattr(arguments, f"{field}_{language}") for language in ("en", "nl")}
    return {language: text for language, text in texts.items() if text is not None}


def _list(database: Database) -> None:
    for told, team in news.everything(database):
        moment = datetime.fromtimestamp(told.at / 1000, UTC)
        print(f"{moment:%Y-%m-%d}  {told.id}  {team or _EVERYBODY}  {told.title.get('en', '')}")


def _remove(database: Database, news_id: str) -> None:
    if not news.remove(database, news_id):
        raise ProblemError(
            404, f"there is no news {news_id[:64]!r}", field="id", fix="see barometer-collector news list"
        )
