"""Whether what reads pages is there, told by the settings before anything starts; nothing heavy is loaded for it."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

from governance.reading import Mode, Offer
from store.configure import wrong
from store.second_engine import is_installed
from store.settings import Settings

MODELS = Path(sys.prefix) / "share" / "tessdata"
"""Where the wheels that carry Tesseract's language models put them."""
NAMES = re.compile(r"[A-Za-z_]+(\+[A-Za-z_]+)*")
"""How languages are named: eng, or eng+deu."""
_NO_LANGUAGES = frozenset({"osd", "equ"})
"""Models that tell how a page lies or find formulas."""


def check_reading(settings: Settings) -> None:
    """Check languages, mode and detector; raises ProvisoError settings-wrong with the name of the setting."""
    languages = settings.ocr.languages
    if not NAMES.fullmatch(languages):
        raise wrong("ocr.languages", "languages are named like eng or eng+deu")
    there = installed_languages(settings)
    missing = [name for name in languages.split("+") if name not in there]
    if missing:
        raise wrong("ocr.languages", f"Tesseract has no model here for {', '.join(missing)}")
    if settings.ocr.mode == Mode.ACCURATE and not is_installed():
        raise wrong("ocr.mode", f"accurate needs the second engine: {HOW_TO_INSTALL}")
    model = settings.detector.model
    if not re.fullmatch(r"\w+", model) or importlib.util.find_spec(model) is None:
        raise wrong("detector.model", f"the spaCy package {model} is not installed; models are never downloaded")


HOW_TO_INSTALL = "pip install 'proviso[accurate]' into this Python"


def reads_once(settings: Settings) -> str:
    """Say in a sentence that doubtful pages are not read again although the settings wish it; nothing when they are."""
    if settings.ocr.mode != Mode.AUTO or is_installed():
        return ""
    return f"ocr.mode is auto, but doubtful pages are read only once: the second engine is missing ({HOW_TO_INSTALL})"


def offer(settings: Settings) -> Offer:
    """What may be asked for with an upload; without the second engine `fast` and `auto`, which then reads once, too."""
    modes = tuple(Mode) if is_installed() else (Mode.FAST, Mode.AUTO)
    own = tuple(settings.ocr.languages.split("+"))
    return Offer(installed_languages(settings), own, modes, Mode(settings.ocr.mode))


def models_of(settings: Settings) -> Path:
    """The folder of the language models for the engine in memory."""
    return Path(settings.ocr.models) if settings.ocr.models else MODELS


def installed_languages(settings: Settings) -> tuple[str, ...]:
    """Tesseract's names of the languages that can be read, in alphabetical order."""
    if settings.ocr.engine == "tesserocr" or settings.ocr.models:
        found = {file.stem for file in models_of(settings).glob("*.traineddata")}
    else:
        try:
            said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=True)  # noqa: S607
        except (OSError, subprocess.SubprocessError):
            raise wrong("ocr.engine", "the command tesseract does not answer") from None
        found = set(said.stdout.splitlines()[1:])
    return tuple(sorted(name for name in found - _NO_LANGUAGES if NAMES.fullmatch(name)))
