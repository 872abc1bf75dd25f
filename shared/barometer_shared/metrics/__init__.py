"""The catalogue: what Barometer can measure, one row per metric."""

from barometer_shared.metrics import agent, boot, device, network, reliability
from barometer_shared.metrics.catalogue import BUCKETS, Better, DataClass, Kind, Meaning, Metric, Subject

__all__ = ["BUCKETS", "METRICS", "METRICS_BY_CODE", "Better", "DataClass", "Kind", "Meaning", "Metric", "Subject"]

METRICS: dict[str, Metric] = {
    row.name: row for row in (*boot.ROWS, *network.ROWS, *reliability.ROWS, *device.ROWS, *agent.ROWS)
}
METRICS_BY_CODE: dict[int, Metric] = {row.code: row for row in METRICS.values()}
