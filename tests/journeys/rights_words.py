"""What journeys about requests do again and again: read a letter, open a pack, become an officer."""

import io
import json
import re
import time
import zipfile

from visitor import log_in

from console.acting import find_account, grant_role

PASSWORD = "four quiet grey herons"


def code_to(living, address, letter):
    """The last code that was sent to an address."""
    services = living.house.services
    with services.store.read() as unit:
        person = unit.people.find(address)
        found = list(unit.messages.of_address(address)) + (list(unit.messages.of_person(person)) if person else [])
    texts = [
        services.envelope.open(one.id, one.sealed)
        for one in sorted(found, key=lambda one: one.created_at)
        if one.letter == letter
    ]
    return re.search(r"\d{4} \d{4}", texts[-1])[0]


def unpacked(path):
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def data(files):
    return json.loads(files["answer.json"])


def fetch(visitor):
    """Press the button that hands the answer out, and give its files."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Fetch the answer").click()
    return unpacked(download.value.path())


def until_answered(visitor, seconds=120):
    """Look again until the desk says that a request is answered; an erasure takes the clock's help."""
    until = time.monotonic() + seconds
    while not visitor.page.get_by_text("Answered", exact=True).count():
        assert time.monotonic() < until, visitor.page.inner_text("main")
        time.sleep(2)
        visitor.page.reload()


def officer(visit, living, sign_up, email):
    """A data protection officer at a browser of their own."""
    newcomer = visit()
    sign_up(newcomer, email)
    grant_role(living.house, find_account(living.house, email), "dpo")
    visitor = visit()
    visitor.go("/dpo")
    log_in(visitor, email)
    return visitor
