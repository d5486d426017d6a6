"""The engines of one process: a Tesseract for each choice of languages, and the second opinion, each made once."""

from collections.abc import Callable

from governance.errors import ProvisoError
from ocr_worker.engine import Engine
from ocr_worker.engine.second import SecondOpinion


class Shelf:
    """Makes engines when they are first asked for; what a worker has made before it forks, its work-horses share."""

    def __init__(
        self, own: str, make: Callable[[str], Engine], make_second: Callable[[], SecondOpinion | None] = lambda: None
    ) -> None:
        """`own` are the installation's languages; `make` raises ValueError for a language without a model."""
        self.own = own
        self._make = make
        self._make_second = make_second
        self._made: dict[str, Engine] = {}
        self._second: tuple[SecondOpinion | None, ...] = ()

    def engine(self, languages: str = "") -> Engine:
        """Give the engine for languages such as eng+deu, the installation's own for none.

        Raises ProvisoError language-unknown for a model that is not there (any more).
        """
        languages = languages or self.own
        if languages not in self._made:
            try:
                self._made[languages] = self._make(languages)
            except ValueError:
                raise ProvisoError("language-unknown", offered=self.own.replace("+", ", ")) from None
        return self._made[languages]

    def second(self) -> SecondOpinion | None:
        """Give the second opinion; None where it is not installed."""
        if not self._second:
            self._second = (self._make_second(),)
        return self._second[0]

    def close(self) -> None:
        """Give back what the engines hold."""
        for engine in self._made.values():
            engine.close()
        self._made.clear()
