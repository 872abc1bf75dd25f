"""``barometer-collector replay``: history again under another model, and what that would have changed."""

import argparse
import os
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from barometer_collector.migrations import schema
from barometer_collector.scoring import service as scoring
from barometer_collector.scoring.model import ModelError
from barometer_collector.settings import load_settings

_DAYS = 30
_MOST_DAYS = 400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")
    parser.add_argument("--model", type=Path, metavar="FILE", required=True, help="the other model, a TOML file")
    parser.add_argument("--days", type=int, default=_DAYS, help=f"days back, today included (default: {_DAYS})")
    parser.add_argument("--store", action="store_true", help="keep the scores of these days under the other model")


def run(arguments: argparse.Namespace) -> int:
    """Compare, print the difference, and give the exit status."""
    if not 1 <= arguments.days <= _MOST_DAYS:
        return _failed(f"--days is {arguments.days}: expected 1 to {_MOST_DAYS}")
    settings = load_settings({"data_dir": arguments.data}, os.environ)
    with closing(schema.open_current(settings.database_url)) as database:
        try:
            told = scoring.replay(
                database, settings, datetime.now(UTC), arguments.model, days=arguments.days, store=arguments.store
            )
        except ModelError as error:
            return _failed(str(error))
    print(told)
    return 0


def _failed(message: str) -> int:
    print(f"replay: {message}", file=sys.stderr)
    return 2
