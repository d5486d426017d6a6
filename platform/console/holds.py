"""`proviso holds`: keep data of a person, or one thing, beyond its date, for a ground of the law and for a time."""

import json
from datetime import UTC, datetime, timedelta

import click

from console.acting import find_account, running_house
from governance.holds import GROUNDS, Hold, HoldKind
from operations.holds import place_hold
from operations.release_hold import release_hold

_GROUNDS = [ground for grounds in GROUNDS.values() for ground in grounds]
_WHY = f"Why; {', '.join(GROUNDS[HoldKind.LEGAL])} place a legal hold, the others a restriction."


@click.group()
def holds() -> None:
    """Place, list and release legal holds and restrictions; each has a ground, an owner and an end."""


@holds.command("place")
@click.argument("email")
@click.option("--ground", required=True, type=click.Choice(_GROUNDS), help=_WHY)
@click.option("--owner", required=True, help="The office that answers for it, such as the legal department.")
@click.option("--days", required=True, type=click.IntRange(1, 3650), help="After so many days it ends by itself.")
@click.option("--item", default="", help="The id of one document or text; without it everything of the person.")
def place(email: str, ground: str, owner: str, days: int, item: str) -> None:
    """Keep what belongs to the account EMAIL beyond its date, as far as the policy lets a hold keep it."""
    house = running_house()
    account = find_account(house, email)
    if account is None:
        raise click.ClickException("No account has this address.")
    kind = next(kind for kind, grounds in GROUNDS.items() if ground in grounds)
    hold = place_hold(
        house.services,
        kind=kind,
        person=account,
        ground=ground,
        owner=owner,
        until=house.services.now() + timedelta(days=days),
        item=item,
        by="console",
    )
    click.echo(f"The hold {hold.id} is in force until {hold.until:%Y-%m-%d %H:%M} UTC: {GROUNDS[kind][ground]}.")


@holds.command("list")
@click.option("--json", "as_json", is_flag=True, help="Say it for programs.")
def list_holds(*, as_json: bool) -> None:
    """List the holds in force, oldest first."""
    house = running_house()
    with house.database.read() as unit:
        found = unit.holds.active(house.services.now())
    if as_json:
        click.echo(json.dumps([_told(hold) for hold in found], indent=1))
        return
    for hold in found:
        on = f"on {hold.item}" if hold.item else f"on everything of account {hold.person}"
        click.echo(f"{hold.id} {hold.kind.value} {hold.ground} {on}, {hold.owner}, until {_day(hold.until)}")
    click.echo(f"{len(found)} in force.")


@holds.command("release")
@click.argument("hold")
def release(hold: str) -> None:
    """End the hold HOLD now; what had become due meanwhile is due at once."""
    if release_hold(running_house().services, hold, by="console"):
        click.echo("Released. What is due goes within seconds.")
    else:
        click.echo("It had ended already.")


def _told(hold: Hold) -> dict[str, object]:
    return {
        "hold": hold.id,
        "kind": HoldKind(hold.kind).value,
        "ground": hold.ground,
        "account": hold.person,
        "item": hold.item,
        "owner": hold.owner,
        "placed": hold.placed_at.isoformat(),
        "until": hold.until.isoformat(),
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
