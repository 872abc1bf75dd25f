"""Puts the pages into the application."""

import importlib
import pkgutil

from fastapi import APIRouter, FastAPI

from barometer_collector.people.limiter import SignInLimiter
from barometer_collector.settings import Settings
from barometer_collector.web import error_pages, pages
from barometer_collector.web.figures import Figures
from barometer_collector.web.form_limit import FormLimit
from barometer_collector.web.rendering import Renderer
from barometer_collector.web.security import SecurityHeaders


def install(app: FastAPI, figures: Figures) -> None:
    """Add every page to ``app``, whose state holds ``database``, ``settings`` and ``clock``."""
    settings: Settings = app.state.settings
    app.state.figures = figures
    app.state.renderer = Renderer()
    app.state.sign_in_limiter = SignInLimiter()
    for router in _routers():
        app.include_router(router)
    error_pages.install(app)
    app.add_middleware(FormLimit)
    app.add_middleware(SecurityHeaders, behind_tls=settings.public_url.startswith("https:"))


def _routers() -> list[APIRouter]:
    names = sorted(module.name for module in pkgutil.iter_modules(pages.__path__, pages.__name__ + "."))
    return [importlib.import_module(name).router for name in names]
