"""The local groups that the service's account is put in, so that it may read what it measures; found by their SIDs.

The name of such a group is in the language of its Windows, so it is asked for ("Security identifiers" lists the SIDs).
Performance Monitor Users: performance counters (the queue of the processors), which a virtual account may not read
otherwise. Not Event Log Readers: as Windows comes, services may read every log that is asked ("ChannelType Complex
Type", isolation, and the access list of Diagnostics-Performance), and that group opens the security log too, which the
agent never asks for. Sources: Microsoft, "NetLocalGroupAddMembers function", "NetLocalGroupDelMembers function",
"LookupAccountSidW function".
"""

import ctypes
import logging
from typing import Any

from barometer_agent.sources.windows.kernel32 import free
from barometer_agent.sources.windows.native import function
from barometer_agent.windows.accounts import binary, name_of
from barometer_agent.windows.errors import failure

log = logging.getLogger(__name__)

PERFORMANCE_MONITOR_USERS = "S-1-5-32-558"
OF_SERVICE = (PERFORMANCE_MONITOR_USERS,)

_MEMBERS_BY_SID = 0  # LOCALGROUP_MEMBERS_INFO_0: a pointer to a SID
_IS_MEMBER, _IS_NONE = 1378, 1377  # ERROR_MEMBER_IN_ALIAS, ERROR_MEMBER_NOT_IN_ALIAS
_NO_GROUP = (1376, 2220)  # ERROR_NO_SUCH_ALIAS, NERR_GroupNotFound


def join(account: str, group: str) -> None:
    """Make the account a member, both by their SIDs; it may be one already. In force from its next sign-in on.

    A Windows without the group is told in the log, as much can be measured without it. Raises PermissionError for
    whoever does not administer this Windows, else OSError.
    """
    if _change("NetLocalGroupAddMembers", account, group, _IS_MEMBER, *_NO_GROUP) in _NO_GROUP:
        log.warning("group_unknown sid=%s", group)


def leave(account: str, group: str) -> None:
    """Make the account a member no more; neither it nor the group needs to be there. Raises as ``join`` does."""
    _change("NetLocalGroupDelMembers", account, group, _IS_NONE, *_NO_GROUP)


def own_name(group: str) -> str:
    """What this Windows calls the group, without the domain ("BUILTIN") before it."""
    return name_of(group).rpartition("\\")[2]


def _change(call: str, account: str, group: str, *fine: int) -> int:
    """What Windows answered: 0 or one of those that are ``fine``."""
    change = function(
        "netapi32", call, ctypes.c_uint32, ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_void_p,
        ctypes.c_uint32,
    )  # fmt: skip
    sid: Any = binary(account)
    try:
        code = change(None, own_name(group), _MEMBERS_BY_SID, ctypes.byref(sid), 1)
    finally:
        free(sid)
    if code and code not in fine:
        raise failure(code)
    return int(code)
