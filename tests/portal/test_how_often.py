"""How often one may ask, write or prove: so often, and then it is said, for each visitor alone."""

import pytest

from portal.limits import RATES

PLACES = {
    "/privacy/requests/new/opt_out?as=email": "request",
    "/contact": "contact",
    "/privacy/requests/return": "proof",
}


@pytest.mark.parametrize("address", PLACES)
def test_too_often_is_said_and_stops_nobody_else(app, anybody, enter, address):
    most = int(RATES[PLACES[address]].split()[0])
    data = {"csrf_token": anybody.token()}
    answers = [anybody.client.post(address, data=data) for _ in range(most + 1)]
    codes = [answer.status_code for answer in answers]
    assert 429 not in codes[:most]
    assert codes[most] == 429
    assert 60 < int(answers[most].headers["Retry-After"]) <= 3600
    assert anybody.client.get(address).status_code == 200
    assert enter("subject").post(address).status_code != 429


def test_a_password_is_not_guessed_where_an_answer_is_sent_elsewhere(anybody):
    most = int(RATES["proof"].split()[0])
    address = f"/privacy/requests/{'0' * 32}/carry"
    data = {"csrf_token": anybody.token(), "password": "a guess"}
    assert {anybody.client.post(address, data=data).status_code for _ in range(most)} == {404}
    assert anybody.client.post(address, data=data).status_code == 429
