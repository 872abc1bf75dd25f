"""A stand-in for a cluster: an ordinary PostgreSQL in which the functions and lists of Citus that the command uses are
made anew, as plainly as they can be. It shows in which order what is called, and what comes of a refusal. It says
nothing of Citus itself: ``tests/contract/test_citus.py`` asks a real cluster.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url, text

from barometer_collector.database import Database

# As the manual of Citus has them ("Utility Functions", "Metadata Tables Reference").
_LISTS = """
    CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, partmethod "char", partkey text, repmodel "char",
                                    colocationid integer);
    CREATE TABLE pg_dist_node (groupid integer, isactive boolean, noderole text, hasmetadata boolean);
    CREATE TABLE pg_dist_local_group (groupid integer);
    INSERT INTO pg_dist_node VALUES (0, true, 'primary', true), (1, true, 'primary', true), (2, true, 'primary', true);
    INSERT INTO pg_dist_local_group VALUES (0);
    CREATE TABLE called (number serial, call text)
"""
_FUNCTIONS = """
    CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO called (call) VALUES ('reference ' || t::text);
        IF EXISTS (SELECT FROM pg_constraint AS c LEFT JOIN pg_dist_partition AS p ON p.logicalrelid = c.confrelid
                   WHERE c.conrelid = t AND c.contype = 'f' AND p.logicalrelid IS NULL) THEN
            RAISE '% refers to a table that is only on the coordinator', t;
        END IF;
        INSERT INTO pg_dist_partition VALUES (t, 'n', NULL, 't', 1);
    END $$;
    CREATE FUNCTION create_distributed_table(t regclass, key text, colocate_with text DEFAULT 'default',
                                             shard_count integer DEFAULT 32) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO called (call) VALUES ('distributed ' || t::text || ' ' || shard_count);
        IF EXISTS (SELECT FROM pg_index AS i JOIN pg_attribute AS a ON a.attrelid = t AND a.attname = key
                   WHERE i.indrelid = t AND i.indisunique AND NOT a.attnum = ANY(i.indkey::smallint[])) THEN
            RAISE 'a unique index of % lacks %', t, key;
        END IF;
        IF colocate_with <> 'default' AND NOT EXISTS (SELECT FROM pg_dist_partition
                                                      WHERE logicalrelid = colocate_with::regclass) THEN
            RAISE '% is not distributed yet', colocate_with;
        END IF;
        INSERT INTO pg_dist_partition VALUES (t, 'h', key, 's', 2);
    END $$;
    CREATE FUNCTION truncate_local_data_after_distributing_table(t regclass) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO called (call) VALUES ('clear ' || t::text);
        IF EXISTS (SELECT FROM pg_constraint AS c LEFT JOIN pg_dist_partition AS p ON p.logicalrelid = c.conrelid
                   WHERE c.confrelid = t AND c.contype = 'f' AND p.logicalrelid IS NULL) THEN
            RAISE 'a table that is only on the coordinator refers to %', t;
        END IF;
        EXECUTE 'TRUNCATE TABLE ' || t::text || ' CASCADE';
    END $$;
    CREATE FUNCTION citus_total_relation_size(t regclass) RETURNS bigint LANGUAGE sql AS $$
        SELECT pg_total_relation_size(t)
    $$
"""
_EXTENSION = """
    SET LOCAL allow_system_table_mods = on;
    INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    VALUES (65000, 'citus', 10, 11, false, '13.2-1')
"""


@pytest.fixture
def plain(postgres_server: str) -> Iterator[Database]:
    """A migrated PostgreSQL that is no cluster."""
    admin = Database(postgres_server)
    with admin.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE plain TEMPLATE template_barometer"))
        made = Database(make_url(postgres_server).set(database="plain").render_as_string(hide_password=False))
        yield made
        made.close()
        connection.execute(text("DROP DATABASE plain WITH (FORCE)"))
    admin.close()


@pytest.fixture
def stand_in(plain: Database) -> Database:
    """The same with the stand-in for a cluster."""
    with plain.engine.begin() as connection:
        for part in (_LISTS, _FUNCTIONS, _EXTENSION):
            connection.exec_driver_sql(part.replace("%", "%%"))
    return plain


def said(database: Database, statement: str) -> list[tuple[object, ...]]:
    with database.engine.begin() as connection:
        result = connection.execute(text(statement))
        return [tuple(row) for row in result] if result.returns_rows else []
