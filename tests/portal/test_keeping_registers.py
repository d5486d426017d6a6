"""Registers on their pages, and what follows from them: no contract no disclosure, no second officer no data."""

import dataclasses
import json
from datetime import date

import pytest

from governance.errors import ProvisoError
from governance.registers.screenings import CRITERIA
from kept_registers import CONTRACT, DPO, contract, final, transfer
from operations.ask import GateRefused
from operations.bindings import binding_of
from operations.facts import Actor
from operations.hand_over import hand_over
from operations.keep_register import read_entry, settle_entry, write_entry
from operations.sharing_ports import Receiver


def receiver(house, **changed):
    known = Receiver(
        "1" * 32, "Text Store Ltd", "cloud_hosting", "https://texts.example.org", "", date(2026, 1, 1), None, "local",
        False, house.services.now(),
    )  # fmt: skip
    return dataclasses.replace(known, **changed)


def binding(house, **changed):
    with house.services.store.read() as unit:
        return binding_of(house.services, unit, receiver(house, **changed))


def test_only_a_final_contract_with_every_point_binds(house):
    assert binding(house, contract=contract(house.services)).bound
    assert not binding(house, contract="").bound
    assert not binding(house, contract="C-2026-9999").bound
    assert not binding(house, contract=contract(house.services, audit="no")).bound
    assert not binding(house, contract=contract(house.services, recipient="support_tool")).bound
    draft = write_entry(house.services, DPO, "contracts", CONTRACT)
    assert not binding(house, contract=draft.serial).bound
    assert not binding(house, contract=contract(house.services), contract_until=date(2026, 1, 2)).bound


def test_a_contract_that_is_changed_binds_nobody_until_it_is_final_again(house):
    entry = final(house.services, "contracts", CONTRACT)
    changed = write_entry(house.services, DPO, "contracts", CONTRACT, entry=entry.entry, version=entry.version)
    assert not binding(house, contract=entry.serial).bound
    again = settle_entry(house.services, DPO, entry.entry, "finish", version=changed.version)
    assert binding(house, contract=entry.serial).bound
    settle_entry(house.services, DPO, entry.entry, "close", version=again.version)
    assert not binding(house, contract=entry.serial).bound


def test_another_country_needs_a_transfer_that_holds(house):
    serial = contract(house.services)
    found = binding(house, contract=serial, zone="adequate")
    assert (found.zone, found.safeguard) == ("third", False)
    transfer(house.services, serial)
    assert binding(house, contract=serial, zone="adequate").zone == "adequate"
    other = contract(house.services)
    transfer(house.services, other, country="US", condition_met="no")
    assert binding(house, contract=other, zone="adequate").zone == "third"
    clauses = contract(house.services)
    said = {"mechanism": "SCC_EC_M2", "country": "IN", "assessed": "2026-02-01", "assessment": "Enough."}
    transfer(house.services, clauses, **said)
    found = binding(house, contract=clauses, zone="third", safeguard=True)
    assert (found.zone, found.safeguard) == ("third", True)


def test_an_entry_is_written_finished_and_on_record(enter, entries):
    dpo = enter("dpo")
    answer = dpo.post("/dpo/registers/breaches/new", {"what": "A letter went astray.", "aware": "2026-11-01T10:00"})
    assert answer.status_code == 303
    page = dpo.client.get(answer.headers["Location"])
    assert "Missing before it can be final" in page.text
    assert "by 2026-11-04 10:00 UTC" in page.text
    entry = answer.headers["Location"].rsplit("/", 1)[1]
    early = dpo.post(f"/dpo/registers/breaches/{entry}/settle", {"act": "finish", "version": 1})
    assert early.status_code == 409
    assert "register-incomplete" in early.text
    written = entries("register.written")[-1]
    assert (written["register"], written["state"]) == ("breaches", "draft")
    assert "astray" not in json.dumps(written)
    text = dpo.client.get(f"/dpo/registers/breaches/{entry}/authority.txt")
    assert "A letter went astray." in text.text
    assert "hours left" in dpo.client.get("/dpo").text


