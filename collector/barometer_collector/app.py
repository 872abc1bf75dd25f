"""Puts the capabilities together into one application."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial

from fastapi import FastAPI
from prometheus_client import CollectorRegistry, Gauge
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from barometer_collector import __version__, errors
from barometer_collector.ballots import routes as ballots
from barometer_collector.database import Database, DatabaseUnavailableError
from barometer_collector.delivery import routes as delivery
from barometer_collector.delivery.fleet import REPORT_SECONDS, Reporter
from barometer_collector.delivery.service import Configurations
from barometer_collector.devices import routes as devices
from barometer_collector.health import routes as health
from barometer_collector.health.disk import DiskGauges
from barometer_collector.health.gauges import DatabaseGauges
from barometer_collector.ingest import routes as ingest
from barometer_collector.ingest.commit import Committer
from barometer_collector.ingest.intake import Intake
from barometer_collector.ingest.limits import Limits
from barometer_collector.ingest.meters import Meters
from barometer_collector.ingest.service import take_in
from barometer_collector.ledger import routes as ledger
from barometer_collector.migrations import schema
from barometer_collector.people import access
from barometer_collector.scoring import routes as scoring
from barometer_collector.sentiment import routes as answers
from barometer_collector.sentiment import service as sentiment
from barometer_collector.settings import Settings
from barometer_collector.tokens import routes as tokens
from barometer_collector.web import site
from barometer_collector.web.service_figures import ServiceFigures
from barometer_shared.protocol import BATCHES_PATH

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class _Collector(FastAPI):
    """Hands batches, which nearly all requests are, straight to the intake."""

    batches: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == BATCHES_PATH and scope["method"] == "POST":
            await self.batches(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(database: Database, settings: Settings, clock: Clock = utc_now) -> FastAPI:
    """The collector's intake, API and pages over ``database``, whose schema must be current. The caller closes it.

    Raises RuntimeError when a route states no right.
    """
    app = _Collector(
        title="Barometer",
        version=__version__,
        description="What working with IT is actually like: intake, scores and pages.",
        docs_url=None,
        redoc_url=None,
        lifespan=_writing,
    )
    app.state.database, app.state.settings, app.state.clock = database, settings, clock
    app.state.registry = CollectorRegistry()
    app.state.configurations = Configurations(settings)
    app.state.intake = _intake(app, app.state.registry)
    app.batches = ingest.straight(app.state.intake)
    app.state.registry.register(DatabaseGauges(database, settings, clock))
    app.state.registry.register(DiskGauges(database, settings.keep))
    app.state.ballot_turns = ballots.Turns()
    app.state.look_at_schema = partial(_look_at_schema, database)
    errors.install(app)
    app.include_router(ingest.router)
    app.include_router(health.router)
    app.include_router(devices.router)
    delivery.install(app)
    app.include_router(scoring.router)
    app.include_router(ledger.router)
    app.include_router(answers.router)
    app.include_router(tokens.router)
    app.include_router(ballots.router)
    site.install(app, ServiceFigures(database, settings))
    access.refuse_undeclared(app)
    return app


@asynccontextmanager
async def _writing(app: FastAPI) -> AsyncIterator[None]:
    committer: Committer = app.state.intake.committer
    committer.start()
    reporter = Reporter(app.state.database, committer.occupation)
    reporting = asyncio.create_task(_report(reporter, app.state.clock, app.state.intake.meters.full))
    try:
        yield
    finally:
        reporting.cancel()
        await committer.stop()


async def _report(reporter: Reporter, clock: Clock, full: Gauge) -> None:
    """Again and again: the pace of the fleet follows how full the intake is."""
    while True:
        await asyncio.sleep(REPORT_SECONDS)
        with suppress(DatabaseUnavailableError):
            full.set(await run_in_threadpool(reporter.report, clock()))


def _intake(app: FastAPI, registry: CollectorRegistry) -> Intake:
    database, settings, clock = app.state.database, app.state.settings, app.state.clock
    meters = Meters(registry)
    committer = Committer(
        database,
        lambda session, arrivals, now: take_in(session, settings, sentiment.store_answers, arrivals, now),
        clock,
        meters,
        app.state.configurations,
    )
    return Intake(committer, clock, meters, limits=Limits(settings.device_batches_per_minute, time.monotonic))


def _look_at_schema(database: Database) -> tuple[str, bool]:
    """What is wrong with the database ("" when it answers), and whether its schema is current."""
    try:
        return "", schema.is_current(database)
    except DatabaseUnavailableError as error:
        return str(error), False
