def test_a_visitor_is_told_what_this_is(anybody):
    answer = anybody.client.get("/")
    assert answer.status_code == 200
    assert "Know when it is gone" in answer.text


def test_a_person_sees_a_document_from_upload_to_reading(enter, upload, read):
    person = enter("subject")
    document = upload(person)
    before = person.client.get(f"/documents/{document}").text
    assert "waits for its turn" in before
    read(document)
    after = person.client.get(f"/documents/{document}")
    assert after.status_code == 200
    assert '<mark class="fam-person">Eleanor Whitcombe<span class="is">name</span></mark>' in after.text
