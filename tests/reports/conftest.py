from storeroom import sqlite_template  # noqa: F401 - a fixture
