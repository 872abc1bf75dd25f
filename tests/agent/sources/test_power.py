import psutil
import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources import power
from barometer_shared.samples import GapKind


@pytest.mark.parametrize("platform", ["win32", "darwin"])
@pytest.mark.parametrize(("battery", "kind"), [(None, GapKind.NOT_APPLICABLE), ((80.0, 3600, False), GapKind.NO_DATA)])
def test_elsewhere_only_the_presence_of_a_battery_is_known(
    platform: str, battery: object, kind: GapKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    with pytest.raises(NoData) as nothing:
        power.read(platform)
    assert nothing.value.kind is kind
