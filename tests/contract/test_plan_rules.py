"""Each rule, on a statement that breaks it and on one that keeps it. What a cluster of three nodes said of each of these
is what is expected here."""

import pytest

from tests.contract.plan_blocks import Catalogue
from tests.contract.plan_rules import faults

CATALOGUE = Catalogue(
    columns={
        "device": frozenset({"id", "name", "simulated"}),
        "touched": frozenset({"device_id", "at", "since_day"}),
        "answer": frozenset({"device_id", "answer_id", "campaign", "day", "value"}),
        "membership": frozenset({"device_id", "from_day", "team_id"}),
        "team": frozenset({"id", "slug", "name"}),
        "campaign": frozenset({"slug", "kind"}),
        "stale_team": frozenset({"team", "day"}),
        "sample_number": frozenset({"last"}),
    },
    device={"device": "id", "touched": "device_id", "answer": "device_id", "membership": "device_id"},
    local=frozenset({"sample_number"}),
)

BROKEN = {
    "INSERT INTO touched (at, since_day) VALUES (1, 2)": "insert",
    "COPY touched (at, since_day) FROM STDIN": "insert",
    "INSERT INTO device (id, name) VALUES (1, 'a') ON CONFLICT (name) DO NOTHING": "conflict",
    "INSERT INTO touched (device_id, at, since_day) VALUES (1, 2, 3) ON CONFLICT (device_id) DO UPDATE SET device_id = 4": "moves",
    "INSERT INTO touched (device_id, at, since_day) VALUES (1, 2, 3) ON CONFLICT (device_id) DO UPDATE SET at = random()": "volatile",
    "INSERT INTO touched (device_id, at, since_day) SELECT from_day, 1, 2 FROM membership": "column",
    "INSERT INTO touched (device_id, at, since_day) SELECT device_id, 1, 2 FROM membership LIMIT 5": "merge",
    "INSERT INTO touched (device_id, at, since_day) SELECT MAX(device_id), 1, 2 FROM membership": "column",
    "INSERT INTO touched (device_id, at, since_day) SELECT m.device_id, 1, 2 FROM membership m JOIN answer a ON a.day = m.from_day": "join",
    "INSERT INTO touched (device_id, at, since_day) SELECT device_id, random(), 2 FROM membership": "volatile",
    "INSERT INTO stale_team (team, day) SELECT campaign, day FROM answer": "reference",
    "UPDATE touched SET device_id = 4 WHERE at = 3": "moves",
    "UPDATE touched SET at = random()": "volatile",
    "UPDATE team SET name = 'a' WHERE id IN (SELECT team_id FROM membership)": "reference",
    "UPDATE touched SET at = 1 FROM answer WHERE answer.day = touched.since_day": "join",
    "DELETE FROM touched WHERE since_day IN (SELECT day FROM answer)": "correlation",
    "DELETE FROM touched WHERE device_id IN (SELECT device_id FROM answer ORDER BY day LIMIT 5)": "merge",
    "SELECT d.name FROM device d JOIN answer a ON a.day = d.id": "join",
    "SELECT d.name FROM device d, answer a": "join",
    "SELECT d.name FROM device d JOIN answer a ON a.device_id = d.id JOIN touched t ON t.at = a.day": "join",
    "SELECT t.slug, m.device_id FROM team t LEFT JOIN membership m ON m.team_id = t.id": "outer",
    "SELECT t.slug, m.device_id FROM membership m RIGHT JOIN team t ON m.team_id = t.id": "outer",
    "SELECT slug FROM team WHERE id IN (SELECT team_id FROM membership)": "recurs",
    "SELECT slug FROM team t WHERE EXISTS (SELECT 1 FROM membership m WHERE m.team_id = t.id)": "recurs",
    "SELECT name FROM device WHERE id IN (SELECT device_id FROM answer ORDER BY day LIMIT 5)": "merge",
    "SELECT name FROM device WHERE name IN (SELECT campaign FROM answer)": "correlation",
    "SELECT name, (SELECT MAX(day) FROM answer) FROM device": "correlation",
    "SELECT name FROM device d WHERE EXISTS (SELECT 1 FROM answer a WHERE a.campaign = d.name)": "correlation",
    "SELECT d.name FROM device d JOIN (SELECT device_id FROM answer LIMIT 9) a ON a.device_id = d.id": "merge",
    "SELECT d.name FROM device d JOIN (SELECT MAX(device_id) AS device_id FROM answer) a ON a.device_id = d.id": "join",
    "SELECT n FROM (SELECT campaign, COUNT(*) AS n FROM answer GROUP BY campaign) AS counted": "merge",
    "SELECT n FROM (SELECT COUNT(*) AS n FROM answer) AS counted": "merge",
    "SELECT c FROM (SELECT DISTINCT campaign AS c FROM answer) AS told": "merge",
    "SELECT p FROM (SELECT ROW_NUMBER() OVER (PARTITION BY campaign) AS p FROM answer) AS placed": "merge",
    "SELECT ROW_NUMBER() OVER (ORDER BY day) FROM answer": "window",
    "SELECT device_id FROM touched ORDER BY at LIMIT 5 FOR UPDATE SKIP LOCKED": "lock",
    "WITH old AS (DELETE FROM touched RETURNING device_id) SELECT name FROM device d JOIN old ON old.device_id = d.id": "with",
    "SELECT campaign FROM answer UNION SELECT name FROM device": "union",
    "SELECT name, last FROM device, sample_number": "local",
}

