from rogue import rogue  # noqa: F401 - a fixture
from storeroom import (  # noqa: F401 - fixtures
    cluster,
    database,
    database_url,
    house,
    person,
    postgres_template,
    settings,
    sqlite_template,
    valkey,
    valkey_server,
)
from vault_scene import scene  # noqa: F401 - fixture
