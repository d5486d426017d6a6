"""Labels and their values: beside, below, in columns, with boxes and without."""

import pytest

from governance.findings import PageText, Word
from ocr_worker.detector import Detector


def laid_out(*cells: tuple[str, int, int]) -> PageText:
    """A page of cells, each its text, left edge and line; ten pixels a letter, thirty a line."""
    words = []
    text = ""
    for said, left, row in cells:
        text += "\n" if text else ""
        at = left
        for word in said.split():
            start = len(text) + (1 if text and not text.endswith("\n") else 0)
            text += ("" if text.endswith("\n") or not text else " ") + word
            words.append(Word(word, start, start + len(word), (at, row * 30, at + 10 * len(word), row * 30 + 20), 0.9))
            at += 10 * len(word) + 6
    return PageText(1, 1000, 1400, text, tuple(words))


def found(detector: Detector, page: PageText) -> list[tuple[str, str]]:
    return [(f.type, page.text[f.start : f.end]) for f in detector.find(page)]


def test_a_value_in_the_next_cell_belongs_to_its_label_wherever_the_text_has_it(detector: Detector) -> None:
    page = laid_out(
        ("DOB", 50, 1), ("Surname", 50, 2), ("Tax file number", 50, 3),
        ("04/11/1973", 400, 1), ("Quillfeather", 400, 2), ("123 456 782", 400, 3),
    )  # fmt: skip

    assert found(detector, page) == [
        ("DATE_OF_BIRTH", "04/11/1973"),
        ("PERSON", "Quillfeather"),
        ("AU_TFN", "123 456 782"),
    ]


def test_values_below_two_labels_of_one_row_are_told_apart(detector: Detector) -> None:
    page = laid_out(
        ("Surname", 50, 1), ("Date of birth", 500, 1), ("Thistlewood", 52, 2), ("4 May 1966", 502, 2),
    )  # fmt: skip

    assert found(detector, page) == [("PERSON", "Thistlewood"), ("DATE_OF_BIRTH", "4 May 1966")]


def test_a_tables_columns_give_names_towns_and_birthdays(detector: Detector) -> None:
    rows = [("Odalys Brimble", "02/02/1961", "Nethercombe"), ("Iwo Tarrant", "30/09/1988", "Wrexbury")]
    cells = [("Name", 50, 1), ("Born", 300, 1), ("Town", 500, 1)]
    for number, (name, born, town) in enumerate(rows, 2):
        cells += [(name, 50, number), (born, 300, number), (town, 500, number)]
    seen = found(detector, laid_out(*cells))

    for name, born, town in rows:
        assert {("PERSON", name), ("DATE_OF_BIRTH", born), ("LOCATION", town)} <= set(seen)


