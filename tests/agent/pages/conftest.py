"""Reports to show."""

import pytest

from barometer_shared.report import DeviceReport, News, Part

PARTS = [
    Part("storage", {"en": "Storage", "nl": "Opslag"}, 100, 0, {"en": "54 % of the disk is free."}),
    Part("network", {"en": "Network", "nl": "Netwerk"}, 58.4, 10.4, {"en": "Answers took 1,120 ms."}),
    Part(
        "boot",
        {"en": "Boot", "nl": "Opstarten"},
        31,
        14.2,
        {"en": "Starting took 154 s.", "nl": "Opstarten duurde 154 s."},
        {"en": "Not restarted for 34 days.", "nl": "34 dagen niet opnieuw gestart."},
    ),
    Part("sign_in", {"en": "Sign-in", "nl": "Aanmelden"}, None, 0, {"en": "nobody has signed in yet"}),
]


@pytest.fixture
def device_report() -> DeviceReport:
    """61 of 100 points over a week of September 2026."""
    news = [
        News("n1", 1_789_000_000_000, {"en": "New docks", "nl": "Nieuwe docks"}, {"en": "One.\nTwo."}, {"en": "slow"})
    ]
    return DeviceReport(75.4, "good", 0.9, 20_710, 20_717, PARTS, {}, news)


@pytest.fixture
def empty_report() -> DeviceReport:
    """Of a laptop of which next to nothing was measured."""
    return DeviceReport(None, "", 0.05, 20_717, 20_717, PARTS[-1:], {"en": "Too little was measured."})
