"""How a document is to be read: its languages, and how much care is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from governance.errors import ProvisoError


class Mode(StrEnum):
    """How much care is taken: `fast` reads a page once, `auto` reads a doubtful one again, `accurate` every one."""

    FAST = "fast"
    AUTO = "auto"
    ACCURATE = "accurate"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for with an upload; nothing stands for the installation's own choice."""

    languages: tuple[str, ...] = ()
    mode: str = ""


NO_WISH = Wish()
"""Everything as the installation does it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What an installation can do: its `languages` in Tesseract's names, its own choice of them, its modes."""

    languages: tuple[str, ...]
    own: tuple[str, ...]
    modes: tuple[Mode, ...]
    mode: Mode

    def settle(self, wish: Wish) -> tuple[str, str]:
        """Give the languages, joined by plus signs, and the mode that a wish comes to.

        Raises ProvisoError language-unknown or reading-mode-unknown for what is not offered.
        """
        return "+".join(self._languages(wish.languages)), self._mode(wish.mode).value

    def _languages(self, wished: Sequence[str]) -> tuple[str, ...]:
        if any(name not in self.languages for name in wished):
            # What was asked for is not repeated: it may be anything.
            raise ProvisoError("language-unknown", offered=", ".join(self.languages))
        return tuple(dict.fromkeys(wished)) or self.own

    def _mode(self, wished: str) -> Mode:
        if not wished:
            return self.mode
        for mode in self.modes:
            if mode.value == wished:
                return mode
        raise ProvisoError("reading-mode-unknown", offered=", ".join(self.modes))
