"""Model files, ours and others'."""

from pathlib import Path

import pytest

from barometer_collector.scoring.model import BUILT_IN, ModelError, load, parse

OURS = BUILT_IN.read_text()


def test_our_own_model_is_the_one_of_the_specification() -> None:
    model = load()
    assert model.name == "2026.1"
    assert model.combined == (0.5, 0.3, 0.2)
    assert {component.name: component.weight for component in model.components} == {
        "boot": 15,
        "sign_in": 10,
        "network": 25,
        "reliability": 25,
        "responsiveness": 15,
        "power": 5,
        "storage": 5,
    }
    assert all(rule.source for rule in model.rules())


def test_another_file_can_be_given(tmp_path: Path) -> None:
    file = tmp_path / "strict.toml"
    file.write_text(OURS.replace('model = "2026.1"', 'model = "strict"').replace("cap = 30", "cap = 10"))
    assert (load(file).name, load(file).limits.cap) == ("strict", 10)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('ideal = "15 s"', 'ideal = "15 parsec"', "boot.boot_ms.ideal = '15 parsec': expected a quantity like"),
        ('metric = "boot_ms"', 'metric = "boot_parsec"', '"boot_parsec" is not in the catalogue'),
        ('good = "100 ms"', 'good = "90 ms"', "good = 90000 us is not where values are counted: use 0, 5000"),
        ("weight = 15", 'weigth = 15', "weigth"),
        ('o = "20 %"', 'p = "20 %"', "expected t, x and o"),
        ('model = "2026.1"', 'model = ""', "expected a name of 1 to 64 characters"),
        ('model = "2026.1"', "model = ", "Invalid value"),
        ('floor = "300 s"', "", "boot.boot_ms.floor = None"),
        ('window = "7 days"', 'window = "7 s"', "t.window = '7 s'"),
    ],
)  # fmt: skip
def test_a_fault_stops_it_with_file_place_value_and_fix(old: str, new: str, told: str) -> None:
    assert old in OURS
    with pytest.raises(ModelError) as error:
        parse(OURS.replace(old, new, 1).encode(), "their.toml")
    assert str(error.value).startswith("model file their.toml: ")
    assert told in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="give a file that exists"):
        load(tmp_path / "none.toml")


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(ModelError, match=r"their\.toml"):
        parse(b"\xff\xfe", "their.toml")
