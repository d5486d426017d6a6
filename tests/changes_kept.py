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


def keep(module: str, mutants: int, left: list[tuple[str, str]]) -> None:
    """Note a module that was asked about as a whole: how many changes there are, and those that nothing noticed."""
    found = {**kept(), module: {"text": digest_of(module), "mutants": mutants, "left": [list(one) for one in left]}}
    KEPT.write_text(json.dumps(dict(sorted(found.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")


def show(modules: list[str], *, left: bool) -> None:
    """Print the counts as a table, or the changes that nothing noticed."""
    found = {name: entry for name, entry in kept().items() if not modules or name in modules}
    if left:
        for name, entry in found.items():
            for function, change in entry["left"]:
                print(f"{name}.{function}\n{change}\n")
        return
    print("| module | mutants | noticed | survivors |\n|---|--:|--:|--:|")
    for name, entry in found.items():
        print(f"| `{name}` | {entry['mutants']} | {entry['mutants'] - len(entry['left'])} | {len(entry['left'])} |")
