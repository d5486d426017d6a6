"""How a token is written: every 32 bytes give other letters, and a typing error is seen without looking anything up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.tokens import PREFIX, ROLES, SCOPES, is_well_written, scopes_for, token_digest, write_token

SECRETS = st.binary(min_size=32, max_size=32)


@given(SECRETS, SECRETS)
def test_other_bytes_give_other_letters(one: bytes, other: bytes) -> None:
    first, second = write_token(one), write_token(other)
    assert (first == second) == (one == other)
    assert (token_digest(first) == token_digest(second)) == (one == other)


@given(SECRETS, st.data())
def test_one_wrong_letter_is_seen(secret: bytes, data: st.DataObject) -> None:
    letters = write_token(secret)
    assert is_well_written(letters)
    at = data.draw(st.integers(len(PREFIX), len(letters) - 1))
    wrong = data.draw(st.characters().filter(lambda letter: letter != letters[at]))
    assert not is_well_written(letters[:at] + wrong + letters[at + 1 :])
    assert not is_well_written(letters[:-1])
    assert not is_well_written("x" + letters[1:])


def test_a_token_is_made_of_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        write_token(b"short")


def test_every_scope_belongs_to_a_role() -> None:
    assert set(ROLES) == set(SCOPES)
    assert scopes_for([]) == ()
    assert set(scopes_for(["subject", "dpo", "auditor"])) == set(SCOPES)
    assert "ledger:read" not in scopes_for(["subject"])
