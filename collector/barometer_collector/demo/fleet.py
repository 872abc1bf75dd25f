"""The simulated fleet beside this machine: a month of history, sent through the same door as any laptop's."""

from datetime import datetime

from barometer_collector.database import Database
from barometer_collector.demo.memory import Memory
from barometer_collector.devices import service as devices
from barometer_collector.settings import Settings
from barometer_collector.simulation.command import simulate_history
from barometer_collector.simulation.fleet import make_fleet
from barometer_collector.simulation.workday import DAY_MS

DAYS = 30
_SEED = 1


def ensure_fleet(database: Database, settings: Settings, now: datetime, memory: Memory, server: str, size: int) -> None:
    """Send what ``size`` simulated laptops did on the days that the collector does not have yet."""
    today = int(now.timestamp() * 1000) // DAY_MS
    days = days_to_send(memory, size, today)
    if not days:
        return
    teams = sorted({laptop.team.name for laptop in make_fleet(size, _SEED)})
    tokens = {
        team: devices.create_token(database, settings, now, team, expires_days=1, simulated=True) for team in teams
    }
    simulate_history(server, tokens, size, days, _SEED, now)
    memory.fleet, memory.simulated_until = max(size, memory.fleet), today - 1


def days_to_send(memory: Memory, size: int, today: int) -> int:
    """How many whole days up to yesterday are missing; a month for a new or a larger fleet."""
    if not size or size > memory.fleet:
        return DAYS if size else 0
    return max(0, min(DAYS, today - 1 - memory.simulated_until))
