"""The registers: one set of pages for all of them, and what follows from an entry: texts to send, data to hand over."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.registers import REGISTERS, letters, screenings
from governance.registers.adequacy import ADEQUACY
from governance.registers.field import Values
from operations.hand_over import hand_over
from operations.keep_register import Opened, read_entry, read_register, register_of, settle_entry, write_entry
from portal.doors import acting, fresh, house, needs
from portal.headers import SANDBOX
from portal.register_form import STATES, TONES, asked, sent, told

pages = Blueprint("registers", __name__, url_prefix="/dpo/registers")


@pages.get("")
@needs("dpo")
def registers() -> ResponseReturnValue:
    """List the registers."""
    with house().store.read() as unit:
        found = {code: unit.registers.current(code) for code in REGISTERS}
    return render_template("dpo/registers.html", registers=REGISTERS, found=found)


@pages.get("/adequacy")
@needs("dpo")
def adequacy() -> ResponseReturnValue:
    """Show the adequacy decisions with their sources and times."""
    today = house().now().date()
    return render_template("dpo/adequacy.html", rows=ADEQUACY.values(), today=today)


@pages.get("/<code>")
@needs("dpo")
def register(code: str) -> ResponseReturnValue:
    """List the entries of one register."""
    found = read_register(house(), acting("dpo"), code)
    return render_template(
        "dpo/register.html", register=register_of(house(), code), found=found, states=STATES, tones=TONES,
        notes={one.entry.entry: _note(one) for one in found}, entry_at="registers.entry", list_at="registers.registers",
        new_at="registers.new", asked=asked, told=told,
    )  # fmt: skip


@pages.get("/<code>/new")
@needs("dpo")
def new(code: str) -> ResponseReturnValue:
    """Ask for a new entry."""
    known = register_of(house(), code)
    return render_template("dpo/register_form.html", register=known, asked=asked(known, {}), version=0, opened=None)


@pages.post("/<code>/new")
@needs("dpo")
def add(code: str) -> ResponseReturnValue:
    """Write a new entry as a draft."""
    return _write(code, "", 0)


@pages.get("/<code>/<entry>")
@needs("dpo")
def entry(code: str, entry: str) -> ResponseReturnValue:
    """Show an entry with its versions and what can be done."""
    versions = _versions(code, entry)
    last, known = versions[-1], register_of(house(), code)
    return render_template(
        "dpo/register_entry.html", register=known, last=last, versions=versions, states=STATES, tones=TONES,
        asked=asked(known, last.values), told=told, gaps=known.gaps(last.values), note=_note(last), mine=_is_mine(last),
        list_at="registers.register", may_write=True,
    )  # fmt: skip


@pages.get("/<code>/<entry>/change")
@needs("dpo")
def change(code: str, entry: str) -> ResponseReturnValue:
    """Ask for the next version of an entry."""
    last, known = _versions(code, entry)[-1], register_of(house(), code)
    return render_template(
        "dpo/register_form.html", register=known, asked=asked(known, last.values), version=last.entry.version,
        opened=last,
    )  # fmt: skip


@pages.post("/<code>/<entry>/change")
@needs("dpo")
def write(code: str, entry: str) -> ResponseReturnValue:
    """Write the next version as a draft."""
    return _write(code, entry, request.form.get("version", 0, type=int))


@pages.post("/<code>/<entry>/settle")
@needs("dpo")
@fresh
def settle(code: str, entry: str) -> ResponseReturnValue:
    """Finish, agree to, or close an entry."""
    _versions(code, entry)
    after = settle_entry(
        house(), acting("dpo"), entry, request.form.get("act", ""), version=request.form.get("version", 0, type=int)
    )
    flash(f"Done: {after.serial} is now: {STATES[after.state].lower()}.", "done")
    return redirect(url_for("registers.entry", code=code, entry=entry), code=303)


@pages.get("/breaches/<entry>/<whom>.txt")
@needs("dpo")
def letter(entry: str, whom: str) -> ResponseReturnValue:
    """Hand out the text for the authority or for the people concerned."""
    last = _versions("breaches", entry)[-1]
    policy = house().policy
    texts = {
        "authority": lambda: letters.to_authority(policy, last.entry.serial, last.values),
        "people": lambda: letters.to_people(policy, last.values),
    }
    if whom not in texts:
        raise ProvisoError("not-found")
    return _file(texts[whom]().encode(), "text/plain; charset=utf-8", f"{last.entry.serial}-{whom}.txt")


@pages.post("/demands/<entry>/hand-over")
@needs("dpo")
@fresh
def give(entry: str) -> ResponseReturnValue:
    """Hand out what an authority is to be given, when everybody who has to has agreed and the gate allows it."""
    last = _versions("demands", entry)[-1]
    return _file(hand_over(house(), acting("dpo"), entry), "application/json", f"{last.entry.serial}.json")


def _write(code: str, entry: str, version: int) -> ResponseReturnValue:
    known = register_of(house(), code)
    values = sent(known, request.form)
    wrong = known.wrong({key: value for key, value in values.items() if value.strip()})
    if wrong or not any(value.strip() for value in values.values()):
        opened = _versions(code, entry)[-1] if entry else None
        return render_template(
            "dpo/register_form.html", register=known, asked=asked(known, values, wrong), version=version,
            opened=opened, troubled=True,
        ), 422  # fmt: skip
    made = write_entry(house(), acting("dpo"), code, values, entry=entry, version=version)
    return redirect(url_for("registers.entry", code=code, entry=made.entry), code=303)


def _versions(code: str, entry: str) -> list[Opened]:
    register_of(house(), code)
    found = list(read_entry(house(), acting("dpo"), entry))
    if found[0].entry.register != code:
        raise ProvisoError("not-found")
    return found


def _note(opened: Opened) -> str:
    """Say what an entry comes to, where a register works something out."""
    if opened.entry.register == "breaches":
        return letters.clock(opened.values)
    if opened.entry.register == "screenings":
        return _criteria(opened.values)
    return ""


def _criteria(values: Values) -> str:
    """Say what the criteria of a screening come to; that none is required is said when all of them are answered."""
    counted = f"{screenings.met(values)} of nine criteria"
    if screenings.suggested(values) == "required":
        return f"{counted}: an assessment is normally required."
    if left := screenings.unanswered(values):
        return f"{counted}, and {left} not answered yet."
    return f"{counted}: normally none is required."


def _is_mine(opened: Opened) -> bool:
    return opened.entry.by == acting("dpo").person


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind.split(";")[0])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
