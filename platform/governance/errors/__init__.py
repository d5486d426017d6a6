"""Every error a person can meet: a stable code, a plain sentence, and what to do next.

The data of an error is never personal: sizes, limits, formats, codes and clause numbers, not names or text.
Doors (portal, console, worker) choose the status; nothing here knows HTTP. New kinds go into the file of
their subject beside this one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from governance.errors import documents, erasure, house, ledger, policy, portal, programs, requests, retention, uploads
from governance.errors.kind import ErrorKind

_PARTS = (documents, erasure, house, ledger, policy, portal, programs, requests, retention, uploads)
ERRORS: Mapping[str, ErrorKind] = MappingProxyType({kind.code: kind for part in _PARTS for kind in part.KINDS})


class ProvisoError(Exception):
    """An error of the catalogue, raised with its data.

    `data` holds only what may be shown to anybody: never a name, a text or a path of the person's.
    Raises KeyError at once when `code` is not in the catalogue, so that no undocumented error can leave.
    """

    def __init__(self, code: str, **data: str | float) -> None:
        self.kind = ERRORS[code]
        self.code = code
        self.data: Mapping[str, str | float] = MappingProxyType(dict(data))
        super().__init__(code)

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        return self.kind.sentence.format_map(self.data)

    @property
    def next_step(self) -> str:
        """What the person can do now."""
        return self.kind.next_step.format_map(self.data)
