"""The bundled sample scan's way through the whole house, told in plain words."""

from importlib.resources import files

import click

from console.report import make_record_now
from console.submit import carry_through
from store.build import build_house
from store.settings import Settings


def run_sample(settings: Settings) -> int:
    """Send the sample scan through and make a record of processing; 0 when every part went well."""
    house = build_house(settings)
    click.secho("The bundled sample scan goes through the house", bold=True)
    read = carry_through(house, files("console").joinpath("sample-scan.jpg").read_bytes(), keep=False)
    click.secho("\n4. The record of processing (GDPR Article 30)", bold=True)
    path = make_record_now(house, settings.home / "records")
    click.echo(f"  {path}")
    return 0 if read else 1
