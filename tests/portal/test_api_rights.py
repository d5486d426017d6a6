"""A program opens requests about rights for its person; proof of who asks stays with the person."""

from test_api_documents import Program, program

__all__ = ["program"]


def test_a_request_is_opened_watched_and_taken_back(program):
    me: Program = program("requests:read", "requests:write")
    opened = me.post("/requests", json={"kind": "access", "wish": "everything"})
    assert opened.status_code == 202, opened.text
    assert opened.json["state"] == "identity_asked"
    assert opened.json["page"] == f"/privacy/requests/{opened.json['id']}"
    again = me.post("/requests", json={"kind": "access"})
    assert again.json["id"] == opened.json["id"]
    assert [each["id"] for each in me.get("/requests").json["items"]] == [opened.json["id"]]
    dropped = me.post(f"/requests/{opened.json['id']}/withdraw")
    assert dropped.json["state"] == "withdrawn"
    assert me.post(f"/requests/{opened.json['id']}/withdraw").json["state"] == "withdrawn"
    assert me.post("/requests", json={"kind": "correction"}).status_code == 422


def test_somebody_elses_request_is_not_there(program):
    owner, other = program("requests:read", "requests:write"), program("requests:read", "requests:write")
    request = owner.post("/requests", json={"kind": "deletion"}).json["id"]
    assert other.get(f"/requests/{request}").status_code == 404
    assert other.post(f"/requests/{request}/withdraw").status_code == 404
    assert owner.get(f"/requests/{request}").json["state"] == "identity_asked"
