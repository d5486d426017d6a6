"""Letters from strangers: what they say is read, what they carry is left aside, and nothing they do is a fault."""

from hypothesis import given
from hypothesis import strategies as st

from governance.arrived import HTML_LETTERS, Arrived, read_letter, text_of

HEAD = b"From: Ada <Ada@Example.org>\r\nSubject: My =?utf-8?q?data_=C3=A4?=\r\n"


def test_a_plain_letter_is_read_with_its_sender_and_subject():
    found = read_letter(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nPlease delete \xc3\xa4ll of it.\r\n")
    assert found == Arrived("ada@example.org", "My data ä", "Please delete äll of it.\r\n", False, 0)


def test_plain_words_win_over_html_and_attachments_are_counted_and_left_aside():
    raw = (
        HEAD
        + b"""MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html

<p>HTML</p>
--b
Content-Type: text/plain

plain
--b
Content-Type: text/plain
Content-Disposition: attachment; filename=secret.txt

attached words
--b
Content-Type: application/pdf

%PDF
--b--
"""
    )
    found = read_letter(raw)
    assert found.text.strip() == "plain"
    assert found.attachments == 2


def test_html_alone_becomes_text_without_scripts_and_hidden_addresses():
    html = (
        b"<html><head><title>t</title><style>p{}</style></head><body><p>Dear <b>all</b>,</p><p>see"
        b" <a href='https://x.example/?who=me'>here</a></p></style><script>alert(1)</script>&amp; bye<br>A</html>"
    )
    found = read_letter(HEAD + b"Content-Type: text/html\r\n\r\n" + html)
    assert found.text == "Dear all,\nsee here& bye\nA"


def test_a_charset_that_nobody_knows_is_read_as_well_as_it_goes():
    assert read_letter(HEAD + b"Content-Type: text/plain; charset=klingon\r\n\r\nhello").text == "hello"


def test_letters_of_programs_are_known():
    for line in (
        b"Auto-Submitted: auto-replied", b"Precedence: bulk", b"Return-Path: <>", b"List-Id: <news.example.org>",
    ):  # fmt: skip
        assert read_letter(HEAD + line + b"\r\n\r\nI am away").automatic, line
    assert read_letter(b"From: MAILER-DAEMON@example.org\r\n\r\nbounced").automatic
    assert not read_letter(HEAD + b"Auto-Submitted: no\r\n\r\nmine").automatic


def test_whoever_cannot_be_answered_has_no_address():
    for sender in (b"a@x.org, b@y.org", b"nobody", b"", b"<script>@x.org", b"a@" + b"x" * 300 + b".org"):
        assert read_letter(b"From: " + sender + b"\r\n\r\nhello").address == ""


def test_a_letter_that_breaks_the_parser_is_one_without_words():
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(4000))
    assert isinstance(read_letter(HEAD + deep), Arrived)
    assert read_letter(None) == Arrived()  # type: ignore[arg-type]


def test_endless_html_is_looked_at_up_to_a_limit():
    assert len(text_of("<i>a</i>" * HTML_LETTERS)) <= HTML_LETTERS


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_at_all_raise_anything(noise, with_head):
    found = read_letter((HEAD if with_head else b"") + noise)
    assert isinstance(found.text, str)
    assert found.address == "" or "@" in found.address
