"""The ledger to leaf through: entries by kind, each with the bytes that were hashed and a proof to take away."""

import json

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from governance.errors import ProvisoError
from governance.ledger import leaf_hash
from operations.entries import KINDS
from operations.review_decisions import review_ledger
from portal.auditor.parts import parts
from portal.doors import acting, house, needs
from store.checkpoints import newest
from store.ledger import Entry
from store.proofs import Inclusion, prove_entry

pages = Blueprint("entries", __name__, url_prefix="/audit/ledger")

PAGE = 50
MOST = 2**63 - 1


@pages.get("")
@needs("auditor", "ledger")
def entries() -> ResponseReturnValue:
    """List entries, newest first, of one kind where one is chosen."""
    review_ledger(house(), acting("auditor"))
    kind = request.args.get("kind", "")
    before = request.args.get("before", 0, type=int)
    with parts().database.read() as unit:
        found = unit.entries.page(PAGE + 1, kind=kind if kind in KINDS else "", before=min(max(before, 0), MOST))
    return render_template(
        "auditor/entries.html", found=found[:PAGE], following=found[PAGE - 1].number if len(found) > PAGE else 0,
        kind=kind if kind in KINDS else "", kinds=KINDS, signed=last.size if (last := newest(parts().database)) else 0,
    )  # fmt: skip


@pages.get("/<int:number>")
@needs("auditor", "ledger")
def entry(number: int) -> ResponseReturnValue:
    """Show one entry with its proof, where it is signed."""
    review_ledger(house(), acting("auditor"), f"entry {number}"[:64])
    found = _entry(number)
    proof: Inclusion | None = None
    trouble: ProvisoError | None = None
    try:
        proof = prove_entry(parts().database, number)
    except ProvisoError as refusal:
        trouble = refusal
    made = leaf_hash(found.body)
    return render_template(
        "auditor/entry.html", found=found, proof=proof, trouble=trouble, leaf=made.hex(), kinds=KINDS,
        fits=made == found.leaf_hash and found.agrees, text=found.body.decode(errors="replace"),
        fields=_fields(found), decision=_decision(found),
    )  # fmt: skip


@pages.get("/<int:number>/proof")
@needs("auditor", "ledger")
def proof(number: int) -> ResponseReturnValue:
    """Hand out the proof of an entry, as `verify.py` checks it; raises not-found for what is not signed."""
    review_ledger(house(), acting("auditor"), f"proof {number}"[:64])
    _entry(number)
    try:
        text = prove_entry(parts().database, number).as_text()
    except ProvisoError as refusal:
        raise ProvisoError("not-found") if refusal.code == "ledger-not-signed" else refusal from None
    response = Response(text, mimetype="text/plain")
    response.headers["Content-Disposition"] = f'attachment; filename="entry-{number}.tlog"'
    return response


def _entry(number: int) -> Entry:
    if not 0 < number <= MOST:
        raise ProvisoError("not-found")
    with parts().database.read() as unit:
        found = next(unit.entries.entries(after=number - 1), None)
    if found is None or found.number != number:
        raise ProvisoError("not-found")
    return found


def _fields(found: Entry) -> list[tuple[str, str]]:
    try:
        said = json.loads(found.body)["fields"]
        return [(name, value if isinstance(value, str) else json.dumps(value)) for name, value in said.items()]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return []


def _decision(found: Entry) -> str:
    """Name the decision that an entry tells of, to be replayed."""
    return next((value for name, value in _fields(found) if name == "decision" and value), "")
