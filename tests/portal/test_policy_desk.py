"""The policy desk: rules with their counts, parameters, trying a request, and a draft on its way through the pages."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from drafts_made import drafted, officers, unchanged
from sqlalchemy import update

from governance.publishing import DraftState, coming
from operations.announce_policy import announce_policy
from portal.changed import sentences
from store.policies import read_sources
from store.policy_bundle import zip_of_files
from store.tables import PolicyTermRow, table_of

__all__ = ["officers", "unchanged"]
RULES, PARAMETERS, TRY = "/dpo/policy/rules", "/dpo/policy/parameters", "/dpo/policy/try"


def test_rules_stand_beside_their_clauses_with_counts(officers, enter, upload, read, house):
    person = enter("subject")
    read(upload(person))
    page = officers[0].client.get(f"{RULES}?section=c3.0").text
    assert re.search(r"<code>A-OCR-INGEST</code>.*?enforced \d+ times? since", page, re.DOTALL)
    assert "never exercised" in page
    assert officers[0].client.get(RULES).status_code == 200


def test_parameters_show_value_range_and_what_they_settle(officers, house):
    page = officers[0].client.get(PARAMETERS).text
    assert "30 days" in page
    assert "1 day to 90 days" in page
    assert "AMB-05" in page
    assert all(name in page for name in house.services.policy.parameters)


@pytest.mark.usefixtures("unchanged")
def test_a_parameter_goes_from_the_page_to_a_published_policy(officers, anybody, house):
    author, second = officers
    answer = author.post("/dpo/policies/parameters", {"name": "text_retention", "value": "45d"})
    draft = drafted(house, answer)
    page = author.client.get(f"/dpo/policies/drafts/{draft}").text
    assert "proved, waits for a second person" in page
    assert "gone 45 days" in page
    assert "You made this draft" in page
    step = f"/dpo/policies/drafts/{draft}"
    assert author.post(f"{step}/approve").status_code == 422
    assert second.post(f"{step}/approve").status_code == 303
    early = second.post(f"{step}/publish", {"day": datetime.now(UTC).date().isoformat()})
    assert early.status_code == 422
    assert "The day is too early" in early.text
    assert second.post(f"{step}/publish", {"day": "soon"}).status_code == 422
    assert second.post(f"{step}/publish").status_code == 303
    announce_policy(house.services)
    assert "all written" in second.client.get(step).text
    changes = anybody.client.get("/privacy/changes").text
    assert "45 days" in changes
    assert "45 days" in anybody.client.get("/privacy/changes/text").text
    with house.services.store.read() as unit:
        waiting = coming(unit.policies.terms())
    assert second.post(f"/dpo/policies/terms/{waiting.number}/recall").status_code == 303
    assert anybody.client.get("/privacy/changes/text").status_code == 404


@pytest.mark.usefixtures("unchanged")
def test_every_page_says_that_a_change_comes(officers, anybody, house, monkeypatch):
    author, second = officers
    draft = drafted(house, author.post("/dpo/policies/parameters", {"name": "copy_retention", "value": "48h"}))
    second.post(f"/dpo/policies/drafts/{draft}/approve")
    second.post(f"/dpo/policies/drafts/{draft}/publish")
    terms = table_of(PolicyTermRow)
    with house.database.begin() as unit:
        later = datetime.now(UTC) + timedelta(days=99)
        unit.connection.execute(update(terms).where(terms.c.taken_at.is_(None)).values(effective_at=later))
    # What a process knows of the terms is at most a second old.
    monkeypatch.setattr("store.in_force._LOOK_SECONDS", 0.0)
    assert "Our privacy policy changes from" in anybody.client.get("/login").text


def upload_of(person, content: bytes):
    data = {"files": (io.BytesIO(content), "policy.zip"), "title": "Next", "reason": "because"}
    return person.post("/dpo/policies", data, content_type="multipart/form-data")


@pytest.mark.usefixtures("unchanged")
def test_a_zip_that_breaks_a_promise_is_refuted_and_says_by_what(officers, house):
    sources = read_sources(house.settings.policy.folder)
    before, rule, after = sources["rules.yaml"].partition("  - id: F-OBJECT\n")
    weaker = after.replace("unless: {subject.objected: false}", "unless: {account.state: [none, active, closed]}", 1)
    broken = before + rule + weaker
    answer = upload_of(officers[0], zip_of_files({**sources, "rules.yaml": broken}.items()))
    draft = drafted(house, answer)
    with house.services.store.read() as unit:
        assert unit.drafts.get(draft).state is DraftState.REFUSED
    page = officers[1].client.get(f"/dpo/policies/drafts/{draft}").text
    assert "cannot be used" in page
    assert "P17 is refuted" in page
    assert "The simplest request that breaks it: Allowed:" in page
    assert "Rules changed and their sentences did not" in page
    assert officers[1].post(f"/dpo/policies/drafts/{draft}/approve").status_code == 422
    assert officers[1].client.get(f"/dpo/policies/packed/{draft}.zip").data[:2] == b"PK"
    assert officers[1].post(f"/dpo/policies/drafts/{draft}/withdraw").status_code == 303
    assert officers[1].post(f"/dpo/policies/drafts/{draft}/nonsense").status_code == 404


def test_people_are_told_clauses_and_not_rules():
    said = "write to people. Because of A-MARKETING, F-CHILD and A-B2 (clause 3.8: “Only who agreed.”)."
    (told,) = sentences([{"mark": "NEW", "said": said}, {"mark": "MATERIAL", "said": "told"}], rules=False)
    assert told.title == "New"
    assert [one.said for one in told.said] == ["Write to people. See clause 3.8: “Only who agreed.”."]
    assert "A-MARKETING" in sentences([{"mark": "NEW", "said": said}])[0].said[0].said


def test_what_is_no_policy_is_told_on_the_desk(officers):
    answer = upload_of(officers[0], b"nothing of the kind")
    assert answer.status_code == 422
    assert "The files cannot be taken" in answer.text


def test_a_request_is_tried_and_explained(officers):
    asked = {"action": "contact", "category": "account.identity", "purpose": "marketing", "recipient": "none"}
    refused = officers[0].client.get(TRY, query_string=asked).text
    assert "Refused" in refused
    assert "It would be allowed if" in refused
    known = {
        "consent.marketing": "given", "account.state": "active", "data.overdue": "false", "notice.current": "true",
        "subject.objected": "false", "subject.restricted": "false", "tenant.match": "true",
        "subject.age_band": "of_age",
    }  # fmt: skip
    allowed = officers[0].client.get(TRY, query_string=asked | {f"f.{name}": value for name, value in known.items()})
    assert '<h2 id="answer">Allowed' in allowed.text
    assert officers[0].client.get(TRY, query_string=asked | {"purpose": "nonsense"}).status_code == 404
    assert officers[0].client.get(TRY, query_string={"draft": "0" * 32}).status_code == 404


def test_files_that_are_not_there_are_not_found(officers):
    dpo = officers[0]
    for path in ("files/none.yaml", "packed/none.zip", "drafts/none", "files/policy.md?draft=none"):
        assert dpo.client.get(f"/dpo/policies/{path}").status_code == 404
    assert dpo.post("/dpo/policies/again/none").status_code == 404
