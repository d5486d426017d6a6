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
    "take": "Give you the text as a file",
    "register": "Open an account",
    "record": "Make a record",
    "keep-register": "Write to a register",
    "register-look": "Look into a register",
    "hand-over": "Hand data over to an authority",
    "state": "State something for the records",
    "store-record": "Keep a record of processing",
    "download": "Hand out a record of processing",
    "review": "Look through decisions",
    "request": "Take in a request about a right",
    "handle-request": "Show the officer what came with a request",
    "review-request": "Show the officer a request",
    "gather": "Gather what is held about somebody who asked",
    "hold-answer": "Make an answer and hold it, sealed",
    "pack-answer": "Put an answer together",
    "take-answer": "Hand an answer to whoever asked",
    "correct": "Correct what is held about somebody",
    "erase-answer": "Destroy an answer whose time is over",
    "erase-request": "Erase what came with a request",
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
    "special": "hints of health, belief, origin and the like",
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
    "AGE": Kind("age", "ages", "time"),
    "BIC_CODE": Kind("bank code (BIC)", "bank codes (BIC)", "number"),
    "PASSPORT": Kind("passport number", "passport numbers", "number"),
    "ID_OTHER": Kind("number of a person, kind not proven", "numbers of a person, kind not proven", "number"),
    "ABA_ROUTING_NUMBER": Kind("US bank routing number", "US bank routing numbers", "number"),
    "UK_UTR": Kind("UK tax reference", "UK tax references", "number"),
    "UK_DRIVING_LICENCE": Kind("UK driving licence", "UK driving licences", "number"),
    "SPECIAL_HEALTH": Kind("hint of health", "hints of health", "special"),
    "SPECIAL_RELIGION": Kind("hint of religion or belief", "hints of religion or belief", "special"),
    "SPECIAL_UNION": Kind("hint of union membership", "hints of union membership", "special"),
    "SPECIAL_POLITICS": Kind("hint of political opinion", "hints of political opinion", "special"),
    "SPECIAL_ETHNICITY": Kind("hint of ethnic origin", "hints of ethnic origin", "special"),
    "SPECIAL_SEXUALITY": Kind("hint of sex life or orientation", "hints of sex life or orientation", "special"),
    "SPECIAL_GENETICS": Kind("hint of genetic data", "hints of genetic data", "special"),
    "SPECIAL_BIOMETRICS": Kind("hint of biometric data", "hints of biometric data", "special"),
    "IE_PPSN": Kind("Irish public service number", "Irish public service numbers", "number"),
    "AT_VNR": Kind("Austrian insurance number", "Austrian insurance numbers", "number"),
    "BE_NATIONAL_NUMBER": Kind("Belgian national number", "Belgian national numbers", "number"),
    "BG_EGN": Kind("Bulgarian personal number", "Bulgarian personal numbers", "number"),
    "CH_AHV": Kind("Swiss insurance number", "Swiss insurance numbers", "number"),
    "CZ_RODNE_CISLO": Kind("Czech birth number", "Czech birth numbers", "number"),
    "DE_TAX_ID": Kind("German tax number", "German tax numbers", "number"),
    "DK_CPR": Kind("Danish personal number", "Danish personal numbers", "number"),
    "EE_ISIKUKOOD": Kind("Estonian personal code", "Estonian personal codes", "number"),
    "ES_NIF": Kind("Spanish identity number", "Spanish identity numbers", "number"),
    "ES_NIE": Kind("Spanish foreigner's number", "Spanish foreigners' numbers", "number"),
    "FI_PERSONAL_IDENTITY_CODE": Kind("Finnish identity code", "Finnish identity codes", "number"),
    "FR_NIR": Kind("French social security number", "French social security numbers", "number"),
    "FR_SPI": Kind("French tax number", "French tax numbers", "number"),
    "GR_AMKA": Kind("Greek social security number", "Greek social security numbers", "number"),
    "HR_OIB": Kind("Croatian personal number", "Croatian personal numbers", "number"),
    "IS_KENNITALA": Kind("Icelandic identity number", "Icelandic identity numbers", "number"),
    "IT_FISCAL_CODE": Kind("Italian fiscal code", "Italian fiscal codes", "number"),
    "LT_ASMENS_KODAS": Kind("Lithuanian personal code", "Lithuanian personal codes", "number"),
    "NL_BSN": Kind("Dutch citizen number", "Dutch citizen numbers", "number"),
    "NO_FODSELSNUMMER": Kind("Norwegian birth number", "Norwegian birth numbers", "number"),
    "PL_PESEL": Kind("Polish personal number", "Polish personal numbers", "number"),
    "PT_NIF": Kind("Portuguese tax number", "Portuguese tax numbers", "number"),
    "RO_CNP": Kind("Romanian personal code", "Romanian personal codes", "number"),
    "SE_PERSONNUMMER": Kind("Swedish personal number", "Swedish personal numbers", "number"),
    "SI_EMSO": Kind("Slovenian personal number", "Slovenian personal numbers", "number"),
    "US_MBI": Kind("US Medicare number", "US Medicare numbers", "number"),
    "CA_SIN": Kind("Canadian insurance number", "Canadian insurance numbers", "number"),
    "MX_CURP": Kind("Mexican population code", "Mexican population codes", "number"),
    "BR_CPF": Kind("Brazilian taxpayer number", "Brazilian taxpayer numbers", "number"),
    "AR_DNI": Kind("Argentine identity number", "Argentine identity numbers", "number"),
    "CL_RUT": Kind("Chilean identity number", "Chilean identity numbers", "number"),
    "AU_TFN": Kind("Australian tax file number", "Australian tax file numbers", "number"),
    "AU_MEDICARE": Kind("Australian Medicare number", "Australian Medicare numbers", "number"),
    "CN_RESIDENT_ID": Kind("Chinese identity number", "Chinese identity numbers", "number"),
    "IN_AADHAAR": Kind("Indian Aadhaar number", "Indian Aadhaar numbers", "number"),
    "IN_PAN": Kind("Indian tax number (PAN)", "Indian tax numbers (PAN)", "number"),
    "JP_MY_NUMBER": Kind("Japanese personal number", "Japanese personal numbers", "number"),
    "KR_RRN": Kind("Korean resident number", "Korean resident numbers", "number"),
    "NZ_IRD": Kind("New Zealand tax number", "New Zealand tax numbers", "number"),
    "SG_NRIC_FIN": Kind("Singapore identity number", "Singapore identity numbers", "number"),
    "TH_TNIN": Kind("Thai identity number", "Thai identity numbers", "number"),
    "IL_IDENTITY": Kind("Israeli identity number", "Israeli identity numbers", "number"),
    "TR_NATIONAL_ID": Kind("Turkish identity number", "Turkish identity numbers", "number"),
    "ZA_ID_NUMBER": Kind("South African identity number", "South African identity numbers", "number"),
    "DATE_OF_BIRTH": Kind("date of birth", "dates of birth", "time"),
    "CREDIT_CARD": Kind("card number", "card numbers", "number"),
    "IBAN_CODE": Kind("bank account (IBAN)", "bank accounts (IBAN)", "number"),
    "CRYPTO": Kind("crypto wallet", "crypto wallets", "number"),
    "SERIAL_NUMBER": Kind("serial number of a device", "serial numbers of devices", "number"),
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
