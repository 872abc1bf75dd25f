-- insert
INSERT INTO touched (at, since_day) VALUES (1, 2);

-- insert
COPY touched (at, since_day) FROM STDIN;

-- conflict
INSERT INTO device (id, name) VALUES (1, 'a') ON CONFLICT (name) DO NOTHING;

-- moves
INSERT INTO touched (device_id, at, since_day) VALUES (1, 2, 3) ON CONFLICT (device_id) DO UPDATE SET
    device_id = 4;

-- volatile
INSERT INTO touched (device_id, at, since_day) VALUES (1, 2, 3) ON CONFLICT (device_id) DO UPDATE SET at =
    random();

-- column
INSERT INTO touched (device_id, at, since_day) SELECT from_day, 1, 2 FROM membership;

-- merge
INSERT INTO touched (device_id, at, since_day) SELECT device_id, 1, 2 FROM membership LIMIT 5;

-- column
INSERT INTO touched (device_id, at, since_day) SELECT MAX(device_id), 1, 2 FROM membership;

-- join
INSERT INTO touched (device_id, at, since_day) SELECT m.device_id, 1, 2 FROM membership m JOIN answer a ON
    a.day = m.from_day;

-- volatile
INSERT INTO touched (device_id, at, since_day) SELECT device_id, random(), 2 FROM membership;

-- reference
INSERT INTO stale_team (team, day) SELECT campaign, day FROM answer;

-- moves
UPDATE touched SET device_id = 4 WHERE at = 3;

-- volatile
UPDATE touched SET at = random();

-- reference
UPDATE team SET name = 'a' WHERE id IN (SELECT team_id FROM membership);

-- join
UPDATE touched SET at = 1 FROM answer WHERE answer.day = touched.since_day;

-- correlation
DELETE FROM touched WHERE since_day IN (SELECT day FROM answer);

-- merge
DELETE FROM touched WHERE device_id IN (SELECT device_id FROM answer ORDER BY day LIMIT 5);

-- join
SELECT d.name FROM device d JOIN answer a ON a.day = d.id;

-- join
SELECT d.name FROM device d, answer a;

-- join
SELECT d.name FROM device d JOIN answer a ON a.device_id = d.id JOIN touched t ON t.at = a.day;

-- outer
SELECT t.slug, m.device_id FROM team t LEFT JOIN membership m ON m.team_id = t.id;

-- outer
SELECT t.slug, m.device_id FROM membership m RIGHT JOIN team t ON m.team_id = t.id;

-- recurs
SELECT slug FROM team WHERE id IN (SELECT team_id FROM membership);

-- recurs
SELECT slug FROM team t WHERE EXISTS (SELECT 1 FROM membership m WHERE m.team_id = t.id);

-- merge
SELECT name FROM device WHERE id IN (SELECT device_id FROM answer ORDER BY day LIMIT 5);

-- correlation
SELECT name FROM device WHERE name IN (SELECT campaign FROM answer);

-- correlation
SELECT name, (SELECT MAX(day) FROM answer) FROM device;

-- correlation
SELECT name FROM device d WHERE EXISTS (SELECT 1 FROM answer a WHERE a.campaign = d.name);

-- merge
SELECT d.name FROM device d JOIN (SELECT device_id FROM answer LIMIT 9) a ON a.device_id = d.id;

-- join
SELECT d.name FROM device d JOIN (SELECT MAX(device_id) AS device_id FROM answer) a ON a.device_id = d.id;

-- merge
SELECT n FROM (SELECT campaign, COUNT(*) AS n FROM answer GROUP BY campaign) AS counted;

-- merge
SELECT n FROM (SELECT COUNT(*) AS n FROM answer) AS counted;

-- merge
SELECT c FROM (SELECT DISTINCT campaign AS c FROM answer) AS told;

-- merge
SELECT p FROM (SELECT ROW_NUMBER() OVER (PARTITION BY campaign) AS p FROM answer) AS placed;

-- window
SELECT ROW_NUMBER() OVER (ORDER BY day) FROM answer;

-- lock
SELECT device_id FROM touched ORDER BY at LIMIT 5 FOR UPDATE SKIP LOCKED;

-- with
WITH old AS (DELETE FROM touched RETURNING device_id) SELECT name FROM device d JOIN old ON old.device_id =
    d.id;

-- union
SELECT campaign FROM answer UNION SELECT name FROM device;

-- local
SELECT name, last FROM device, sample_number;

-- union
SELECT told FROM (SELECT campaign AS told FROM answer UNION ALL SELECT name FROM device) AS both_of_them;

-- union
SELECT device_id FROM (SELECT device_id FROM answer UNION ALL SELECT id FROM team) AS both_of_them;

-- union
SELECT device_id FROM (SELECT device_id FROM answer EXCEPT SELECT device_id FROM touched) AS the_rest;
