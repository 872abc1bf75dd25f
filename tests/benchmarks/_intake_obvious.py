"""The same service as one writes it first, with the same libraries: FastAPI and SQLModel, a session for each request.

It does what the collector promises: it knows the device by its secret, takes a batch once, and answers after the
commit. SQLite keeps a log (WAL) and syncs each commit, as it does by default.

    python _intake_obvious.py PORT DATABASE LAPTOPS
"""

import json
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine

PORT, DATABASE, LAPTOPS = sys.argv[1:4]


class Device(SQLModel, table=True):
    id: str = Field(primary_key=True)
    secret: str


class Batch(SQLModel, table=True):
    id: str = Field(primary_key=True)
    device_id: str = Field(foreign_key="device.id", index=True)


class Sample(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    device_id: str = Field(foreign_key="device.id", index=True)
    metric: str
    subject: str
    at: int
    value: int
    failed: bool
    labels: str


class SampleIn(SQLModel):
    metric: str
    value: int
    at: int
    subject: str = ""
    failed: bool = False
    labels: dict[str, str] = {}


class BatchIn(SQLModel):
    id: str
    device: str
    secret: str
    samples: list[SampleIn]


engine = create_engine(f"sqlite:///{DATABASE}", connect_args={"check_same_thread": False, "timeout": 60})
app = FastAPI()


@event.listens_for(engine, "connect")
def use_a_log(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/batches", status_code=201)
def add_batch(batch: BatchIn, session: Annotated[Session, Depends(get_session)]) -> dict[str, int]:
    device = session.get(Device, batch.device)
    if device is None or device.secret != batch.secret:
        raise HTTPException(401, "unknown device")
    if session.get(Batch, batch.id) is not None:
        return {"stored": 0}
    session.add(Batch(id=batch.id, device_id=device.id))
    for sample in batch.samples:
        session.add(
            Sample(
                device_id=device.id,
                metric=sample.metric,
                subject=sample.subject,
                at=sample.at,
                value=sample.value,
                failed=sample.failed,
                labels=json.dumps(sample.labels),
            )
        )
    session.commit()
    return {"stored": len(batch.samples)}


def main() -> None:
    SQLModel.metadata.create_all(engine)
    with open(LAPTOPS) as laptops, Session(engine) as session:  # noqa: PTH123 - a small script
        session.add_all(Device(id=device, secret=secret) for device, secret in json.load(laptops).items())
        session.commit()
    uvicorn.run(app, host="127.0.0.1", port=int(PORT), log_level="warning")


if __name__ == "__main__":
    main()
