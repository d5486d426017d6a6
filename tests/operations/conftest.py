from desk import (  # noqa: F401 - fixtures
    cluster,
    database_url,
    desk,
    house,
    postgres_template,
    settings,
    sqlite_template,
    valkey,
    valkey_server,
)
