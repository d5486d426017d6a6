"""The files of the checkout, as the tests of the house look at them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_MADE = {".git", ".venv", ".tools", "var", "dist", "build", "node_modules", "__pycache__"}
OURS = ("platform", "ocr_worker", "reports")


def files(*folders: str, suffixes: tuple[str, ...] = ()) -> Iterator[Path]:
    """Every file that is or could be committed, below `folders` or anywhere."""
    for start in (ROOT / folder for folder in folders) if folders else (ROOT,):
        for path in sorted(start.rglob("*")):
            parts = path.relative_to(ROOT).parts
            if any(part in _MADE or re.fullmatch(r"\.\w+_cache|\.hypothesis", part) for part in parts):
                continue
            if path.is_file() and (not suffixes or path.suffix in suffixes):
                yield path


def texts(*folders: str, suffixes: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The same files as (path from the root, text); files that are not text are left out."""
    for path in files(*folders, suffixes=suffixes):
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
