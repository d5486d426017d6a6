"""A claim about the text of one page, before it is settled which claims are reported."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A claim: this stretch of the text is of this type, with this score; `model` if the language model says so."""

    type: str
    start: int
    end: int
    score: float
    model: bool = False

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end
