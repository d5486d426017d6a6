"""The Californian answer names numbers that could harm and shows none; the European one holds what is one's own."""

from dataclasses import dataclass

from people_who_ask import Kind, answered, ask, unpacked

from desk import QuickReader
from governance.findings import Finding, PageText
from governance.rights import State
from operations.take_answer import take_answer

IBAN = "DE89370400440532013000"
TEXT = f"Pay to {IBAN} on Monday"


@dataclass
class BankReader(QuickReader):
    page_count: int = 1

    def read(self, page):
        found = Finding("IBAN_CODE", 7, 7 + len(IBAN), 0.9, page.page, ((0, 0, 9, 9),))
        return PageText(page.page, 100, 100, TEXT, ()), (found,)


def everything(desk, kind):
    request = ask(desk, kind)
    assert answered(desk, request.id).state is State.ANSWERED
    files = unpacked(take_answer(desk.services, desk.owner, request.id)[2])
    return b"\n".join(files.values()).decode("utf-8", "replace"), files


def test_a_bank_account_is_named_and_not_shown_to_californians(desk):
    document = desk.submit(keep=True).id
    desk.read(document, BankReader())
    said, files = everything(desk, Kind.KNOW_SPECIFIC)
    assert IBAN not in said
    assert "IBAN_CODE" in said
    assert "Pay to" in said
    assert files["answer.pdf"].startswith(b"%PDF")
    whole, _ = everything(desk, Kind.ACCESS)
    assert IBAN in whole
