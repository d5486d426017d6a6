"""People who make requests, and what comes out for them."""

import io
import json
import re
import zipfile

from governance.identity import Channel
from governance.rights import Kind
from operations.facts import Actor
from operations.fulfil_request import fulfil_request
from operations.open_request import open_request
from operations.requests import Details
from reports.access_pack import render


def ask(desk, kind, **more):
    """Ask by account, having just logged in again."""
    details = more.pop("details", Details())
    return open_request(desk.services, desk.owner, kind, Channel.ACCOUNT, details, **more)


def by_mail(desk, kind=Kind.ACCESS, **more):
    visitor = Actor("owner", None, encrypted=True)
    details = Details(address="eve@example.net", **more)
    return open_request(desk.services, visitor, kind, Channel.EMAIL, details)


def answered(desk, request):
    """Let a worker make the answer; returns the request as it stands then."""
    return fulfil_request(desk.services, request, render)


def held(desk, request):
    with desk.services.store.read() as unit:
        return unit.requests.get(request)


def history(desk, request):
    with desk.services.store.read() as unit:
        return [event.what for event in unit.requests.events(request)]


def steps(desk, request):
    with desk.services.store.read() as unit:
        return {step.step: step for step in unit.requests.steps(request)}


def letters(desk, address):
    """The texts of all messages to an address, oldest first."""
    with desk.services.store.read() as unit:
        person = unit.people.find(address)
        found = list(unit.messages.of_address(address))
        found += list(unit.messages.of_person(person)) if person else []
    found.sort(key=lambda one: one.created_at)
    return [(one.letter, desk.services.envelope.open(one.id, one.sealed)) for one in found]


def code_for(desk, address, letter):
    """The last code that was sent to an address in letters of a kind."""
    text = [text for name, text in letters(desk, address) if name == letter][-1]
    return re.search(r"\b(\d{4} \d{4})\b", text)[1]


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def data(files):
    return json.loads(files["answer.json"])


__all__ = [
    "Channel",
    "Details",
    "Kind",
    "answered",
    "ask",
    "by_mail",
    "code_for",
    "data",
    "held",
    "history",
    "letters",
    "steps",
    "unpacked",
]
