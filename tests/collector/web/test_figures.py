import inspect

from barometer_collector.web.figures import Figures
from barometer_collector.web.service_figures import ServiceFigures
from tests.collector.web.example import ExampleFigures


def test_the_services_and_the_example_answer_exactly_what_pages_ask() -> None:
    asked = [name for name in vars(Figures) if not name.startswith("_")]
    assert len(asked) == 12
    for name in asked:
        expected = inspect.signature(getattr(Figures, name))
        assert inspect.signature(getattr(ServiceFigures, name)) == expected
        assert inspect.signature(getattr(ExampleFigures, name)) == expected