def test_what_does_not_fit_is_asked_again_and_nothing_is_lost(enter):
    dpo = enter("dpo")
    answer = dpo.post("/dpo/registers/breaches/new", {"what": "A letter.", "aware": "yesterday"})
    assert answer.status_code == 422
    assert "A letter." in answer.text
    assert "this does not fit" in answer.text
    assert dpo.post("/dpo/registers/breaches/new", {}).status_code == 422
    assert dpo.client.get("/dpo/registers/kitchen").status_code == 404
    assert dpo.client.get("/dpo/registers/breaches/" + "0" * 32).status_code == 404


def test_two_officers_who_write_at_once_do_not_overwrite_each_other(enter, house):
    made = write_entry(house.services, DPO, "breaches", {"what": "One."})
    dpo = enter("dpo")
    first = dpo.post(f"/dpo/registers/breaches/{made.entry}/change", {"what": "Two.", "version": 1})
    second = dpo.post(f"/dpo/registers/breaches/{made.entry}/change", {"what": "Three.", "version": 1})
    assert (first.status_code, second.status_code) == (303, 409)
    assert read_entry(house.services, DPO, made.entry)[-1].values == {"what": "Two."}


def test_an_entry_of_one_register_is_not_found_in_another(enter, house):
    made = write_entry(house.services, DPO, "breaches", {"what": "One."})
    dpo = enter("dpo")
    assert dpo.client.get(f"/dpo/registers/demands/{made.entry}").status_code == 404
    assert dpo.post(f"/dpo/registers/demands/{made.entry}/change", {"version": 1}).status_code in (404, 422)
    assert dpo.post(f"/dpo/registers/demands/{made.entry}/hand-over").status_code == 404


def test_what_stands_in_a_register_is_sealed(house):
    write_entry(house.services, DPO, "breaches", {"what": "Eleanor Whitcombe wrote"})
    with house.database.read() as unit:
        rows = unit.connection.exec_driver_sql("select sealed from register_entry").scalars().all()
    assert rows
    assert not any(b"Whitcombe" in bytes(row) for row in rows)


@pytest.mark.parametrize("role", ["owner", "other", "service", "support_agent"])
def test_nobody_but_officer_and_auditor_sees_a_register(house, role):
    made = write_entry(house.services, DPO, "breaches", {"what": "One."})
    stranger = Actor(role, None, encrypted=True, verified=True)
    with pytest.raises(GateRefused):
        read_entry(house.services, stranger, made.entry)


DEMAND = {
    "authority": "a court", "country": "DE", "received": "2026-11-01", "reference": "1 A 1/26", "compelled": "yes",
    "law": "a code of procedure", "wanted": "account.identity", "examined": "no", "outcome": "hand_over",
    "reasons": "It binds.",
}  # fmt: skip


def decided(house, enter, person, **changed):
    first, second = (Actor("dpo", enter("dpo").id, encrypted=True, verified=True) for _ in range(2))
    made = write_entry(house.services, first, "demands", {**DEMAND, "account": str(person), **changed})
    made = settle_entry(house.services, first, made.entry, "finish", version=made.version)
    assert made.state == "proposed"
    with pytest.raises(ProvisoError, match="second-person-needed"):
        settle_entry(house.services, first, made.entry, "agree", version=made.version)
    with pytest.raises(ProvisoError, match="demand-open"):
        hand_over(house.services, first, made.entry)
    return settle_entry(house.services, second, made.entry, "agree", version=made.version)


