"""What the worker loads once, before it forks; every work-horse finds it here, already in memory."""

from dataclasses import dataclass

from ocr_worker.held import Held
from ocr_worker.reader import Reader
from operations.services import Services
from store.build import House, build_house
from store.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """The house and the reader of this process, and what its work-horse holds."""

    house: House
    reader: Reader
    held: Held

    @property
    def services(self) -> Services:
        """The work's services."""
        return self.house.services


_loaded: list[Loaded] = []


def load(settings: Settings) -> Loaded:
    """Build the house, compile its policy, warm Tesseract, spaCy and Presidio; called once by the worker's parent."""
    here = Loaded(build_house(settings), make_reader(settings), Held())
    _ = here.services.policy
    _loaded[:] = [here]
    return here


def loaded() -> Loaded:
    """Give what `load` built; raises RuntimeError in a process that did not start as a worker."""
    if not _loaded:
        raise RuntimeError("the worker's engines are not loaded in this process")
    return _loaded[0]


def make_reader(settings: Settings) -> Reader:
    """Build and warm the reader of the settings: decoder, engine and detector."""
    reader = Reader.from_settings(settings)
    reader.warm()
    return reader
