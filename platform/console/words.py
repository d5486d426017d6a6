"""How the command says what happened, in plain words for a terminal."""

from collections.abc import Iterable
from datetime import datetime

import click

from governance.documents import Document
from governance.findings import Reading
from governance.texts import HeldText
from operations.queries import StepView

STEPS = {
    "upload": "may the upload be taken in",
    "store": "may it be kept while it waits",
    "dequeue": "may the worker read it now",
    "page": "may the next page be read",
    "store-text": "may the text be made",
    "copy-page": "may a page be gone over for a copy",
    "store-copy": "may the copy be made",
    "take-copy": "may the copy be handed out",
    "delete-copy": "must the copy be erased",
    "keep": "may the text be kept",
    "read": "may the text be shown",
    "delete": "must the document be erased",
    "delete-text": "must the text be erased",
}


def say_decisions(steps: Iterable[StepView]) -> None:
    """Print every decision with the clauses behind it, each clause quoted once."""
    quoted: set[str] = set()
    for step in steps:
        row = step.row
        answer = click.style("yes", fg="green") if row.decision.allow else click.style("no", fg="red")
        clauses = ", ".join(row.decision.clauses)
        click.echo(f"  {STEPS.get(row.step, row.step)}? {answer}  (clauses {clauses})")
        if step.explanation is None:
            continue
        for sentence in step.explanation.sentences:
            if sentence.clause_id not in quoted:
                quoted.add(sentence.clause_id)
                click.echo(f"      {sentence.clause_id}  “{sentence.quote}”")


def say_text(reading: Reading, *, lines: int = 12) -> None:
    """Print the first lines of a text with the personal data in it marked by type."""
    marked = mark(reading)
    shown = [line for line in marked.splitlines() if line.strip()][:lines]
    for line in shown:
        click.echo(f"  | {line}")
    found = ", ".join(f"{count} x {kind}" for kind, count in reading.counts.items()) or "none"
    click.echo(f"  Personal data found: {found}")


def mark(reading: Reading) -> str:
    """Put every finding between marks with its type, such as [PERSON: …]."""
    out: list[str] = []
    at = 0
    for finding in sorted(reading.findings, key=lambda f: f.start):
        if finding.start < at:
            continue
        out.append(reading.text[at : finding.start])
        out.append(click.style(f"[{finding.type}: {reading.text[finding.start : finding.end]}]", fg="yellow"))
        at = finding.end
    out.append(reading.text[at:])
    return "".join(out)


def say_deletion(document: Document, text: HeldText | None, *, key_found: bool) -> None:
    """Print when and how the document went, and what its text's date is."""
    ended = _clock(document.ended_at)
    if document.deleted_at is None:
        click.echo(f"  The document ended at {ended} and waits to be deleted; nobody can open it.")
    else:
        after = (document.deleted_at - document.ended_at).total_seconds() if document.ended_at else 0.0
        click.echo(f"  The document was deleted at {_clock(document.deleted_at)}, {after:.2f} s after it ended;")
        click.echo(f"  its latest date was {_clock(document.due_at)} (rule {document.rule}).")
        click.echo("  How: its only key was destroyed (AES-256-GCM, one key a document), then its sealed bytes.")
        found = "A KEY WAS STILL FOUND" if key_found else "neither key nor bytes were found afterwards"
        click.echo(f"  Proof: {found}; sealed bytes had SHA-256 {document.digest}.")
    if text is None:
        return
    if text.gone_at is not None:
        click.echo(f"  The text was deleted at {_clock(text.gone_at)}; its latest date was {_clock(text.due_at)}.")
    else:
        click.echo(f"  The text is {text.state.value} and will be gone by {_clock(text.due_at)} (rule {text.rule}).")


def _clock(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC") if moment else "-"
