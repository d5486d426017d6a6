"""Every kind of record says what was observed, marks what is missing and invents nothing."""

import json
from dataclasses import replace

import pytest

import observations as month
from governance.papers import BUILDERS, KINDS
from governance.papers.california import STATUTORY, statutory
from governance.papers.export import paper_as_json, table_as_csv
from governance.papers.found import family
from governance.papers.paper import Table
from governance.processing.observed import Served
from governance.processing.record import Gap
from papers_month import loud, paper


def table(made, name) -> Table:
    return next(one for one in made.tables if one.name == name)


@pytest.mark.parametrize("kind", BUILDERS)
def test_a_paper_of_any_month_is_whole_and_the_same_every_time(kind):
    for seen in (month.observed(), loud()):
        made = paper(kind, seen)
        assert made.kind == kind
        assert paper_as_json(made) == paper_as_json(paper(kind, seen))
        names = [one.name for one in made.tables]
        assert len(names) == len(set(names))
        for one in made.tables:
            assert all(len(row) == len(one.columns) for row in one.rows)
            assert table_as_csv(one).count(b"\r\n") == len(one.rows) + 1
        assert all(picture.table in names for picture in made.pictures)
        assert json.loads(paper_as_json(made))["schema"] == "proviso/paper/1"


def test_kinds_and_builders_fit_each_other_and_their_codes_fit_the_column():
    assert set(KINDS) == {*BUILDERS, "gdpr-30-1"}
    assert all(len(code) <= 16 for code in KINDS)


def test_contradictions_and_what_the_cover_lacks_stand_in_every_paper():
    for kind in BUILDERS:
        made = paper(kind, loud())
        kinds = {one.kind for one in made.contradictions}
        assert {"recipient-undeclared", "cookie-undeclared", "overdue", "deleted-late"} <= kinds
        assert not paper(kind).complete
        assert any("legal entity" in gap.missing for gap in paper(kind).gaps)


# ---- the processor's record ----------------------------------------------------------------------------


def test_every_field_of_article_30_2_is_there_stated_missing_or_not_needed():
    fields = table(paper("gdpr-30-2"), "fields").rows
    assert {row[0] for row in fields} == {"30(2)(a)", "30(2)(b)", "30(2)(c)", "30(2)(d)"}
    assert all(isinstance(row[2], Gap | str) and row[2] for row in fields)
    assert any("works for no other controller" in str(row[2]) for row in fields)


def test_controllers_served_are_listed_and_what_was_not_stated_about_them_is_missing():
    made = paper("gdpr-30-2", loud())
    rows = table(made, "controllers").rows
    assert [row[0] for row in rows] == ["Acme Clinic", "Bare Ltd"]
    assert not any(isinstance(cell, Gap) for cell in rows[0])
    assert sum(isinstance(cell, Gap) for cell in rows[1]) == 3
    assert {gap.article for gap in made.gaps} >= {"30(2)(a)", "30(2)(b)", "28(3)"}


def test_a_processor_without_controllers_lacks_them():
    role = month.policy().controller.model_copy(update={"role": "processor"})
    made = paper("gdpr-30-2", controller=role)
    assert "the controllers served" in {gap.missing for gap in made.gaps}


def test_a_processor_that_states_everything_lacks_nothing_but_what_the_cover_lacks():
    seen = replace(loud(), served=(Served("Acme", "a", "b", "c", "reading", "contract 4"),))
    known = month.policy().recipients
    recipients = {name: replace(one, country="Ireland") for name, one in known.items()}
    made = paper("gdpr-30-2", seen, recipients=recipients)
    assert made.complete
    assert "reading" in [row[2] for row in table(made, "fields").rows]
    assert paper("gdpr-30-2", replace(seen, controls=())).gaps


def test_all_47_concepts_are_judged_for_processors_too():
    rows = table(paper("gdpr-30-2", loud()), "concepts").rows
    assert len(rows) == 47
    needs = [row[2] for row in rows]
    assert {need: needs.count(need) for need in ("M", "MC", "R", "O", "N/A")} == {
        "M": 7, "MC": 6, "R": 16, "O": 13, "N/A": 5
    }  # fmt: skip


# ---- California ----------------------------------------------------------------------------------------


def test_every_statutory_category_has_a_row_and_every_kind_of_data_a_category():
    made = paper("ccpa-notice")
    assert [row[0] for row in table(made, "collected").rows] == [code for code, *_ in STATUTORY]
    assert all(row[2] != "none" for row in table(made, "kinds").rows)
    assert statutory("user.device.ip_address") == ("A", "F")
    assert statutory("nobody.knows") == ()


