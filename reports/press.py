"""The press: writes a record of any kind as a paper and seals it."""

from governance.papers import Paper
from governance.processing import ProcessingRecord
from reports.deletion_certificate import render as render_certificate
from reports.paper import render_paper
from reports.processing_record import render
from reports.seal import PaperSeal


class Press:
    """Writes papers under one seal."""

    def __init__(self, seal: PaperSeal) -> None:
        self.seal = seal

    def write(self, content: ProcessingRecord | Paper) -> bytes:
        """Write and seal a record; all but the seal is the same for the same record."""
        return self.seal.seal(render_paper(content) if isinstance(content, Paper) else render(content))

    def certify(self, signed: bytes) -> bytes:
        """Draw and seal a certificate of deletion from its JSON; raises what `deletion_certificate.render` does."""
        return self.seal.seal(render_certificate(signed))
