INSERT INTO touched (device_id, at, since_day) VALUES (1, 2, 3), (2, 3, 4) ON CONFLICT (device_id) DO UPDATE
    SET at = excluded.at RETURNING at;

COPY touched (device_id, at, since_day) FROM STDIN (FORMAT BINARY);

INSERT INTO touched (device_id, at, since_day) SELECT m.device_id, 1, MIN(a.day) FROM membership m JOIN answer
    a ON a.device_id = m.device_id GROUP BY m.device_id ON CONFLICT (device_id) DO NOTHING;

INSERT INTO touched (device_id, at, since_day) SELECT d.id, 1, MIN(COALESCE((SELECT MIN(day) FROM answer a
    WHERE a.device_id = d.id), 5)) FROM device d GROUP BY d.id;

UPDATE touched SET at = at + 1 WHERE since_day < 5;

UPDATE touched SET at = a.day FROM answer AS a WHERE a.device_id = touched.device_id;

DELETE FROM touched USING device AS d WHERE d.id = touched.device_id AND d.simulated;

DELETE FROM touched WHERE device_id IN (SELECT device_id FROM answer WHERE day < 5);

DELETE FROM touched WHERE (device_id, at) IN ((1, 2), (3, 4)) AND device_id IN (1, 3);

SELECT d.name, c.kind FROM device d JOIN answer a ON a.device_id = d.id JOIN campaign c ON c.slug = a.campaign;

SELECT b.at FROM touched b CROSS JOIN answer a WHERE a.device_id = b.device_id AND a.day > b.since_day;

SELECT d.name, o.at FROM device AS d LEFT JOIN touched AS o ON o.device_id = d.id;

SELECT m.device_id, t.slug FROM membership m LEFT JOIN team t ON m.team_id = t.id;

SELECT name FROM device WHERE id IN (SELECT device_id FROM answer);

SELECT name FROM device d WHERE EXISTS (SELECT 1 FROM answer a WHERE a.device_id = d.id AND a.campaign =
    d.name);

SELECT d.id, (SELECT t.slug FROM team t JOIN membership m ON m.team_id = t.id WHERE m.device_id = d.id ORDER
    BY m.from_day DESC LIMIT 1) FROM device d;

SELECT d.name FROM device d JOIN (SELECT device_id, MAX(day) AS day FROM answer GROUP BY device_id) a ON
    a.device_id = d.id;

SELECT p FROM (SELECT device_id, ROW_NUMBER() OVER (PARTITION BY device_id ORDER BY day) AS p FROM answer) AS
    placed WHERE p = 1;

SELECT campaign, COUNT(*), COUNT(DISTINCT day) FROM answer GROUP BY campaign ORDER BY campaign LIMIT 5;

SELECT MIN(since_day) FROM touched;

SELECT b.day FROM (SELECT device_id, day FROM answer WHERE device_id = 7 ORDER BY day DESC LIMIT 2) AS b JOIN
    touched t ON t.device_id = b.device_id WHERE t.device_id = 7;

SELECT at FROM touched WHERE device_id = 7 FOR UPDATE;

SELECT name FROM team FOR UPDATE;

SELECT slug FROM team UNION SELECT slug FROM campaign;

SELECT last FROM sample_number;

SELECT * FROM (SELECT device_id, at, NULL, NULL FROM touched WHERE device_id IN (1, 2)
    UNION ALL SELECT device_id, day, campaign, NULL FROM answer WHERE device_id IN (1, 2)) AS found;

SELECT device_id FROM (SELECT m.device_id FROM membership m JOIN touched t ON t.device_id = m.device_id
    UNION ALL SELECT d.id FROM device d WHERE d.simulated) AS found LIMIT 5;
