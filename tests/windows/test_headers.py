"""The numbers and structures of Windows that the readers use, held against the headers of mingw-w64.

Wine has no battery, no Wi-Fi and no drive that tells: nothing else would notice a wrong digit.
"""

import ctypes
import shutil
import subprocess
from collections.abc import Mapping

import pytest

from barometer_agent.sources.windows import (
    buses,
    com,
    connection,
    counters,
    devices,
    disks,
    drives,
    eventlog,
    interfaces,
    kernel32,
    last_input,
    memory,
    metering,
    native,
    notification_mode,
    notification_state,
    own_session,
    power,
    thermal,
    usage,
    wlan,
)
from barometer_agent.tray.windows import notify_icon, picture
from barometer_agent.windows import only_one, sharpness

COMPILER = "x86_64-w64-mingw32-gcc"
HEADERS = (  # in the order in which they need each other
    "winsock2.h", "ws2ipdef.h", "windows.h", "winioctl.h", "poclass.h", "wlanapi.h", "iphlpapi.h", "netioapi.h",
    "wtsapi32.h", "winevt.h", "pdh.h", "pdhmsg.h", "setupapi.h", "netlistmgr.h", "shellapi.h", "inspectable.h",
)  # fmt: skip
BATTERY = {
    "IOCTL_BATTERY_QUERY_TAG": power._QUERY_TAG,
    "IOCTL_BATTERY_QUERY_INFORMATION": power._QUERY_INFORMATION,
    "IOCTL_BATTERY_QUERY_STATUS": power._QUERY_STATUS,
    "sizeof(BATTERY_INFORMATION)": power._INFORMATION.size,
    "offsetof(BATTERY_INFORMATION, DesignedCapacity)": 12,
    "offsetof(BATTERY_INFORMATION, FullChargedCapacity)": 16,
    "sizeof(BATTERY_STATUS)": power._STATUS_BYTES,
    "offsetof(BATTERY_STATUS, Rate)": 12,
    "sizeof(BATTERY_QUERY_INFORMATION)": power._TAG_BYTES + 8,
    "sizeof(BATTERY_WAIT_STATUS)": power._TAG_BYTES + 16,
    "BATTERY_SYSTEM_BATTERY": power._SYSTEM_BATTERY,
    "BATTERY_CAPACITY_RELATIVE": power._RELATIVE,
    "BATTERY_IS_SHORT_TERM": power._SHORT_TERM,
    "BATTERY_DISCHARGING": power._DISCHARGING,
    "BATTERY_UNKNOWN_CAPACITY": power._UNKNOWN_CAPACITY,
    "(LONG)BATTERY_UNKNOWN_RATE": power._UNKNOWN_RATE,
}
DRIVES = {
    "IOCTL_STORAGE_PREDICT_FAILURE": drives._PREDICT_FAILURE,
    "IOCTL_STORAGE_QUERY_PROPERTY": drives._QUERY_PROPERTY,
    "IOCTL_STORAGE_QUERY_PROPERTY + 0": buses._QUERY_PROPERTY,
    "sizeof(STORAGE_PREDICT_FAILURE)": drives._PREDICT_BYTES,
    "StorageDeviceProperty": buses._DEVICE_PROPERTY,
    "offsetof(STORAGE_DEVICE_DESCRIPTOR, BusType)": buses._OFFSET,
    "BusTypeNvme": buses.NVME,
    "BusTypeRAID": buses.RAID,
    "IOCTL_DISK_PERFORMANCE": disks._DISK_PERFORMANCE,
    "sizeof(DISK_PERFORMANCE)": disks.BYTES,
    "offsetof(DISK_PERFORMANCE, ReadTime)": 16,
    "offsetof(DISK_PERFORMANCE, StorageDeviceNumber)": 64,
}
NVME = {
    "StorageDeviceProtocolSpecificProperty": drives._PROTOCOL_PROPERTY,
    "ProtocolTypeNvme": drives._NVME,
    "NVMeDataTypeLogPage": drives._LOG_PAGE,
    "sizeof(STORAGE_PROTOCOL_SPECIFIC_DATA)": drives._QUERY_BYTES,
    "offsetof(STORAGE_PROTOCOL_SPECIFIC_DATA, ProtocolDataOffset)": 16,
    "offsetof(STORAGE_PROTOCOL_DATA_DESCRIPTOR, ProtocolSpecificData)": 8,
}
NETWORK = {
    "wlan_intf_opcode_rssi": wlan._RSSI,
    "wlan_interface_state_connected": wlan._CONNECTED,
    "sizeof(WLAN_INTERFACE_INFO)": wlan._INFO_BYTES,
    "offsetof(WLAN_INTERFACE_INFO, isState)": wlan._STATE_AT,
    "offsetof(WLAN_INTERFACE_INFO_LIST, InterfaceInfo)": wlan._LIST_AT,
    "sizeof(MIB_IF_ROW2)": interfaces.ROW_BYTES,
    "offsetof(MIB_IF_TABLE2, Table)": interfaces._ROWS_AT,
    "offsetof(MIB_IF_ROW2, InterfaceIndex)": interfaces._INDEX,
    "offsetof(MIB_IF_ROW2, Type)": interfaces._TYPE,
    "offsetof(MIB_IF_ROW2, PhysicalMediumType)": interfaces._MEDIUM,
    "offsetof(MIB_IF_ROW2, InterfaceAndOperStatusFlags)": interfaces._FLAGS,
    "offsetof(MIB_IF_ROW2, OperStatus)": interfaces._STATUS,
    "IfOperStatusUp": interfaces._UP,
    "AF_INET6": interfaces._INET6,
    **dict(zip(("IF_TYPE_ETHERNET_CSMACD", "IF_TYPE_IEEE80211"), connection._KINDS, strict=False)),
    **dict(zip(("IF_TYPE_PPP", "IF_TYPE_PROP_VIRTUAL", "IF_TYPE_TUNNEL"), sorted(connection._TUNNELS), strict=True)),
    "NLM_CONNECTION_COST_FIXED": metering._FIXED,
    "NLM_CONNECTION_COST_VARIABLE": metering._VARIABLE,
    "NLM_CONNECTION_COST_OVERDATALIMIT": metering._OVER_LIMIT,
    "NLM_CONNECTION_COST_ROAMING": metering._ROAMING,
    "COINIT_MULTITHREADED": com._MULTITHREADED,
    "CLSCTX_ALL": metering._ANY_SERVER,
    "offsetof(INetworkCostManagerVtbl, Release) / sizeof(void *)": com._RELEASE,
    "offsetof(INetworkCostManagerVtbl, GetCost) / sizeof(void *)": metering._GET_COST,
}
SYSTEM = {
    "ProcessorInformation": thermal._PROCESSOR_INFORMATION,
    "WTSClientProtocolType": usage._PROTOCOL,
    "sizeof(SYSTEM_POWER_STATUS)": ctypes.sizeof(kernel32.PowerStatus),
    "LowMemoryResourceNotification": memory._LOW,
    "OPEN_EXISTING": kernel32._EXISTING,
    "GENERIC_READ": devices.READ,
    "FILE_SHARE_READ | FILE_SHARE_WRITE": devices._SHARED,
    "DIGCF_PRESENT | DIGCF_DEVICEINTERFACE": devices._PRESENT_INTERFACES,
    "sizeof(SP_DEVICE_INTERFACE_DATA)": ctypes.sizeof(devices.InterfaceData),
    "PDH_FMT_LARGE": counters._LARGE,
    "(DWORD)PDH_ACCESS_DENIED": counters._ACCESS_DENIED,
    "LOAD_LIBRARY_SEARCH_SYSTEM32": native._SYSTEM_FOLDER_ONLY,
    "ERROR_ACCESS_DENIED": native.ACCESS_DENIED,
    "ERROR_INSUFFICIENT_BUFFER": native.INSUFFICIENT_BUFFER,
}
DESKTOP = {
    "QUNS_NOT_PRESENT": notification_state.NOT_PRESENT,
    "QUNS_BUSY": notification_state.BUSY,
    "QUNS_RUNNING_D3D_FULL_SCREEN": notification_state.DIRECT3D,
    "QUNS_PRESENTATION_MODE": notification_state.PRESENTATION,
    "QUNS_ACCEPTS_NOTIFICATIONS": notification_state.ACCEPTS,
    "QUNS_QUIET_TIME": notification_state.QUIET_TIME,
    "QUNS_QUIET_TIME + 1": notification_state.STORE_APP,
    "sizeof(LASTINPUTINFO)": ctypes.sizeof(last_input.LastInputInfo),
    "offsetof(LASTINPUTINFO, dwTime)": 4,
    "WTSSessionInfo + 1": usage.SESSION_INFO_EX,
    "WTS_CURRENT_SESSION": own_session._CURRENT,
    "offsetof(IInspectableVtbl, QueryInterface) / sizeof(void *)": notification_mode._QUERY,
    "sizeof(IInspectableVtbl) / sizeof(void *)": notification_mode._FIRST,
}
ICON = {
    "WM_LBUTTONUP": notify_icon._LEFT_UP,
    "WM_RBUTTONUP": notify_icon._RIGHT_UP,
    "NIN_BALLOONTIMEOUT": notify_icon._WORDS_GONE,
    "NIN_BALLOONUSERCLICK": notify_icon._WORDS_CLICKED,
    "WM_CLOSE": notify_icon._CLOSE,
    "WM_QUERYENDSESSION": notify_icon._QUERY_END,
    "WM_ENDSESSION": notify_icon._END,
    "NIM_MODIFY": notify_icon._MODIFY,
    "NIF_INFO": notify_icon._INFO,
    "NIIF_NOSOUND": notify_icon._NO_SOUND,
    "NIIF_RESPECT_QUIET_TIME": notify_icon._RESPECT_QUIET_TIME,
    "sizeof(((NOTIFYICONDATAW *)0)->szTip) / sizeof(WCHAR) - 1": notify_icon._MOST_OF_TIP,
    "sizeof(((NOTIFYICONDATAW *)0)->szInfoTitle) / sizeof(WCHAR) - 1": notify_icon._MOST_OF_TITLE,
    "sizeof(((NOTIFYICONDATAW *)0)->szInfo) / sizeof(WCHAR) - 1": notify_icon._MOST_OF_TEXT,
    "sizeof(BITMAPINFOHEADER)": picture._HEADER.size,
    "ERROR_ALREADY_EXISTS": only_one._ALREADY_EXISTS,
    "ERROR_ACCESS_DENIED": only_one._ACCESS_DENIED,
    "(LONG_PTR)DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE": sharpness._PER_MONITOR,
    "(LONG_PTR)DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2": sharpness._PER_MONITOR_V2,
    "WTSActive": own_session._ACTIVE,
}
EVENTS = {
    "EvtQueryChannelPath": eventlog._CHANNEL,
    "EvtOpenChannelPath": eventlog._CHANNEL,
    "EvtQueryForwardDirection": eventlog._FORWARD,
    "EvtRenderEventXml": eventlog._RENDER_XML,
    "EvtSeekRelativeToBookmark": eventlog._TO_BOOKMARK,
    "EvtLogNumberOfLogRecords": eventlog._RECORDS,
    "EvtLogOldestRecordNumber": eventlog._OLDEST,
    "sizeof(EVT_VARIANT)": ctypes.sizeof(eventlog.Variant),
    "ERROR_FILE_NOT_FOUND": eventlog._FILE_NOT_FOUND,
    "ERROR_CALL_NOT_IMPLEMENTED": eventlog._CALL_NOT_IMPLEMENTED,
    "ERROR_NO_MORE_ITEMS": eventlog._NO_MORE,
    "RPC_S_SERVER_UNAVAILABLE": eventlog._NO_SERVICE,
    "ERROR_EVT_CHANNEL_NOT_FOUND": eventlog._NO_CHANNEL,
    "ERROR_EVT_QUERY_RESULT_STALE": eventlog._STALE,
}


