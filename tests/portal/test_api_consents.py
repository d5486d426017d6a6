"""A program sees its person's consents and takes them back; it gives none."""

from test_api_documents import a_scan, program

__all__ = ["program"]


def test_a_consent_is_seen_and_taken_back_and_its_text_goes(program, read):
    me = program("consents:read", "consents:write", "documents:read", "documents:write", "results:write")
    document = me.post("/documents?keep=true", data=a_scan(), content_type="application/pdf").json["id"]
    read(document)
    assert me.get(f"/documents/{document}").json["text"]["state"] == "kept"
    found = {each["name"]: each for each in me.get("/consents").json["items"]}
    assert found["store_text"]["last_word_at"]
    assert found["marketing"]["state"] == "never"
    back = me.post("/consents/store_text/withdraw")
    assert back.json["state"] == "withdrawn", back.text
    assert me.get(f"/documents/{document}").status_code == 410
    assert me.post("/consents/no_such/withdraw").status_code == 404
    assert me.post("/consents/store_text/give").status_code == 404
    assert me.client.put("/api/v1/consents/store_text").status_code == 404
