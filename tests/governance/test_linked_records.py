"""The record as linked data holds against shapes, and shapes find what is missing."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph

import observations as month
from governance.processing import build_record
from governance.processing.linked import DPV, DPV_OF_SHAPES, as_jsonld
from papers_month import loud

# rdflib reads JSON-LD into a class of its own that it has begun to replace.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PARTS = ("Purpose", "LegalBasis", "Processing", "PersonalData", "DataSubject", "DataSource")
SHAPES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dpv: <{dpv}> .\n" + "\n".join(
    f"<urn:s:{part}> a sh:NodeShape ; sh:targetClass <https://w3id.org/dpcat#ROPARecord> ; "
    f"sh:property [ sh:path dpv:has{part} ; sh:class dpv:{part} ; sh:minCount 1 ] ."
    for part in PARTS
)


def holds(record, dpv: str = DPV, shapes: str = "") -> bool:
    data = Graph().parse(data=as_jsonld(record, dpv), format="json-ld")
    rules = Graph().parse(data=shapes or SHAPES.format(dpv=dpv), format="turtle")
    conforms, _, _ = validate(data, shacl_graph=rules)
    return bool(conforms)


def made(seen=None, **changes):
    policy = replace(month.policy(), **changes)
    return build_record(policy, seen or month.observed(), number=month.NUMBER, period=month.PERIOD, now=month.NOW)


@pytest.mark.parametrize("dpv", [DPV, DPV_OF_SHAPES])
def test_every_activity_has_what_the_mandatory_shapes_ask_for(dpv):
    assert holds(made(), dpv)
    assert holds(made(loud()), dpv)
    assert as_jsonld(made(), dpv) == as_jsonld(made(), dpv)


def test_what_nobody_stated_is_left_out_so_that_shapes_find_it():
    silent = {name: one.model_copy(update={"subjects": ()}) for name, one in month.policy().categories.items()}
    assert not holds(made(categories=silent))
    unplaced = {
        name: one.model_copy(update={"clauses": (), "derived_from": (), "dpv": "dpv-pd:Profile"})
        for name, one in month.policy().categories.items()
    }
    assert not holds(made(categories=unplaced))


def test_a_transfer_is_written_with_its_country_or_when_it_happened():
    known = month.policy().recipients
    abroad = {name: replace(one, country="Japan", contract="contract 5") for name, one in known.items()}
    graph = json.dumps(json.loads(as_jsonld(made(recipients=abroad))))
    assert "dpv:Transfer" in graph
    assert "Japan" in graph
    assert "dpv:Transfer" not in json.dumps(json.loads(as_jsonld(made())))
    assert "dpv:Transfer" in json.dumps(json.loads(as_jsonld(made(loud()))))


def test_the_record_holds_against_shapes_from_elsewhere():
    named = os.environ.get("DPCAT_SHAPES")
    if not named:
        pytest.skip("DPCAT_SHAPES names no file (dpcat_shapes_mandatory.ttl of coolharsh55/DPCat)")
    assert holds(made(), DPV_OF_SHAPES, Path(named).read_text("utf-8"))