def refused(numbers: Mapping[str, int]) -> str:
    """What the compiler has against these; nothing where all of them are what the headers say."""
    if shutil.which(COMPILER) is None:
        pytest.skip(f"the headers of Windows need {COMPILER}, which is not installed")
    lines = [f"#include <{name}>" for name in HEADERS]
    lines += [f'_Static_assert(({name}) == ({number}LL), "{name}");' for name, number in numbers.items()]
    done = subprocess.run(
        [COMPILER, "-D_WIN32_WINNT=0x0A00", "-DNTDDI_VERSION=0x0A000006", "-fsyntax-only", "-x", "c", "-"],
        input="\n".join(["#include <stddef.h>", *lines, ""]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stderr


@pytest.mark.parametrize(
    "numbers", [BATTERY, DRIVES, NVME, NETWORK, SYSTEM, DESKTOP, ICON, EVENTS],
    ids=["battery", "drives", "nvme", "network", "system", "desktop", "icon", "events"],
)  # fmt: skip
def test_each_number_is_that_of_the_headers(numbers: Mapping[str, int]) -> None:
    assert refused(numbers) == ""


def test_a_wrong_digit_is_noticed() -> None:
    assert "IOCTL_BATTERY_QUERY_TAG" in refused({"IOCTL_BATTERY_QUERY_TAG": power._QUERY_TAG + 4})
