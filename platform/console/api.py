"""`proviso api`: the API's description, as it is committed in `docs/openapi.json`."""

import click

from portal.api.open import whole_description


@click.command()
def api() -> None:
    """Print the API's description (OpenAPI 3.1)."""
    click.echo(whole_description(), nl=False)
