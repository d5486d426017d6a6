"""What there is to know about one kind of number."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType


@dataclass(frozen=True)
class Kind:
    """A kind of number: the type of its findings, the shapes in which it is written, and its check.

    In a shape `d` is a digit, `L` a letter, `X` either; a blank stands for one separator (blank, hyphen, point,
    slash), a hyphen for a hyphen. `alone` are the shapes that are enough without a label beside them: they are
    rare enough by themselves, or the check leaves less than one number in twenty.
    """

    type: str
    shapes: tuple[str, ...]
    check: Callable[[str], bool]
    alone: tuple[str, ...] = ()

    @cached_property
    def compact(self) -> tuple[str, ...]:
        """The shapes without separators, each once."""
        return tuple(dict.fromkeys(shape.replace(" ", "").replace("-", "") for shape in self.shapes))


def proves(module: ModuleType) -> Callable[[str], bool]:
    """The check of a module of python-stdnum."""

    def check(compact: str) -> bool:
        try:
            return bool(module.is_valid(compact))
        except LookupError:
            return False  # its table of places has a gap there: such a number was never given out

    return check