def test_passing_on_to_third_parties_is_told_apart_from_service_providers():
    sold, disclosed = (table(paper("ccpa-notice"), name).rows for name in ("sold", "disclosed"))
    assert {row[1] for row in sold} == {"an advertiser"}
    assert any("a payment firm" in str(row[1]) for row in disclosed)
    # What people send somewhere themselves is disclosed, and neither sold nor shared.
    assert [row[3] for row in disclosed if row[1] == "a service that the person names"] == ["A-RIGHTS-CARRY"]
    assert paper("ccpa-notice", loud()).sentences[0].startswith("In the period, personal information went")
    kept = {name: one for name, one in month.policy().activities.items() if "advertiser" not in one.recipients}
    assert "No rule" in paper("ccpa-notice", activities=kept).sentences[1]


def test_a_category_that_nobody_mapped_is_told():
    known = month.policy().categories
    odd = {**known, "soul.copy": known["log.server"].model_copy(update={"fides": "soul"})}
    assert table(paper("ccpa-notice", categories=odd), "kinds").rows[-1][2] == "none"


def test_the_metrics_count_only_californias_requests_with_median_and_mean_days():
    rows = {row[0]: row[1:] for row in table(paper("ccpa-requests", loud()), "metrics").rows}
    assert rows["Requests to delete"] == (2, 1, 0, 0, 1.0, 1.0)
    assert rows["Requests to opt out of sale or sharing"] == (1, 1, 0, 0, 3.0, 3.0)
    assert rows["Requests to limit"] == (0, 0, 0, 0, None, None)
    assert len(table(paper("ccpa-requests", loud()), "record").rows) == 3


def test_without_a_list_of_requests_the_log_says_so():
    assert "the list of requests" in {gap.missing for gap in paper("dsr-log").gaps}
    made = paper("dsr-log", loud())
    assert len(table(made, "requests").rows) == 6
    assert "1 missed" in made.sentences[0]


# ---- the others ----------------------------------------------------------------------------------------


def test_late_and_overdue_stand_on_the_tiles_of_the_deletion_report():
    made = paper("retention", loud())
    assert [tile.tone for tile in made.tiles] == ["", "", "alarm", "", "alarm"]
    assert len(table(made, "rules").rows) == len(month.policy().retention)
    ruled = {name: rule for name, rule in month.policy().retention.items() if name != "R-DOC"}
    assert any("uploaded document" in gap.missing for gap in paper("retention", retention=ruled).gaps)


def test_a_consent_that_the_policy_does_not_know_is_listed_as_that():
    made = paper("consents", loud())
    assert table(made, "consents").rows[-1][:2] == ("unheard_of", "not in the policy")
    assert made.tiles[-1].tone == "alarm"


def test_disclosures_are_counted_for_each_recipient_declared_or_not():
    made = paper("disclosures", loud())
    counts = {row[0]: row[5] for row in table(made, "recipients").rows}
    assert counts["An analytics firm"] == 3
    assert counts["data_broker"] == 2
    assert made.tiles[-1].tone == "alarm"
    assert "teleport" in str(table(made, "what").rows)
    assert not paper("disclosures", activities={}).pictures
    unlisted = {
        name: one for name, one in month.policy().activities.items() if "analytics_provider" not in one.recipients
    }
    assert "an analytics firm" in {
        row[0] for row in table(paper("disclosures", loud(), activities=unlisted), "recipients").rows
    }


def test_findings_are_ranked_by_family_and_signs_of_special_categories_warn():
    made = paper("findings", loud())
    assert made.tiles[-1].tone == "warn"
    assert family("SPECIAL_HEALTH").startswith("signs")
    assert family("US_SSN") == "official numbers and documents"
    assert not paper("findings", replace(month.observed(), findings={})).pictures


def test_every_clause_leads_to_rules_promises_and_counts():
    made = paper("traceability", loud())
    rows = table(made, "clauses").rows
    assert len(rows) == sum(not clause.heading for clause in month.policy().clauses.values())
    assert all(row[2] for row in rows)
    assert "not proved" not in str(table(made, "promises").rows)
    assert "Not proved" in paper("traceability").sentences[1]
    by_clause = {row[0]: row for row in rows}
    assert by_clause["11.1"][7] == 7
    assert by_clause["4.1.5"][3:5] == ("P01, P02, P22 proved", "no places")
    assert by_clause["4.1.4"][4] == "1 place"
    some = replace(loud(), proved={"P01": True, "P02": False, "P22": True})
    by_clause = {row[0]: row for row in table(paper("traceability", some), "clauses").rows}
    assert by_clause["4.1.5"][3] == "P01, P22 proved; P02 not proved"
    assert not paper("traceability", replace(month.observed(), decisions=())).pictures
