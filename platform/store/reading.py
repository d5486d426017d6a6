"""Whether what reads pages is there, told by the settings before anything starts; nothing heavy is loaded for it."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

from store.configure import wrong
from store.settings import Settings

MODELS = Path(sys.prefix) / "share" / "tessdata"
"""Where the wheels that carry Tesseract's language models put them."""


def check_reading(settings: Settings) -> None:
    """Check languages and detector; raises ProvisoError settings-wrong with the name of the setting."""
    languages = settings.ocr.languages
    if not re.fullmatch(r"[A-Za-z_]+(\+[A-Za-z_]+)*", languages):
        raise wrong("ocr.languages", "languages are named like eng or eng+deu")
    there = _languages(settings.ocr.engine)
    missing = [name for name in languages.split("+") if name not in there]
    if missing:
        raise wrong("ocr.languages", f"Tesseract has no model here for {', '.join(missing)}")
    model = settings.detector.model
    if not re.fullmatch(r"\w+", model) or importlib.util.find_spec(model) is None:
        raise wrong("detector.model", f"the spaCy package {model} is not installed; models are never downloaded")


def _languages(engine: str) -> set[str]:
    if engine == "tesserocr":
        return {file.stem for file in MODELS.glob("*.traineddata")}
    try:
        said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=20, check=True)  # noqa: S607
    except (OSError, subprocess.SubprocessError):
        raise wrong("ocr.engine", "the command tesseract does not answer") from None
    return set(said.stdout.split())
