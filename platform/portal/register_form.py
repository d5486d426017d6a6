"""An entry of a register as a form and as a list: drawn from the register's fields alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from governance.registers import Field, Register, Values
from governance.registers.field import MANY, YES, YES_OR_NO

TONES = {"draft": "waiting", "proposed": "waiting", "final": "done", "closed": "ended"}
STATES = {"draft": "Draft", "proposed": "Waits for a second officer", "final": "Final", "closed": "Closed"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as it is asked: its choices, what stands in it, whether it is missing or wrong."""

    field: Field
    value: str
    choices: Sequence[tuple[str, str]]
    chosen: frozenset[str]
    missing: bool
    wrong: bool


def asked(register: Register, values: Values, wrong: Sequence[str] = ()) -> list[Asked]:
    """Give every field with what stands in it."""
    missing = {one.key for one in register.gaps(values)}
    return [
        Asked(
            one,
            values.get(one.key, ""),
            YES_OR_NO if one.kind == YES else one.choices,
            frozenset(values.get(one.key, "").split(",")),
            one.key in missing,
            one.key in wrong,
        )
        for one in register.fields
    ]


def sent(register: Register, form: MultiDict[str, str]) -> Mapping[str, str]:
    """Read a form; boxes of one field are joined."""
    return {
        one.key: ",".join(form.getlist(one.key)) if one.kind == MANY else form.get(one.key, "").replace("\r\n", "\n")
        for one in register.fields
    }


def told(one: Asked) -> str:
    """Say a field's value in words."""
    named = dict(one.choices)
    if one.choices:
        return ", ".join(named.get(code, code) for code in one.value.split(",") if code)
    return one.value.replace("T", " ") + " UTC" if one.field.kind == "moment" and one.value else one.value
