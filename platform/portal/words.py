"""The house's terms as people say them: stages, steps of the gate, kinds of personal data, states of records."""

from dataclasses import dataclass

from governance.documents import Stage


@dataclass(frozen=True, slots=True)
class Said:
    """A state in words: `word` for the tag, `sentence` for the page, `tone` for its colour."""

    word: str
    sentence: str
    tone: str


STAGES = {
    Stage.RECEIVED: Said("Received", "We have received the document and are sealing it.", "busy"),
    Stage.QUEUED: Said("Waiting", "The document is sealed and waits to be read.", "busy"),
    Stage.PROCESSING: Said("Reading", "The document is being read now.", "busy"),
    Stage.COMPLETED: Said("Read", "The document was read to its end and deleted.", "done"),
    Stage.FAILED: Said("Not read", "The document could not be read and was deleted.", "ended"),
    Stage.REFUSED: Said("Refused", "The policy did not allow the next step, so the document was deleted.", "ended"),
    Stage.CANCELLED: Said("Cancelled", "You cancelled the document and it was deleted.", "ended"),
    Stage.TIMED_OUT: Said("Took too long", "Reading took longer than allowed, so the document was deleted.", "ended"),
    Stage.EXPIRED: Said("Expired", "The document's time ran out before it was read; it was deleted.", "ended"),
    Stage.LOST: Said("Lost", "The service restarted and the document's key died with it; nobody can read it.", "ended"),
}

STEPS = {
    "upload": "Take in the upload",
    "store": "Hold the document, sealed, until it is read",
    "dequeue": "Open the document to read it",
    "page": "Read the next page",
    "store-text": "Hold the text, sealed, until you choose",
    "copy-page": "Go over a page again for a copy",
    "store-copy": "Hold a copy, sealed, until you take or delete it",
    "take-copy": "Hand a copy to you",
    "delete-copy": "Delete a copy",
    "keep": "Keep the text in your account",
    "read": "Show the text to you",
    "delete": "Delete the document",
    "delete-text": "Delete the text",
}
"""What was asked of the gate at each step."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of finding: what people call one and several of it, and the family that shares its colour."""

    one: str
    many: str
    family: str


FAMILIES = {
    "person": "names and what tells about a person",
    "place": "places, addresses and organisations",
    "contact": "ways to reach somebody",
    "time": "dates and times",
    "number": "numbers of cards, accounts and identity papers",
}
"""The families of findings, as a person chooses among them."""

KINDS = {
    "PERSON": Kind("name", "names", "person"),
    "NRP": Kind("nationality, religion or politics", "nationalities, religions or politics", "person"),
    "ORGANIZATION": Kind("organisation", "organisations", "place"),
    "LOCATION": Kind("place", "places", "place"),
    "ADDRESS": Kind("address", "addresses", "place"),
    "EMAIL_ADDRESS": Kind("e-mail address", "e-mail addresses", "contact"),
    "PHONE_NUMBER": Kind("phone number", "phone numbers", "contact"),
    "URL": Kind("web address", "web addresses", "contact"),
    "IP_ADDRESS": Kind("network address", "network addresses", "contact"),
    "MAC_ADDRESS": Kind("device address", "device addresses", "contact"),
    "DATE_TIME": Kind("date or time", "dates or times", "time"),
    "DATE_OF_BIRTH": Kind("date of birth", "dates of birth", "time"),
    "CREDIT_CARD": Kind("card number", "card numbers", "number"),
    "IBAN_CODE": Kind("bank account (IBAN)", "bank accounts (IBAN)", "number"),
    "CRYPTO": Kind("crypto wallet", "crypto wallets", "number"),
    "MEDICAL_LICENSE": Kind("medical licence", "medical licences", "number"),
    "US_SSN": Kind("US social security number", "US social security numbers", "number"),
    "US_BANK_NUMBER": Kind("US bank account", "US bank accounts", "number"),
    "US_DRIVER_LICENSE": Kind("US driving licence", "US driving licences", "number"),
    "US_ITIN": Kind("US taxpayer number", "US taxpayer numbers", "number"),
    "US_PASSPORT": Kind("US passport number", "US passport numbers", "number"),
    "UK_NHS": Kind("UK health service number", "UK health service numbers", "number"),
    "UK_NINO": Kind("UK national insurance number", "UK national insurance numbers", "number"),
}


def kind(finding: str) -> Kind:
    """Give the words for a type of finding; a type without an entry speaks for itself in lower case."""
    if finding in KINDS:
        return KINDS[finding]
    plain = finding.replace("_", " ").lower()
    return Kind(plain, plain, "number")


RECORDS = {
    "asked": Said("Waiting", "The record was asked for and waits to be written.", "busy"),
    "making": Said("Being written", "The record is being written from the policy and the ledger.", "busy"),
    "issued": Said("Ready", "The record is written and its digest is sealed in the ledger.", "done"),
    "failed": Said("Not made", "The record could not be written. Ask for it once more.", "ended"),
}


def record_state(state: str) -> Said:
    """Give the words for the state of a record of processing."""
    return RECORDS.get(state, RECORDS["making"])
