"""Single small changes of the engine, made by mutmut and kept as code that can take the place of a function's own."""

import ast
import difflib
import hashlib
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "platform"


def path_of(module: str) -> Path:
    return SOURCE / "governance" / ("gate.py" if module == "gate" else f"policy/{module.replace('.', '/')}.py")


def name_of(module: str) -> str:
    return "governance.gate" if module == "gate" else f"governance.policy.{module}"


class Mutant:
    """One change: `function` is where, `code` what runs instead, `change` the difference for people."""

    def __init__(self, module: str, function: str, code: CodeType, change: str) -> None:
        self.module, self.function, self.code, self.change = module, function, code, change
        self.key = hashlib.sha256(f"{module} {function} {change}".encode()).hexdigest()[:16]

    def put_in_place(self) -> None:
        self._own().__code__ = self.code

    def codes(self) -> set[str]:
        """Give the codes of findings, such as C05, that the function speaks of."""
        said = [said for said in self._own().__code__.co_consts if isinstance(said, str)]
        return {code for words in said for code in re.findall(r"\b[A-Z]\d\d\b", words)}

    def _own(self) -> FunctionType:
        found: Any = importlib.import_module(name_of(self.module))
        for part in self.function.split("."):
            found = found.__dict__[part]
        function: FunctionType = getattr(found, "__func__", found)
        return function


def mutants_of(module: str) -> Iterator[Mutant]:
    from mutmut.mutation.file_mutation import mutate_file_contents

    path = path_of(module)
    made = mutate_file_contents(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    codes = dict(_codes(compile(made.code, str(path), "exec", dont_inherit=True)))
    texts = {
        node.name: ast.unparse(ast.Module(node.body, [])).splitlines()
        for node in ast.walk(ast.parse(made.code))
        if isinstance(node, ast.FunctionDef) and "__mutmut_" in node.name
    }
    for name in made.mutant_names:
        stem = name.partition("__mutmut_")[0]
        function = ".".join(stem.removeprefix("x").strip("ǁ").split("ǁ")) if "ǁ" in stem else stem.removeprefix("x_")
        lines = difflib.unified_diff(texts[f"{stem}__mutmut_orig"], texts[name], n=0, lineterm="")
        change = "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))
        if _is_prose(change):
            continue
        yield Mutant(module, function, codes[name], change)


def _is_prose(change: str) -> bool:
    """Only the words of a sentence for people are another: what a message says exactly is no law."""
    old, *new = change.splitlines() or [""]
    if len(new) != 1 or not (old.startswith("-") and new[0].startswith("+")):
        return False
    parts = [re.split(r"(f?(?:'[^'\n]*'|\"[^\"\n]*\"))", line[1:]) for line in (old, new[0])]
    if len(parts[0]) != len(parts[1]):
        return False
    other = [(a, b) for a, b in zip(*parts, strict=True) if a != b]
    if len(other) != 1 or " " not in other[0][0] or set("\\|") & set(other[0][0]):
        return False
    return plain(other[0][0]) == plain(other[0][1])


def plain(text: str) -> str:
    return text.lower().replace("xx", "")


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_name, inner
            yield from _codes(inner)


def place(one: Mutant) -> str:
    return f"{one.module.rpartition('.')[2]}.{one.function}"


def reach(code: CodeType) -> str:
    """A function by its module's last word and its own name."""
    return f"{Path(code.co_filename).stem}.{code.co_qualname}"


def every_module() -> list[str]:
    paths = sorted((SOURCE / "governance" / "policy").rglob("*.py"))
    return [
        str(path.relative_to(SOURCE / "governance" / "policy"))[:-3].replace("/", ".")
        for path in paths
        if path.stem != "__init__"
    ]