def test_a_demand_that_binds_is_met_after_two_officers_agreed_and_the_person_can_learn_of_it(house, enter, entries):
    person = enter("subject")
    made = decided(house, enter, person.id)
    given = json.loads(hand_over(house.services, DPO, made.entry))
    assert given["demand"] == made.serial
    assert person.email in json.dumps(given)
    assert "password" not in json.dumps(given)
    assert entries("authority.given")[-1]["categories"] == ["account.identity"]
    with house.services.store.read() as unit:
        told = unit.holdings.disclosures(person.id)
    assert [(recipient, category) for recipient, category, _ in told] == [("authority", "account.identity")]


def test_a_demand_that_does_not_bind_is_met_only_when_it_was_examined_in_writing(house, enter):
    person = enter("subject")
    free = {"compelled": "no", "law": "", "examined": "yes"}
    examined = decided(house, enter, person.id, **free, necessity="Nothing less will do.")
    assert hand_over(house.services, DPO, examined.entry)
    made = decided(house, enter, person.id, compelled="no", law="")
    with pytest.raises(GateRefused):
        hand_over(house.services, DPO, made.entry)


def test_a_demand_that_was_refused_gives_nothing(house, enter):
    person = enter("subject")
    made = decided(house, enter, person.id, outcome="refuse")
    with pytest.raises(ProvisoError, match="demand-open"):
        hand_over(house.services, DPO, made.entry)


def test_an_auditor_reads_registers_and_changes_none(enter, house):
    made = write_entry(house.services, DPO, "breaches", {"what": "One."})
    auditor = enter("auditor")
    page = auditor.client.get(f"/audit/registers/breaches/{made.entry}").text
    assert "One." in page
    assert "/settle" not in page
    assert auditor.client.get(f"/audit/registers/demands/{made.entry}").status_code == 404


def test_what_only_the_controller_knows_is_stated_on_a_page_and_stands_in_the_record(enter):
    dpo = enter("dpo")
    assert dpo.post("/dpo/facts", {"key": "address", "value": "1 Example Street, Exampleton"}).status_code == 303
    assert "1 Example Street" in dpo.client.get("/dpo/facts").text
    dpo.post("/dpo/facts", {"key": "dpo", "value": "fewer than the law asks for", "applies": "no"})
    assert "none is needed, because" in dpo.client.get("/dpo/facts").text
    dpo.post("/dpo/facts", {"key": "address", "value": ""})
    assert "1 Example Street" not in dpo.client.get("/dpo/facts").text
    assert dpo.post("/dpo/facts", {"key": "colour", "value": "red"}).status_code == 400


def test_activities_are_shown_with_their_gaps_and_assessments_close_them(enter, house):
    dpo = enter("dpo")
    page = dpo.client.get("/dpo/activities").text
    assert "the final assessment “lia-security-2025”" in page
    said = {
        "test": "lia-security-2025", "interest": "Safety", "whose": "everybody's", "necessary": "No less will do.",
        "data": "Addresses", "expectations": "Expected", "children": "no", "impact": "Little", "safeguards": "Short",
        "objection": "It is examined", "outcome": "may", "made": "2026-01-01", "review": "2027-01-01",
    }  # fmt: skip
    final(house.services, "assessments", said)
    assert "the final assessment “lia-security-2025”" not in dpo.client.get("/dpo/activities").text


def test_people_with_roles_are_listed(enter):
    dpo, auditor = enter("dpo"), enter("auditor")
    page = dpo.client.get("/dpo/people").text
    assert auditor.email in page
    assert dpo.email in page


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "0 of nine criteria, and 9 not answered yet."),
        ({"scoring": "yes", "large_scale": "yes"}, "2 of nine criteria: an assessment is normally required."),
        (dict.fromkeys((key for key, _ in CRITERIA), "no"), "0 of nine criteria: normally none is required."),
    ],
)
def test_a_screening_says_that_none_is_required_when_every_criterion_is_answered(house, enter, answers, said):
    entry = write_entry(house.services, DPO, "screenings", answers).entry
    assert said in enter("dpo").client.get(f"/dpo/registers/screenings/{entry}").text
