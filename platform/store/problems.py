"""What checking a ledger can find: a code for programs, the entries it is about, a sentence for people."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

_MOST = 100
"""So many problems are told one by one; who changed a million entries need not fill the memory too."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit, from entry `first` to entry `last`.

    Codes: changed, moved, missing, misplaced, differs, cut-off (entries); unsigned, key-retired, checkpoint-changed
    (checkpoints, with `last` their size); witness-wrong (a kept note); unreadable (the tables themselves).
    """

    code: str
    first: int
    last: int
    sentence: str


@dataclass(slots=True)
class Findings:
    """The problems so far; those beyond the hundredth are only counted."""

    told: list[Problem] = field(default_factory=list)
    untold: int = 0

    def note(self, code: str, first: int, last: int, sentence: str) -> None:
        """Add one."""
        if len(self.told) < _MOST:
            self.told.append(Problem(code, first, last, sentence))
        else:
            self.untold += 1


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What checking found: `root` in hexadecimal over `size` entries, of which `signed` lie below a checkpoint."""

    size: int
    root: str
    checkpoints: int
    signed: int
    found: tuple[Problem, ...]
    untold: int = 0

    @property
    def sound(self) -> bool:
        """Tell whether everything fits."""
        return not self.found

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems as sentences."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield from (problem.sentence for problem in self.found)
        if self.untold:
            yield f"{self.untold} further problems are not listed"

    def as_dict(self) -> dict[str, object]:
        """The same for programs."""
        return {
            "sound": self.sound, "size": self.size, "signed": self.signed, "root": self.root,
            "checkpoints": self.checkpoints, "problems": [asdict(problem) for problem in self.found],
            "further_problems": self.untold,
        }  # fmt: skip
