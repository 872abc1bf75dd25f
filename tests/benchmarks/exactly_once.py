"""kill -9 of agent and collector together, hundreds of times: how many samples were lost or stored twice.

    python3 run.py bench exactly_once

Real processes: the agent's spool and uplink, and a whole collector on embedded SQLite.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults.delivery.kills import run

KILLS, SECONDS = 800, 540


def main() -> int:
    """Print the figures; 1 when anything was lost or doubled."""
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), KILLS, SECONDS)
    print(figures)
    return int(bool(figures.lost or figures.twice))


if __name__ == "__main__":
    sys.exit(main())
