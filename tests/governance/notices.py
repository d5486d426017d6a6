"""The Reading Room with all that its notice can have to tell, and with as little as there can be."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from reading_room import bare, room
from rooms import entries, saying, stated

from governance.policy import Policy
from governance.policy.vocabulary import Parameter


def parameter(name: str, **said: Any) -> dict[str, Parameter]:
    return {name: Parameter.model_validate({"label": f"the {name}", "resolves": ["AMB-02"], **said})}


def plain() -> Policy:
    """The room in which nothing is unclear, and a parameter of each kind settles what is."""
    tuned = {
        **parameter("most", type="int", value=4, range=[1, 9]),
        **parameter("reach", type="enum", value="by_members", of=["by_members", "by_all"]),
        **parameter("only", type="enum", value="by_post", of=["by_post"]),
        **parameter("open", type="bool", value=True, resolves=["AMB-03", "AMB-02"]),
    }
    return replace(room(), parameters={**room().parameters, **tuned})


def unread() -> Policy:
    """The room in which nothing is unclear or missing, and whose marks have to be escaped."""
    hostile = replace(saying(f"<b> & “x” {'w' * 120}").clauses["c9.0"], listed=True, informational="a <reason> & so on")
    below = replace(room().clauses["c2.1.0"], id="c2.1.9", number="2.1.9", text="Deep & down", level=5)
    clauses = {below.id: below, "c0.1": room().clauses["c0.1"], hostile.id: hostile}
    rules = {"A-LEND": replace(room().activities["A-LEND"], label="<lend>", clauses=("c9.0",), enabled=False)}
    return replace(stated(clauses=()), title="<Room> & more", language="<en>", clauses=clauses, ambiguities={},
                   activities=rules, change_notification=None, children=None)  # fmt: skip


def unsigned() -> Policy:
    """The room in which places are unclear in other ways: decided without a day, signed without one."""
    first, second, third = room().ambiguities.values()
    return replace(
        bare(),
        events={},
        bases={},
        clauses={name: one for name, one in room().clauses.items() if name != "c0.0"},
        rights=entries(
            "rights",
            "RT-COPY",
            regimes=("gdpr", "ccpa", "other"),
            policy=entries("rights", "RT-TOLD", clauses=("c3.3", "c0.1")),
        ).rights,
        deadlines={"gdpr": {"extend": "2 months"}, "other": {"respond": "45 days"}},
        retention={name: replace(one, clauses=("c3.1",)) for name, one in room().retention.items()},
        ambiguities={
            "AMB-01": first.model_copy(update={"decided_on": None, "issue": "<a> & b", "resolution": "<c> & d"}),
            "AMB-02": second.model_copy(update={"decided_by": "somebody"}),
            "AMB-03": third.model_copy(update={"signed_by": "a lawyer", "decided_on": first.decided_on}),
            "AMB-04": first.model_copy(update={"decided_by": "<me> & you"}),
        },
    )


NOTICES: Final[dict[str, Callable[[], Policy]]] = {
    "the room": plain, "nothing is unclear": unread, "nobody has signed": unsigned,
}  # fmt: skip
