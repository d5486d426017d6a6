"""Registers that nobody writes: they follow from the policy, from what was observed, and from the accounts."""

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from governance.auditing import PARTS
from governance.processing import build_record
from governance.processing.statements import QUESTIONS
from operations.review_accesses import review_accesses
from operations.review_decisions import review_ledger
from operations.state_fact import state_fact
from portal.doors import acting, house, needs
from portal.words import STEPS

pages = Blueprint("derived", __name__, url_prefix="/dpo")

DAYS = 365


@pages.get("/activities")
@needs("dpo")
def activities() -> ResponseReturnValue:
    """Show the processing activities, field by field of Article 30, with every gap."""
    review_ledger(house(), acting("dpo"), "activities")
    now = house().now()
    # From midnight on: whole days are counted beforehand.
    period = (datetime.combine(now.astimezone(UTC).date() - timedelta(days=DAYS), time(), UTC), now)
    record = build_record(house().policy, house().glance(period), number="activities", period=period, now=now)
    return render_template("dpo/activities.html", record=record, days=DAYS)


@pages.get("/people")
@needs("dpo")
def people() -> ResponseReturnValue:
    """Show who sees other people's things, in which role and until when."""
    review_ledger(house(), acting("dpo"), "people")
    with house().store.read() as unit:
        staff = unit.accounts.staff()
    return render_template("dpo/people.html", staff=staff, parts=PARTS, today=house().now().date())


@pages.get("/accesses")
@needs("dpo")
def accesses() -> ResponseReturnValue:
    """Show who looked at what."""
    role = request.args.get("role", "")
    found = review_accesses(house(), acting("dpo"), role=role, before=request.args.get("before", ""))
    return render_template("auditor/accesses.html", found=found, role=role, steps=STEPS, here="derived.accesses")


@pages.get("/facts")
@needs("dpo")
def facts() -> ResponseReturnValue:
    """Show what only the controller can tell, stated or missing."""
    with house().store.read() as unit:
        stated = unit.register.statements()
    return render_template("dpo/facts.html", questions=QUESTIONS, stated=stated)


@pages.post("/facts")
@needs("dpo")
def tell() -> ResponseReturnValue:
    """State one of them, or take it back; raises statement-unknown."""
    form = request.form
    state_fact(house(), acting("dpo"), form.get("key", ""), form.get("value", ""), applies=form.get("applies") != "no")
    flash("It stands in every record from now on." if form.get("value", "").strip() else "It was taken back.", "done")
    return redirect(url_for("derived.facts", _anchor=form.get("key", "")), code=303)
