"""Who asks, and over what, is what our own proxies say; without one, nobody is believed."""

import dataclasses

import pytest
from flask import request

from portal.create_app import create_app
from portal.doors import encrypted
from portal.limits import counted_as

CLAIMS = {"X-Forwarded-For": "198.51.100.9, 192.0.2.7", "X-Forwarded-Proto": "https"}


@pytest.fixture
def behind(house):
    def make(proxies: int):
        web = dataclasses.replace(house.settings.web, trusted_proxies=proxies)
        made = create_app(house=dataclasses.replace(house, settings=dataclasses.replace(house.settings, web=web)))
        seen: list[tuple[str, str, bool]] = []

        @made.before_request
        def look() -> None:
            seen.append((request.remote_addr or "", counted_as(), encrypted()))

        def ask(headers: dict[str, str]) -> tuple[str, str, bool]:
            made.test_client().get("/privacy", headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"})
            return seen[-1]

        return ask

    return make


def test_without_a_proxy_of_ours_what_a_request_says_of_itself_is_not_believed(behind):
    ask = behind(0)
    assert ask(CLAIMS)[0] == "127.0.0.1"
    assert ask(CLAIMS)[1] == ask({"X-Forwarded-For": "203.0.113.1"})[1]
    assert not ask(CLAIMS)[2]


def test_behind_one_proxy_its_word_counts_and_not_what_was_written_before_it(behind):
    ask = behind(1)
    assert ask(CLAIMS)[0] == "192.0.2.7"
    assert ask(CLAIMS)[2]
    assert ask(CLAIMS)[1] == ask(CLAIMS | {"X-Forwarded-For": "203.0.113.1, 192.0.2.7"})[1]
    assert ask(CLAIMS)[1] != ask(CLAIMS | {"X-Forwarded-For": "192.0.2.8"})[1]
    assert not ask(CLAIMS | {"X-Forwarded-Proto": "http"})[2]


def test_behind_two_proxies_the_second_from_the_end_is_the_person(behind):
    assert behind(2)(CLAIMS)[0] == "198.51.100.9"