def test_a_table_of_which_only_text_is_left_gives_the_same(detector: Detector) -> None:
    text = (
        "No. Name Born Email Town\n"
        "17 Odalys Brimble 02/02/1961 o.brimble@example.org Nethercombe\n"
        "18 Iwo Tarrant 30/09/1988 iwo@example.net Wrexbury"
    )
    seen = found(detector, PageText(1, 1, 1, text, ()))

    assert {("PERSON", "Odalys Brimble"), ("PERSON", "Iwo Tarrant"), ("LOCATION", "Wrexbury")} <= set(seen)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Home address: 7 Sparrow Wynd, Oldmere AB1 2CD", ("LOCATION", "7 Sparrow Wynd, Oldmere AB1 2CD")),
        ("writes from 7 Sparrow Wynd,\nOldmere AB1 2CD today", ("LOCATION", "7 Sparrow Wynd,\nOldmere AB1 2CD")),
        ("Amselweg 4\n12345 Musterhausen", ("LOCATION", "Amselweg 4\n12345 Musterhausen")),
        ("3, rue des Tilleuls, 69001 Valvert", ("LOCATION", "3, rue des Tilleuls, 69001 Valvert")),
        (
            "44 Quarry Bottom Apt. 5\nSpringfield, IL 62704",
            ("LOCATION", "44 Quarry Bottom Apt. 5\nSpringfield, IL 62704"),
        ),
        ("Mail: jane.sample @ example . com", ("EMAIL_ADDRESS", "jane.sample @ example . com")),
        ("Call me on 01632 960 417", ("PHONE_NUMBER", "01632 960 417")),
        ("Call 345-899-3560x4587 first", ("PHONE_NUMBER", "345-899-3560x4587")),
        ("9761 980866 office\nand", ("PHONE_NUMBER", "9761 980866")),
        ("02.27.96.63.08", ("PHONE_NUMBER", "02.27.96.63.08")),
        ("rang 485-777-3456 twice", ("PHONE_NUMBER", "485-777-3456")),
        ("my iban is gb82west12345698765432", ("IBAN_CODE", "gb82west12345698765432")),
        ("They saw a 1973 American film about it", ("DATE_TIME", "1973")),
        ("On 19 September 1997 Mr Pettigrew appealed to the court", ("DATE_TIME", "19 September 1997")),
        ("represented by Mr İ. Pettigrew, a lawyer", ("PERSON", "İ. Pettigrew")),
        ("represented by Ms A.B. Pettigrew, a lawyer", ("PERSON", "A.B. Pettigrew")),
        ("Everyone calls me Orlabeth", ("PERSON", "Orlabeth")),
        ("What's your last name? Pettigrew", ("PERSON", "Pettigrew")),
        ("It is late, said Orlabeth to them", ("PERSON", "Orlabeth")),
        ("We grew up in Mozambique", ("LOCATION", "Mozambique")),
        (
            "> Quenby Orlabeth\n>7 Sparrow Wynd\n>Oldmere\n>Gabon 66298",
            ("LOCATION", "7 Sparrow Wynd\n>Oldmere\n>Gabon 66298"),
        ),
        ("an office in Bjertholm 6091 in the north", ("LOCATION", "Bjertholm 6091")),
        ("Orlabeth is from the coast", ("PERSON", "Orlabeth")),
        ("Frau Adelheid\nMusterfrau, bitte", ("PERSON", "Adelheid\nMusterfrau")),
        ("I spoke with Ms Orla\nPettigrew about it", ("PERSON", "Orla\nPettigrew")),
        ("a 47 year old man", ("AGE", "47 year old")),
        ("Policy no. ZX-4471-B9", ("ID_OTHER", "ZX-4471-B9")),
        ("They met on Tuesday morning at the school gate", ("DATE_TIME", "Tuesday morning")),
        ("a Portuguese citizen", ("NRP", "Portuguese")),
        ("paid his trade union dues", ("SPECIAL_UNION", "trade union")),
        ("was diagnosed with diabetes", ("SPECIAL_HEALTH", "diabetes")),
        ("mr. bakewell lives in the house next door to quenby", ("PERSON", "bakewell")),
    ],
)
def test_what_documents_say_is_found(detector: Detector, text: str, expected: tuple[str, str]) -> None:
    assert expected in found(detector, PageText(1, 1, 1, text, ()))


@pytest.mark.parametrize(
    "text",
    [
        "the patient was in the ward",
        "Meeting 12 was engineering 101",
        "Price 4 x 12.50 = 50.00",
        "Section 4 2019",
        "read in Bjertholm 1984",
        "a jersey and a turkey",
    ],
)
def test_what_says_nothing_about_a_person_is_left_alone(detector: Detector, text: str) -> None:
    assert found(detector, PageText(1, 1, 1, text, ())) == []


def test_the_inside_of_a_card_is_no_telephone_number(detector: Detector) -> None:
    text = "My Visa is 2223-0036-3740-3099."

    assert found(detector, PageText(1, 1, 1, text, ())) == [("CREDIT_CARD", "2223-0036-3740-3099")]
