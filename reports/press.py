"""The press: writes a record as a paper and seals it."""

from governance.processing import ProcessingRecord
from reports.processing_record import render
from reports.seal import PaperSeal


class Press:
    """Writes papers under one seal."""

    def __init__(self, seal: PaperSeal) -> None:
        self.seal = seal

    def write(self, record: ProcessingRecord) -> bytes:
        """Write and seal a record; all but the seal is the same for the same record."""
        return self.seal.seal(render(record))
