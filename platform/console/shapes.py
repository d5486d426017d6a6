"""`proviso report check-shapes`: the record as linked data against SHACL shapes that somebody else wrote."""

import sys
from datetime import timedelta
from pathlib import Path

import click

from console.acting import running_house
from governance.processing import build_record
from governance.processing.linked import DPV, DPV_OF_SHAPES, as_jsonld

FINDINGS = 1


@click.command("check-shapes")
@click.option("--shapes", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="Turtle.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, 3660), help="Period up to now.")
def check_shapes(shapes: Path, days: int) -> None:
    """Validate the record of processing as JSON-LD against SHACL shapes; exit 1 when something is violated.

    Shapes that speak of DPV by the address it had for DPCat get the record in that address. Needs the extra
    `proviso[shapes]`.
    """
    try:
        from pyshacl import validate
        from rdflib import Graph
    except ImportError:
        raise click.ClickException("pyshacl is not installed: pip install 'proviso[shapes]'") from None
    services = running_house().services
    now = services.now()
    period = (now - timedelta(days=days), now)
    record = build_record(services.policy, services.observe(period), number="check", period=period, now=now)
    rules = shapes.read_text(encoding="utf-8")
    data = Graph().parse(data=as_jsonld(record, DPV_OF_SHAPES if DPV_OF_SHAPES in rules else DPV), format="json-ld")
    conforms, _, said = validate(data, shacl_graph=Graph().parse(data=rules, format="turtle"))
    violations = sum(1 for line in str(said).splitlines() if line.startswith("Constraint Violation"))
    click.echo(f"{len(record.activities)} activities, {len(data)} statements: {violations} violations")
    if not conforms:
        click.echo(str(said))
        sys.exit(FINDINGS)
