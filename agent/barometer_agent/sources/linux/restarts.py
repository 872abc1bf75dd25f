"""How earlier boots of a Linux laptop ended, as the journal kept it.

Asked once per boot: while the boot of the cursor still runs there is nothing new, and no process is started.
"""

import re
from itertools import pairwise
from pathlib import Path

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command, uptime
from barometer_agent.sources.linux import journal, shutdowns
from barometer_agent.sources.records import Records
from barometer_agent.sources.restarts import Restart

MOST_AT_ONCE = 20  # boots; each takes three short processes
_TIMEOUT_SECONDS = 60  # naming the boots of a large journal takes a while
_PERSISTENT = Path("/var/log/journal")  # systemd-journald.service(8)
_BOOT = re.compile(r"^\s*-?\d+\s+([0-9a-f]{32})\s", re.MULTILINE)

_VOLATILE = Reason(
    "the journal is not kept over a restart: set Storage=persistent in journald.conf",
    "het journal wordt niet bewaard bij een herstart: zet Storage=persistent in journald.conf",
)
_UNKNOWN = Reason(
    "the journal does not hold the boot that runs now: is systemd-journald running, with Storage= other than none?",
    "het journal bevat de huidige start niet: draait systemd-journald, met Storage= anders dan none?",
)
_VANISHED = Reason(
    "the journal no longer holds the boot that was told last: ends of boots in between may be missing",
    "het journal bevat de laatst gemelde start niet meer: er kunnen herstarts tussenuit zijn",
)


def read(cursor: str, since_us: int, persistent: Path = _PERSISTENT, most: int = MOST_AT_ONCE) -> Records[Restart]:
    """The ends of boots since the boot that ``cursor`` names, which is the first whose end was not told yet."""
    this_boot = uptime.boot_id("linux").replace("-", "")
    if cursor == this_boot:
        return Records((), cursor)
    boots = _boots()
    if this_boot not in boots:
        raise NoData(_UNKNOWN)  # which of them still runs cannot be told
    if boots == [this_boot] and not persistent.is_dir():
        raise NoData(_VOLATILE)
    earlier = boots[: boots.index(this_boot)]
    lost = _VANISHED if cursor and cursor not in earlier else None
    untold = earlier[earlier.index(cursor) :] if cursor in earlier else earlier
    now, later = untold[:most], untold[most:]
    following = dict(pairwise((*earlier, this_boot)))
    ends = (_end(boot, following[boot], since_us) for boot in now)
    return Records(tuple(end for end in ends if end), later[0] if later else this_boot, lost)


def parse_boots(text: str) -> list[str]:
    """The boot ids of ``journalctl --list-boots``, oldest first."""
    return _BOOT.findall(text)


def _boots() -> list[str]:
    output = command.run("journalctl", "--list-boots", "--no-pager", timeout_seconds=_TIMEOUT_SECONDS)
    if output is None:
        raise NoData(journal.NO_JOURNALCTL)
    journal.check_access(output)
    return parse_boots(output.text)


def _end(boot: str, following: str, since_us: int) -> Restart | None:
    """The end of ``boot``; None where it lies before ``since_us``, or nothing of it is left."""
    last = journal.ask(("MESSAGE_ID",), f"--boot={boot}", "--lines=1")
    if not last or journal.at_us(last[-1]) < since_us:
        return None
    ended = journal.ask(shutdowns.FIELDS, f"--boot={boot}", "--lines=200", *shutdowns.MATCHES)
    next_boot = f"--boot={following}"
    aftermath = journal.ask(shutdowns.FIELDS, next_boot, "--lines=50", *shutdowns.AFTERMATH)
    kernel: tuple[journal.Entry, ...] = ()
    if not shutdowns.was_clean(ended):
        kernel = journal.ask(("MESSAGE",), next_boot, "--grep", shutdowns.RESET_MESSAGE, "_TRANSPORT=kernel")
    why, detail = shutdowns.reason(ended, aftermath, kernel)
    return Restart(journal.at_us(last[-1]), why, detail)
