"""The registers as auditors see them: everything, and nothing to change."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.registers import REGISTERS
from operations.keep_register import read_entry, read_register, register_of
from portal.doors import acting, house, needs
from portal.register_form import STATES, TONES, asked, told

pages = Blueprint("audited", __name__, url_prefix="/audit/registers")


@pages.get("")
@needs("auditor", "registers")
def registers() -> ResponseReturnValue:
    """List the registers."""
    with house().store.read() as unit:
        found = {code: unit.registers.current(code) for code in REGISTERS}
    return render_template("auditor/registers.html", registers=REGISTERS, found=found)


@pages.get("/<code>")
@needs("auditor", "registers")
def register(code: str) -> ResponseReturnValue:
    """List the entries of one register."""
    found = read_register(house(), acting("auditor"), code)
    return render_template(
        "dpo/register.html", register=register_of(house(), code), found=found, states=STATES, tones=TONES, notes={},
        entry_at="audited.entry", list_at="audited.registers", asked=asked, told=told,
    )  # fmt: skip


@pages.get("/<code>/<entry>")
@needs("auditor", "registers")
def entry(code: str, entry: str) -> ResponseReturnValue:
    """Show an entry with its versions."""
    known = register_of(house(), code)
    versions = read_entry(house(), acting("auditor"), entry)
    if versions[0].entry.register != code:
        raise ProvisoError("not-found")
    last = versions[-1]
    return render_template(
        "dpo/register_entry.html", register=known, last=last, versions=versions, states=STATES, tones=TONES,
        asked=asked(known, last.values), told=told, gaps=known.gaps(last.values), note="", list_at="audited.register",
    )  # fmt: skip
