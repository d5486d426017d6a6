"""How complete the record of processing is, in lines for the terminal."""

import click

from console.policy.table import say_table
from governance.processing.record import Coverage
from governance.processing.templates import by_template


def say_coverage(coverage: Coverage) -> None:
    """Print the fields of Article 30(1), the 47 concepts, and how every authority's template is covered."""
    click.echo("Fields of GDPR Article 30(1)")
    gate = [
        (row.article, row.field, ("filled" if row.filled else "MISSING") if row.applies else "n/a", row.because)
        for row in coverage.gate
    ]
    say_table(gate, heads=("article", "field", "state", "because"))
    click.echo("\nThe 47 concepts (CSM-ROPA); need of controllers and of processors")
    concepts = [(r.id, r.concept, r.need, r.processor, r.state, r.because) for r in coverage.concepts]
    say_table(concepts, heads=("id", "concept", "ctrl", "proc", "state", "because"))
    states = [row.state for row in coverage.concepts]
    counted = ", ".join(f"{states.count(state)} {state}" for state in ("filled", "not applicable", "missing"))
    click.echo(f"{len(states)} concepts: {counted}. What is missing has its place in the record and is marked there.")
    click.echo("\nTemplates of authorities, by the ticks of the published matrix (its authors print other totals)")
    rows = [
        (
            row.template,
            str(row.ticks),
            str(row.printed),
            str(row.filled),
            str(row.not_applicable),
            f"{len(row.missing)}{': ' if row.missing else ''}{' '.join(row.missing)}",
        )
        for row in by_template(coverage.concepts)
    ]
    say_table(rows, heads=("template", "ticks", "printed", "filled", "n/a", "missing"))
