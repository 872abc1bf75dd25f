"""What the API's documentation shows: one example of each answer. A test holds them against the types and the sums."""

from typing import Any

from barometer_collector.openapi import problems

_PROBLEMS = {
    401: "neither an API token nor a session",
    403: "the caller's role does not have the right",
    404: "there is no such team or device",
    422: "a parameter of the wrong form",
}


def _metric(
    metric: str, subject: str, unit: str, points: float, share: float, n: int, typical: float
) -> dict[str, Any]:
    return {
        "metric": metric,
        "subject": subject,
        "unit": unit,
        "points": points,
        "share": share,
        "n": n,
        "failed": 0,
        "typical": typical,
        "note": "",
    }


def _component(
    name: str, value: float | None, weight: float, cost: float, days: int, *metrics: dict[str, Any], note: str = ""
) -> dict[str, Any]:
    evidence = {"window_days": days, "metrics": list(metrics), "note": note}
    return {"name": name, "value": value, "weight": weight, "cost": cost, "evidence": evidence}


def _score(value: float | None, coverage: float, band: str | None, *components: dict[str, Any]) -> dict[str, Any]:
    return {"value": value, "coverage": coverage, "band": band, "components": list(components), "model": "2026.1"}


_T = _score(
    80.4,
    0.6,
    "good",
    _component("boot", 60.0, 0.25, 10.0, 60, _metric("boot_ms", "", "ms", 60.0, 1.0, 5, 90_000.0)),
    _component(
        "network",
        84.0,
        0.4167,
        6.67,
        7,
        _metric("time_to_first_byte_us", "mail", "us", 82.0, 0.5, 612, 312_400.0),
        _metric("tcp_connect_us", "mail", "us", 86.0, 0.5, 612, 48_100.0),
    ),
    _component(
        "responsiveness", 91.0, 0.25, 2.25, 7, _metric("pressure_permille", "", "permille", 91.0, 1.0, 480, 31.0)
    ),
    _component("storage", 91.9, 0.0833, 0.68, 7, _metric("disk_free_permille", "/", "permille", 91.9, 1.0, 96, 234.0)),
    _component("reliability", None, 0.0, 0.0, 14, note="no_data"),
    _component("sign_in", None, 0.0, 0.0, 60, note="not_applicable"),
)
_O = _score(None, 0.0, None, _component("tickets", None, 0.0, 0.0, 7, note="no_tickets"))
_X = _score(
    75.0,
    1.0,
    "good",
    _component("answer", 75.0, 1.0, 25.0, 60, _metric("answer", "pulse", "faces", 75.0, 1.0, 1, 4.0)),
)
_EXPERIENCE = _score(
    78.38,
    0.8,
    "good",
    _component("t", 80.4, 0.625, 12.25, 7),
    _component("x", 75.0, 0.375, 9.37, 60),
    _component("o", None, 0.0, 0.0, 7, note="no_tickets"),
)

DEVICE: dict[str, Any] = {
    "id": "00f3a9c27d5e1b84",
    "name": "LT-0417",
    "team": "finance",
    "platform": "linux",
    "os": "Debian GNU/Linux 12",
    "agent_version": "0.1.0",
    "simulated": False,
    "enrolled_at": 1_793_350_800_000,
    "last_seen_at": 1_795_276_200_000,
    "scores": {"experience": _EXPERIENCE, "t": _T, "x": _X, "o": _O},
    "gaps": [
        {
            "metric": "battery_capacity_permille",
            "kind": "not_applicable",
            "reason": {"en": "this laptop has no battery", "nl": "deze laptop heeft geen accu"},
            "scored": True,
        }
    ],
}
GROUP: dict[str, Any] = {
    "key": "finance",
    "name": "Finance",
    "devices": 14,
    "scored_devices": 12,
    "simulated_devices": 0,
    "experience": _EXPERIENCE,
    "t": _T,
    "x": {
        "value": 75.0,
        "low": 58.9,
        "high": 84.4,
        "respondents": 8,
        "needed": 5,
        "asked": 14,
        "band": "good",
        "published_at": 1_795_219_200_000,
    },
    "o": _O,
    "poor": [{"component": "boot", "devices": 3, "of": 12}],
    "trend": [{"day": "2026-11-21", "experience": 78.38, "t": 80.4, "x": 75.0}],
    "computed_at": 1_795_276_205_000,
}
FLEET: dict[str, Any] = {"fleet": {**GROUP, "key": "fleet", "name": "fleet"}, "teams": [GROUP]}


def responses(example: object, *problem_statuses: int) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route that answers like ``example``, and with problems of these statuses, 401 and 403."""
    told = {f"s{status}": _PROBLEMS[status] for status in (401, 403, *problem_statuses)}
    return {200: {"content": {"application/json": {"example": example}}}, **problems(**told)}
