"""`proviso erasures`: how many are open, who has still to be told, and noting that somebody was told."""

import click

from console.acting import running_house
from operations.tell_by_hand import ToTell, note_told, recipients_to_tell

_WHY = {"text": " (one text, deleted by its owner)", "hold": " (set aside by a hold)"}


@click.command("erasures")
@click.option("--told", metavar="NOTICE", help="Note that the recipient of this notice was told (GDPR Article 19).")
@click.option("--by", type=click.Choice(["letter", "mail", "call"]), default="letter", help="Which way.")
def erasures(told: str | None, by: str) -> None:
    """Show open erasures and the recipients that have still to be told of one."""
    house = running_house()
    try:
        if told:
            click.echo("Noted." if note_told(house.services, told, by=by) else "That had been noted before.")
            return
        with house.database.read() as unit:
            open_, count = unit.erasures.open(1000), unit.certificates.count()
        click.echo(f"{len(open_)} erasures are open; {count} certificates are there to be fetched.")
        for notice in recipients_to_tell(house.services):
            click.echo(
                f"{notice.id}  {_who(notice)}: {notice.what}{_WHY.get(notice.of, '')}, since {notice.noted_at:%Y-%m-%d}"
            )
    finally:
        house.database.close()


def _who(notice: ToTell) -> str:
    return f"{notice.recipient} ({', '.join(notice.names)})" if notice.names else notice.recipient
