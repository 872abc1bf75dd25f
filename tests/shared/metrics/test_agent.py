"""What the agent costs is published in the same catalogue, with edges at its own limits."""

from barometer_shared.metrics import METRICS, DataClass


def test_the_limits_at_which_the_agent_slows_down_lie_on_edges() -> None:
    assert 64 * 1024 in METRICS["agent_memory_kib"].edges
    assert 20_000 in METRICS["agent_cpu_ppm"].edges  # 2 % of a core


def test_the_footprint_tells_nothing_about_a_person() -> None:
    names = ("agent_memory_kib", "agent_cpu_ppm", "agent_sent_bytes", "agent_restart")
    assert {METRICS[name].data_class for name in names} == {DataClass.DEVICE}
