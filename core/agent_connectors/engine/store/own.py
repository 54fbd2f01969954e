"""The engine's own tables of a replica."""

from collections.abc import Mapping

__all__ = ["FORMAT", "OWN", "OWN_TABLES", "UPGRADES"]

FORMAT = 2
"""The layout of the engine's own tables; a replica with a higher one is left alone."""

_TOUCHED = """CREATE TABLE store_touched (what TEXT NOT NULL, id TEXT NOT NULL,
    seq INTEGER NOT NULL, open INTEGER NOT NULL, PRIMARY KEY (what, id)) WITHOUT ROWID"""

OWN = f"""
CREATE TABLE store_facts (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE store_records (entity TEXT NOT NULL, id TEXT NOT NULL, scope TEXT NOT NULL,
    walk INTEGER NOT NULL, digest BLOB NOT NULL, data BLOB NOT NULL, UNIQUE (entity, id));
CREATE INDEX store_records_by_scope ON store_records (scope, walk);
CREATE TABLE store_dictionaries (entity TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE store_walks (feed TEXT NOT NULL, scope TEXT NOT NULL, walk INTEGER NOT NULL,
    position TEXT, newest INTEGER, whole_ms INTEGER, synced_ms INTEGER,
    sweeping INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (feed, scope));
CREATE TABLE store_visits (feed TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL,
    walk INTEGER NOT NULL, PRIMARY KEY (feed, id)) WITHOUT ROWID;
{_TOUCHED}
"""
"""The product's JSON stays apart from the narrow rows: a scan would read all of it."""

UPGRADES: Mapping[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE store_walks ADD COLUMN sweeping INTEGER NOT NULL DEFAULT 0",
        _TOUCHED,
    )
}
"""What brings a replica of an older layout to the next one."""

OWN_TABLES = frozenset(
    {
        *("store_facts", "store_records", "store_dictionaries"),
        *("store_walks", "store_visits", "store_touched"),
    }
)
"""The engine's own tables, which are nobody's business."""