KEPT = [
    "INSERT INTO touched (device_id, at, since_day) VALUES (1, 2, 3), (2, 3, 4) ON CONFLICT (device_id) DO UPDATE SET at = excluded.at RETURNING at",
    "COPY touched (device_id, at, since_day) FROM STDIN (FORMAT BINARY)",
    "INSERT INTO touched (device_id, at, since_day) SELECT m.device_id, 1, MIN(a.day) FROM membership m JOIN answer a ON a.device_id = m.device_id GROUP BY m.device_id ON CONFLICT (device_id) DO NOTHING",
    "INSERT INTO touched (device_id, at, since_day) SELECT d.id, 1, MIN(COALESCE((SELECT MIN(day) FROM answer a WHERE a.device_id = d.id), 5)) FROM device d GROUP BY d.id",
    "UPDATE touched SET at = at + 1 WHERE since_day < 5",
    "UPDATE touched SET at = a.day FROM answer AS a WHERE a.device_id = touched.device_id",
    "DELETE FROM touched USING device AS d WHERE d.id = touched.device_id AND d.simulated",
    "DELETE FROM touched WHERE device_id IN (SELECT device_id FROM answer WHERE day < 5)",
    "DELETE FROM touched WHERE (device_id, at) IN ((1, 2), (3, 4)) AND device_id IN (1, 3)",
    "SELECT d.name, c.kind FROM device d JOIN answer a ON a.device_id = d.id JOIN campaign c ON c.slug = a.campaign",
    "SELECT b.at FROM touched b CROSS JOIN answer a WHERE a.device_id = b.device_id AND a.day > b.since_day",
    "SELECT d.name, o.at FROM device AS d LEFT JOIN touched AS o ON o.device_id = d.id",
    "SELECT m.device_id, t.slug FROM membership m LEFT JOIN team t ON m.team_id = t.id",
    "SELECT name FROM device WHERE id IN (SELECT device_id FROM answer)",
    "SELECT name FROM device d WHERE EXISTS (SELECT 1 FROM answer a WHERE a.device_id = d.id AND a.campaign = d.name)",
    "SELECT d.id, (SELECT t.slug FROM team t JOIN membership m ON m.team_id = t.id WHERE m.device_id = d.id ORDER BY m.from_day DESC LIMIT 1) FROM device d",
    "SELECT d.name FROM device d JOIN (SELECT device_id, MAX(day) AS day FROM answer GROUP BY device_id) a ON a.device_id = d.id",
    "SELECT p FROM (SELECT device_id, ROW_NUMBER() OVER (PARTITION BY device_id ORDER BY day) AS p FROM answer) AS placed WHERE p = 1",
    "SELECT campaign, COUNT(*), COUNT(DISTINCT day) FROM answer GROUP BY campaign ORDER BY campaign LIMIT 5",
    "SELECT MIN(since_day) FROM touched",
    "SELECT b.day FROM (SELECT device_id, day FROM answer WHERE device_id = 7 ORDER BY day DESC LIMIT 2) AS b JOIN touched t ON t.device_id = b.device_id WHERE t.device_id = 7",
    "SELECT at FROM touched WHERE device_id = 7 FOR UPDATE",
    "SELECT name FROM team FOR UPDATE",
    "SELECT slug FROM team UNION SELECT slug FROM campaign",
    "SELECT last FROM sample_number",
]


@pytest.mark.parametrize(("text", "rule"), BROKEN.items())
def test_a_statement_that_a_cluster_cannot_do_in_place_breaks_its_rule(text: str, rule: str) -> None:
    assert rule in {fault.rule for fault in faults(text, CATALOGUE)}


@pytest.mark.parametrize("text", KEPT)
def test_a_statement_that_the_nodes_do_by_themselves_breaks_none(text: str) -> None:
    assert faults(text, CATALOGUE) == []


def test_every_rule_is_shown_to_fail() -> None:
    assert {fault.rule for text in BROKEN for fault in faults(text, CATALOGUE)} == set(BROKEN.values())
