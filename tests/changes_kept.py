"""What came of the changes of a module, kept beside the tests until the text of the module is another."""

import hashlib
import json
from typing import Any

from changes import ROOT, path_of

KEPT = ROOT / "tests" / "mutants.json"


def kept() -> dict[str, Any]:
    return json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}


def digest_of(module: str) -> str:
    return hashlib.sha256(path_of(module).read_bytes()).hexdigest()[:16]


def whole(entry: dict[str, Any]) -> bool:
    """Whether every change of the module was asked about, and not only every tenth."""
    return bool(entry["asked"] == entry["mutants"])


def settled(module: str) -> bool:
    """Whether every change of the module, as its text is now, has been asked about."""
    entry = kept().get(module)
    return entry is not None and entry["text"] == digest_of(module) and whole(entry)


def keep(module: str, mutants: int, asked: int, left: list[tuple[str, str]]) -> None:
    """Note what came of a module: how many changes there are and were tried, and those that nothing noticed."""
    if asked < mutants and settled(module):
        return
    entry = {"text": digest_of(module), "mutants": mutants, "asked": asked, "left": [list(one) for one in left]}
    write({**kept(), module: entry})


def write(found: dict[str, Any]) -> None:
    KEPT.write_text(json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")


def show(modules: list[str], *, left: bool) -> None:
    """Print the counts as tables, or the changes that nothing noticed."""
    found = {name: entry for name, entry in kept().items() if not modules or name in modules}
    if left:
        for name, entry in found.items():
            for function, change in entry["left"]:
                print(f"{name}.{function}\n{change}\n")
        return
    print(*tables(found), sep="\n")


def tables(found: dict[str, Any]) -> list[str]:
    """Give the lines of two tables with their sums: modules asked about as a whole, and by every tenth change."""
    lines = ["| module | mutants | noticed | survivors |", "|---|--:|--:|--:|"]
    lines += _rows({name: entry for name, entry in found.items() if whole(entry)}, of="mutants")
    tenth = {name: entry for name, entry in found.items() if not whole(entry)}
    if not tenth:
        return lines
    lines += ["", "| module | changes | of them tried | noticed | survivors |", "|---|--:|--:|--:|--:|"]
    return lines + _rows(tenth, of="asked")


def _rows(found: dict[str, Any], *, of: str) -> list[str]:
    counted = {f"`{name}`": (one["mutants"], one["asked"], len(one["left"])) for name, one in found.items()}
    counted["together"] = tuple(map(sum, zip(*counted.values(), strict=True)))
    return [
        f"| {name} | {f'{every:,} | ' if of == 'asked' else ''}{asked:,} | {asked - left:,} | {left:,} |"
        for name, (every, asked, left) in counted.items()
    ]
