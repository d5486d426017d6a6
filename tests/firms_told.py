"""Firms under contract whose programs listen, and texts that are given to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from kept_registers import contract
from operations.disclose import add_receiver, disclose
from operations.send_disclosures import send_disclosures
from receiver import listening
from store.courier import HttpsCourier
from store.operating import Sharing

COURIER = HttpsCourier(Sharing(allow_private=True, seconds=3))


@contextmanager
def listed(desk, name: str) -> Iterator[tuple]:
    """Write a firm down; gives it, and the place where its program listens."""
    desk.services = replace(desk.services, courier=COURIER)
    with listening() as place:
        made = add_receiver(
            desk.services, COURIER, name=name, recipient="cloud_hosting", address=f"{place.base}/in",
            contract=contract(desk.services), holds=(date(2026, 1, 1), None), zone="local", safeguard=False,
        )  # fmt: skip
        yield made, place


def to_give(desk, firm):
    document = desk.submit(keep=True).id
    desk.read(document)
    disclose(desk.services, desk.owner, COURIER, receiver=firm[0].id, document=document)
    return document


def given(desk, firm):
    document = to_give(desk, firm)
    assert send(desk) == 1
    return document


def send(desk):
    return send_disclosures(desk.services, COURIER)
