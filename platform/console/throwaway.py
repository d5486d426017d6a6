"""A house for one command: its own home in memory where the machine has some, gone when the command ends."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from console.processes import start_valkey
from store.build import House, build_house
from store.migrate import migrate
from store.settings import load_settings

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it


class SilentBell:
    """A bell nobody hears: whoever throws the house away does the work itself."""

    def ring_document(self, document: str, *, batch: bool = False) -> None:
        """Do nothing."""

    def ring_record(self, record: str) -> None:
        """Do nothing."""

    def ring_policy(self, draft: str) -> None:
        """Do nothing."""

    def ring_request(self, request: str) -> None:
        """Do nothing."""


@contextmanager
def throwaway_house(database_url: str = "", *, on_disk: bool = False) -> Iterator[House]:
    """Build a whole house (database, key server, blobs, gate) in a private folder, and remove it at the end.

    Settings about limits, engines and policy are those of the installation; where things lie is not. `database_url`
    is for an empty database elsewhere; `on_disk` keeps the folder out of memory, for measurements.
    """
    parent = IN_MEMORY if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) else None
    home = Path(tempfile.mkdtemp(prefix="proviso-inspect-", dir=None if on_disk else parent))
    places = ("PROVISO_HOME", "PROVISO_DATABASE_URL", "PROVISO_REDIS_URL", "PROVISO_KEYS_URL", "PROVISO_BLOBS")
    environ = {name: value for name, value in os.environ.items() if name not in places}
    elsewhere = {"PROVISO_DATABASE_URL": database_url} if database_url else {}
    settings = load_settings({**environ, "PROVISO_HOME": str(home), **elsewhere})
    valkey = None
    try:
        valkey = start_valkey(settings)
        migrate(settings)
        house = build_house(settings)
        try:
            yield replace(house, services=replace(house.services, bell=SilentBell()))
        finally:
            house.database.close()
    finally:
        if valkey is not None:
            valkey.kill()
            valkey.wait()
        shutil.rmtree(home, ignore_errors=True)
