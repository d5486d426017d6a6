"""All that is told of the Reading Room, as the texts in expected/ have it.

Run as a program (`python tests/governance/room_told.py`) it writes these anew; read what changed before you keep it.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

EXPECTED: Final = Path(__file__).parent / "expected"
if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2] / "platform"), str(Path(__file__).parents[2])]

from notices import NOTICES  # noqa: E402
from reading_room import bare, room  # noqa: E402
from rooms import STATES, TODAY, in_states, told_items, verdicts  # noqa: E402
from versions import DIFFERENCES  # noqa: E402
from words_that_count import WORDS  # noqa: E402

from governance.policy import Policy  # noqa: E402
from governance.policy.difference_words import as_json as difference_as_json  # noqa: E402
from governance.policy.exports import exports  # noqa: E402
from governance.policy.guards import AllOf  # noqa: E402
from governance.policy.lint import lint  # noqa: E402
from governance.policy.notice import as_json as notice_as_json  # noqa: E402
from governance.policy.notice import notice  # noqa: E402
from governance.policy.notice_page import page, plain_text  # noqa: E402


def undigested(policy: Policy) -> Policy:
    return replace(policy, digest="0" * 64)


def line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def by_entry(document: Any) -> Iterator[str]:
    """Write a document as lines: what a list or an object of its first level holds stands on lines of its own."""
    for key, value in document.items():
        if isinstance(value, list | dict) and len(line(value)) > 100:
            yield f"{key}:"
            yield from map(line, value if isinstance(value, list) else value.items())
        else:
            yield f"{key}: {line(value)}"


def exported(form: str) -> Iterator[str]:
    """Write an export of the room and what it is otherwise where nobody has stated anything."""
    usual = list(_lines(room(), form))
    yield from usual
    others = {name: replace(one, enabled=name != "A-LEND", clauses=()) for name, one in bare().activities.items()}
    rights = {name: room().rights[name] for name in ("RT-COPY", "RT-KNOW")}
    turned = {
        name: one.model_copy(update={"regimes": (regime,)})
        for (name, one), regime in zip(rights.items(), ("ccpa", "gdpr"), strict=True)
    }
    scans, court = room().retention["R-SCAN"], others["A-COURT"]
    held = {"R-SCAN": replace(scans, also_after=())}
    others["A-DOOR"] = replace(others["A-DOOR"], scope=room().prohibitions["F-FIRM"].scope)
    others["A-COURT"] = replace(court, scope=replace(court.scope, recipients=frozenset({"sponsor", "court"})))
    text, door = room().prohibitions["F-TEXT"], room().prohibitions["F-DOOR"]
    nowhere = replace(text.scope, categories=frozenset(), purposes=frozenset({"café"}))
    forbidden = {"F-TEXT": replace(text, scope=nowhere), "F-DOOR": replace(door, guard=AllOf(()))}
    nothing = replace(
        bare(), bases={}, events={}, activities=others, retention=held, rights=turned, prohibitions=forbidden,
        id="The Room.",
        title=f"{'a' * 97} is it",
    )  # fmt: skip
    otherwise = list(_lines(nothing, form))
    yield f"# nobody has stated anything: {len(otherwise)} lines"
    yield from (one for one in otherwise if one not in usual)


def _lines(policy: Policy, form: str) -> Iterable[str]:
    text = next(one.text for one in exports(undigested(policy)) if one.format == form)
    return by_entry(json.loads(text)) if text.startswith("{") else text.removesuffix("\n").split("\n")


def differences() -> Iterator[str]:
    """Write a difference in which all is otherwise, and what is told of others besides."""
    usual: list[str] = []
    for name, difference in DIFFERENCES.items():
        lines = list(by_entry(difference_as_json(difference())))
        yield f"# {name}: {len(lines)} lines"
        yield from (one for one in lines if one not in usual)
        usual = usual or lines


def all_notices() -> Iterator[str]:
    """Write the notice of the room as data, and what is otherwise in others."""
    usual: list[str] = []
    for name, policy in NOTICES.items():
        lines = list(_notice_lines(policy()))
        yield f"# {name}: {len(lines)} lines"
        yield from (one for one in lines if one not in usual)
        usual = usual or lines


def _notice_lines(policy: Policy) -> Iterator[str]:
    for key, value in notice_as_json(notice(undigested(policy))).items():
        for one in value if isinstance(value, tuple) else (value,):
            head = {name: said for name, said in one.items() if name != "sentences"} if isinstance(one, dict) else one
            yield f"{key}: {line(head)}"
            for said in one.get("sentences", ()) if isinstance(one, dict) else ():
                yield f"  {line({name: value for name, value in said.items() if name != 'enforced_by'})}"
                yield from (f"    {line(list(behind.values()))}" for behind in said["enforced_by"])


def papers(write: Callable[..., str]) -> Iterator[str]:
    """Write a notice as a person reads it, with and without what carries it out, and one that lacks nothing."""
    usual: list[str] = []
    for enforced in (True, False):
        for name, policy in NOTICES.items():
            lines = write(notice(undigested(policy())), enforced=enforced).removesuffix("\n").split("\n")
            yield f"# {name}, {'with' if enforced else 'without'} what carries it out: {len(lines)} lines"
            yield from (one for one in lines if one not in usual)
            usual = usual or lines


def asked() -> Iterator[str]:
    """Write what each rule of the lint asks, by which law, and how grave it is."""
    yield from (f"{one.id} {one.law} | {one.asks} | {one.weight}" for one in lint(room(), TODAY))


STATED: Final[dict[str, tuple[Callable[[Policy], list[str]], Mapping[str, Callable[[], Policy]]]]] = {
    "items": (told_items, STATES),
    "items-by-words": (told_items, WORDS),
    "verdicts-in-europe": (partial(verdicts, "G"), STATES),
    "verdicts-in-europe-by-words": (partial(verdicts, "G"), WORDS),
    "verdicts-in-california": (partial(verdicts, "C"), STATES),
    "verdicts-in-california-by-words": (partial(verdicts, "C"), WORDS),
}
TOLD: Final[dict[str, Callable[[], Iterable[str]]]] = {
    **{f"as-{form}": partial(exported, form) for form in ("dpv", "odrl", "cedar", "cedar-schema", "rego", "fides")},
    "asked": asked,
    "differences": differences,
    "notice": all_notices,
    "notice-as-page": partial(papers, page),
    "notice-as-text": partial(papers, plain_text),
    **{name: partial(in_states, *told) for name, told in STATED.items()},
}


def main() -> None:
    EXPECTED.mkdir(exist_ok=True)
    for name, tell in TOLD.items():
        (EXPECTED / f"{name}.txt").write_text("\n".join(tell()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
