"""Fifty people with data in every table: each answer holds all of one's own, and nothing of anybody else's."""

import json

from people_who_ask import Channel, Details, Kind, unpacked
from planted import MARK, Planter

from governance.rights import State
from operations.facts import Actor
from operations.fulfil_request import fulfil_request
from operations.open_request import open_request
from operations.take_answer import take_answer
from reports.access_pack import data_files, pack, render
from store.persons_rows import tables_about_people

PEOPLE = 50
WITH_LETTER = 2


def without_letter(answer, parts):
    return pack(answer, data_files(answer, parts))


def test_each_of_fifty_answers_is_complete_and_holds_nothing_of_anybody_else(house):
    planter = Planter(house)
    people = PEOPLE if house.database.on_sqlite else 5
    numbers = {who: planter.plant(who) for who in range(people)}
    tables = {table.name for table in tables_about_people()}
    found_marks = wrong = 0
    for who, person in numbers.items():
        owner = Actor("owner", person, verified=True)
        request = open_request(house.services, owner, Kind.ACCESS, Channel.ACCOUNT, Details())
        after = fulfil_request(house.services, request.id, render if who < WITH_LETTER else without_letter)
        assert after.state is State.ANSWERED, who
        files = unpacked(take_answer(house.services, owner, request.id)[2])
        everything = "\n".join(content.decode("utf-8", "replace") for content in files.values())
        marks = {(int(one[1]), one[0]) for one in MARK.finditer(everything)}
        own = {mark for number, mark in marks if number == who}
        wrong += len(marks) - len(own)
        assert own == planter.shown[who], (who, [planter.where[mark] for mark in planter.shown[who] ^ own])
        assert not planter.kept_back[who] & own
        found_marks += len(own)
        listed = {table["table"] for table in json.loads(files["answer.json"])["data"]["tables"]}
        assert tables <= listed
    assert wrong == 0
    assert found_marks == sum(len(marks) for marks in planter.shown.values())
    assert found_marks > people * len(tables)
