"""An authorised agent pairs, exercises, asks and revokes by the Data Rights Protocol; nobody else gets a word."""

import base64
import dataclasses
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from governance.errors import ProvisoError
from operations.agents import add_agent
from operations.decide_request import extend_request
from portal.create_app import create_app

US = "PROVISO_TEST"


@pytest.fixture(scope="module")
def drp_app(house):
    rights = dataclasses.replace(house.settings.rights, business_id=US)
    return create_app(house=dataclasses.replace(house, settings=dataclasses.replace(house.settings, rights=rights)))


class Paired:
    """An agent with its key and, once paired, its token."""

    count = 0

    def __init__(self, app, house) -> None:
        Paired.count += 1
        self.id = f"AGENT_{Paired.count}"
        self.key = Ed25519PrivateKey.generate()
        self.client, self.house = app.test_client(), house
        add_agent(
            house.services, identity=self.id, name="Agent", address=f"agent{Paired.count}@example.com",
            key=self.key.public_key().public_bytes_raw(),
        )  # fmt: skip
        self.token = ""

    def signed(self, **more: object) -> bytes:
        now = self.house.services.now()
        said = {
            "agent-id": self.id,
            "business-id": US,
            "issued-at": (now - timedelta(seconds=1)).isoformat(),
            "expires-at": (now + timedelta(minutes=10)).isoformat(),
            **more,
        }
        body = json.dumps(said).encode()
        return base64.b64encode(self.key.sign(body) + body)

    def ask(self, method: str, path: str, data: bytes = b""):
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(f"/drp/v1{path}", method=method, data=data, headers=headers, content_type="text/plain")

    def pair(self):
        answer = self.ask("POST", f"/agent/{self.id}", self.signed())
        assert answer.status_code == 200, answer.text
        assert answer.json["agent-id"] == self.id
        self.token = answer.json["token"]
        return self

    def exercise(self, what: str, **more: object):
        claims = {"name": "Ada", "email": "ada.agent@example.com", "agent-request-id": "mine-7"}
        return self.ask(
            "POST",
            "/data-rights-request",
            self.signed(**{"exercise": what, "drp.version": "1.0", "regime": "ccpa", **claims, **more}),
        )


@pytest.fixture
def agent(drp_app, house) -> Paired:
    return Paired(drp_app, house).pair()


def test_the_way_from_pairing_to_revoking(agent, entries):
    assert agent.ask("GET", f"/agent/{agent.id}/").json == {}
    opened = agent.exercise("deletion")
    assert opened.status_code == 200, opened.text
    said = opened.json
    assert (said["status"], said["reason"]) == ("in_progress", "need_user_verification")
    assert said["agent_request_id"] == "mine-7"
    assert said["expected_by"] > said["received_at"]
    identity = said["request_id"]
    assert agent.ask("GET", f"/data-rights-request/{identity}").json["status"] == "in_progress"
    revoked = agent.ask("DELETE", f"/data-rights-request/{identity}/", agent.signed())
    assert revoked.json["status"] == "revoked"
    assert agent.ask("GET", f"/data-rights-request/{identity}").json["status"] == "revoked"
    assert entries("agent.paired")[-1]["agent"] == agent.id


def test_an_agent_reads_the_reason_of_an_extension_that_the_officer_chose(agent, house):
    identity = agent.exercise("deletion").json["request_id"]
    extend_request(house.services, identity, by="1", reason="number", letter="It is a long story.")
    said = agent.ask("GET", f"/data-rights-request/{identity}").json
    assert said["processing_details"] == "We need longer than we said. There are many requests to answer."


@pytest.mark.parametrize("what", ["access", "access:categories", "access:specific", "sale:opt-out"])
def test_everything_that_is_offered_can_be_exercised(agent, what):
    answer = agent.exercise(what)
    assert answer.status_code == 200, answer.text
    assert answer.json["status"] in {"open", "in_progress", "fulfilled"}


@pytest.mark.parametrize("more", [{"exercise": "sale:opt-in"}, {"drp.version": "0.9"}, {"exercise": ["access"]}])
def test_what_is_not_offered_is_said_so(agent, more):
    answer = agent.exercise(str(more.pop("exercise", "access")), **more)
    assert (answer.status_code, answer.json["code"]) == (400, "drp-unknown")


def test_a_message_is_good_once(agent):
    message = agent.signed(exercise="access", email="ada@example.com", **{"drp.version": "1.0"})
    assert agent.ask("POST", "/data-rights-request", message).status_code == 200
    again = agent.ask("POST", "/data-rights-request", message)
    assert (again.status_code, again.data) == (403, b"")


def test_nobody_else_gets_a_word(agent, drp_app, house):
    other = Paired(drp_app, house).pair()
    identity = agent.exercise("access").json["request_id"]
    hostile = [
        other.ask("GET", f"/data-rights-request/{identity}"),
        other.ask("DELETE", f"/data-rights-request/{identity}", other.signed()),
        other.ask("GET", f"/data-rights-request/{'0' * 32}"),
        other.ask("GET", f"/agent/{agent.id}"),
        agent.ask("POST", "/data-rights-request", other.signed(exercise="access")),
        agent.ask("POST", "/data-rights-request", agent.signed(**{"business-id": "OTHER"})),
        agent.ask("POST", "/data-rights-request", agent.signed(**{"agent-id": other.id})),
        agent.ask("POST", "/data-rights-request", b"no base64!"),
        agent.ask("POST", "/data-rights-request", base64.b64encode(b"x" * 70)),
        agent.ask("POST", "/data-rights-request", base64.b64encode(agent.key.sign(b"[1]") + b"[1]")),
        agent.ask("POST", "/data-rights-request", b"A" * 70_000),
        agent.ask("POST", "/agent/NOBODY", agent.signed()),
        Paired(drp_app, house).ask("GET", f"/data-rights-request/{identity}"),
    ]
    assert {(answer.status_code, answer.data) for answer in hostile} == {(403, b"")}
    assert agent.ask("GET", f"/data-rights-request/{identity}").json["status"] == "in_progress"


def test_a_new_pairing_makes_the_old_token_worthless(agent):
    old = agent.token
    agent.token = ""
    agent.pair()
    new, agent.token = agent.token, old
    assert agent.ask("GET", f"/agent/{agent.id}").status_code == 403
    agent.token = new
    assert agent.ask("GET", f"/agent/{agent.id}").status_code == 200


def test_without_a_name_among_agents_there_is_nothing_here(app, house):
    stranger = Paired(app, house)
    assert stranger.ask("POST", f"/agent/{stranger.id}", stranger.signed()).status_code == 404


def test_an_agent_is_written_down_once_and_whole(house, agent):
    for wrong in ({"key": b"short"}, {"identity": agent.id}, {"address": "nobody"}, {"name": " "}):
        said = {"identity": "NEW", "name": "N", "address": "n@example.com", "key": b"\x01" * 32, **wrong}
        with pytest.raises(ProvisoError, match="agent-wrong"):
            add_agent(house.services, **said)
