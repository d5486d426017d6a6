"""Writing to us on the pages, with and without an account, and the desk where it is answered."""


def sent(person, **form):
    return person.post("/contact" + ("?about=child" if "account" in form else ""), form)


def case_of(answer_page, person):
    page = person.client.get("/contact/sent").text
    return page.split("<code>")[1].split("</code>")[0]


def test_a_visitor_writes_and_gets_a_reference(anybody):
    answer = sent(anybody, text="How long?", address="Visitor@Example.net")
    assert answer.status_code == 303
    assert "-" in case_of(answer, anybody)


def test_what_is_missing_is_said_all_at_once(anybody, enter):
    page = sent(anybody, text=" ", address="nobody")
    assert page.status_code == 422
    assert "Write what it is about." in page.text
    assert "at which we can answer you" in page.text
    child = sent(anybody, text="so", address="a@example.net", account="")
    assert child.status_code == 422
    assert "the account that the child uses" in child.text
    long = sent(enter("subject"), text="x" * 20_001)
    assert "more than eight pages" in long.text


def test_whether_a_reported_account_exists_is_not_told(anybody, enter):
    known = enter("subject")
    pages = []
    for account in (known.email, "never-was@example.org"):
        answer = sent(anybody, text="nine years old", address="v@example.net", account=account)
        assert answer.status_code == 303
        page = anybody.client.get("/contact/sent").text
        pages.append(page.replace(case_of(answer, anybody), "").split("<main")[1])
    assert pages[0] == pages[1]


def test_the_officer_answers_and_the_person_reads_it_in_the_account(enter):
    person, officer = enter("subject"), enter("dpo")
    reference = case_of(sent(person, text="Where is my text?"), person)
    board = officer.client.get("/dpo/messages").text
    assert reference in board
    address = board.split(reference)[0].rsplit('href="', 1)[1].split('"')[0]
    shown = officer.client.get(address)
    assert "Where is my text?" in shown.text
    assert "<script>" not in shown.text
    assert officer.post(f"{address}/answer", {"text": "It is in your documents."}).status_code == 303
    assert "It is in your documents." in person.client.get("/account/messages").text
    assert officer.post(f"{address}/close").status_code == 303
    assert reference in officer.client.get("/dpo/messages?show=ended").text
    assert officer.post(f"{address}/answer", {"text": "again"}).status_code == 409


def test_the_officer_makes_a_request_of_it_and_decides_about_a_childs_account(enter, anybody):
    officer, child = enter("dpo"), enter("subject")
    reference = case_of(sent(anybody, text="delete me", address="vi@example.net"), anybody)
    address = officer.client.get("/dpo/messages").text.split(reference)[0].rsplit('href="', 1)[1].split('"')[0]
    assert officer.post(f"{address}/turn", {"kind": "nothing"}).status_code == 422
    turned = officer.post(f"{address}/turn", {"kind": "deletion"})
    assert "/dpo/requests/" in turned.headers["Location"]
    assert "The request that was made of it" in officer.client.get(address).text
    reference = case_of(sent(anybody, text="ten", address="vi@example.net", account=child.email), anybody)
    address = officer.client.get("/dpo/messages").text.split(reference)[0].rsplit('href="', 1)[1].split('"')[0]
    assert "set aside since" in officer.client.get(address).text
    assert officer.post(f"{address}/erase").status_code == 422
    assert officer.post(f"{address}/erase", {"sure": "yes"}).status_code == 303
    assert child.client.get("/documents").status_code == 303


def test_it_is_said_in_german(anybody):
    page = anybody.client.get("/contact", headers={"Accept-Language": "de"}).text
    assert '<html lang="de">' in page
