"""Whose files on Windows the agent takes for its own or for the administrators'.

An owner may always say who else may write (Microsoft, "Owner of a New Object": READ_CONTROL and WRITE_DAC), so who owns
a file is who decides on it.
"""

import hashlib
import struct

from barometer_agent.windows import accounts

SYSTEM = "S-1-5-18"
ADMINISTRATORS = "S-1-5-32-544"
TRUSTED_INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"


def trusted() -> tuple[str, ...]:
    """The SIDs of Windows, its administrators, and the account that this process runs as. Raises OSError."""
    return SYSTEM, ADMINISTRATORS, TRUSTED_INSTALLER, accounts.own_sid()


def service_sid(name: str) -> str:
    """The SID of the virtual account of a service: SHA-1 of its name in capitals, as five numbers of 32 bits."""
    digest = hashlib.sha1(name.upper().encode("utf-16-le"), usedforsecurity=False).digest()
    return "-".join(("S-1-5-80", *map(str, struct.unpack("<5I", digest))))
