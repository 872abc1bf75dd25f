"""A collector over real HTTP with a small fleet at work in it."""

from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from barometer_collector.app import create_app
from barometer_collector.database import Database
from barometer_collector.devices import service as devices
from barometer_collector.people.rules import Role
from barometer_collector.people.service import create_api_token
from barometer_collector.settings import Settings
from tests.collector.laptops import NOON


@dataclass(frozen=True)
class Door:
    """How a generator reaches the collector under test: its address and tokens that never expire."""

    url: str
    enrolment_token: str
    api_token: str
    database: Database


@pytest.fixture
def app(database: Database, settings: Settings) -> FastAPI:
    """By the real clock: a fleet at work lives now."""
    return create_app(database, settings)


@pytest.fixture
def door(server: httpx.Client, database: Database, settings: Settings) -> Door:
    return Door(
        url=str(server.base_url).rstrip("/"),
        enrolment_token=devices.create_token(database, settings, NOON, "Fleet", simulated=True),
        api_token=create_api_token(database, NOON, "simulate", Role.OPERATIONS),
        database=database,
    )
