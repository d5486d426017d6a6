"""A receiver knows a message of ours by its signature, and an old or changed one too."""

from hypothesis import given
from hypothesis import strategies as st

from governance.webhooks import TOLERANCE_SECONDS, is_genuine, sign, written

SECRET = b"\x07" * 32
NOW = 1_795_000_000


def test_the_signature_is_the_standards_own() -> None:
    # From the specification's libraries: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, msg_p5jXN8AQM9LWM0D4loKWxJek.
    import base64

    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    said = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert written(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@given(st.text(min_size=1), st.binary(), st.binary())
def test_whatever_is_changed_is_seen(identity: str, body: bytes, other: bytes) -> None:
    said = sign(SECRET, identity, NOW, body)
    assert is_genuine(SECRET, identity, NOW, body, f"v1,else {said}", NOW)
    assert is_genuine(SECRET, identity, NOW, other, said, NOW) == (other == body)
    assert not is_genuine(SECRET, identity + "x", NOW, body, said, NOW)
    assert not is_genuine(SECRET, identity, NOW + 1, body, said, NOW)
    assert not is_genuine(b"\x08" * 32, identity, NOW, body, said, NOW)


def test_an_old_message_is_refused() -> None:
    said = sign(SECRET, "m", NOW, b"x")
    assert is_genuine(SECRET, "m", NOW, b"x", said, NOW + TOLERANCE_SECONDS)
    assert not is_genuine(SECRET, "m", NOW, b"x", said, NOW + TOLERANCE_SECONDS + 1)
