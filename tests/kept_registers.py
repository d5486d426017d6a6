"""Entries of registers as tests need them: final contracts and transfers."""

from governance.registers.contracts import POINTS
from operations.facts import Actor
from operations.keep_register import settle_entry, write_entry

DPO = Actor("dpo", None, encrypted=True, verified=True)
CONTRACT = {
    "vendor": "Text Store Ltd", "recipient": "cloud_hosting", "ccpa_role": "service_provider",
    "subject": "Keeping of texts", "data": "Texts of those who upload", "signed": "2026-01-01", "since": "2026-01-01",
    "version": "7", "sub_list": "None; two weeks to object", **dict.fromkeys(POINTS, "yes"),
}  # fmt: skip
TRANSFER = {"recipient": "cloud_hosting", "country": "JP", "mechanism": "ADEQUACY", "copy": "on request"}


def final(services, code, values):
    """Write an entry and finish it; give what people call it."""
    made = write_entry(services, DPO, code, values)
    return settle_entry(services, DPO, made.entry, "finish", version=made.version)


def contract(services, **changed):
    """Give the serial of a final contract."""
    return final(services, "contracts", CONTRACT | changed).serial


def transfer(services, serial, **changed):
    """Write a final transfer that belongs to a contract."""
    return final(services, "transfers", TRANSFER | {"contract": serial} | changed)
