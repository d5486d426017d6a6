"""How data is said on paper: dates, numbers, codes and the words that need explaining."""

import re
import unicodedata
from datetime import UTC, date, datetime

from markupsafe import Markup

from governance.processing import LedgerHead

_ODD = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_KEPT = frozenset("\n\t\u00ad\u200c\u200d")
"""Line ends, and the joiners that some scripts and word breaks need."""


def printable(value: object) -> object:
    """Make what cannot be printed visible as its code: control characters, direction marks, unassigned ones.

    Marks that reverse the reading direction could make a record read otherwise than it is. Markup is left alone.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or (value.isascii() and value.isprintable()):
        return value
    return "".join(
        f"[U+{ord(letter):04X}]" if unicodedata.category(letter) in _ODD and letter not in _KEPT else letter
        for letter in value
    )


def moment(value: datetime) -> str:
    """Write a time to the second: "23 November 2026, 12:00:05 UTC"."""
    value = value.astimezone(UTC)
    return f"{value.day} {value:%B %Y, %H:%M:%S} UTC"


def day(value: date) -> str:
    """Write a date, or the date of a time: "23 November 2026"."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return f"{value.day} {value:%B %Y}"


def number(value: float) -> str:
    """Write a count with separators for thousands."""
    return f"{value:,}"


def rough(value: int) -> str:
    """Write a count for a headline: exact below a million, rounded above."""
    return number(value) if value < 1_000_000 else f"{value / 1e6:,.1f} million"


def share(part: int, whole: int) -> str:
    """Write a share of 100; never "100 %" when something is missing, never "0 %" when something is there."""
    if not whole:
        return "-"
    percent = 100 * part / whole
    if part and percent < 1:
        return "below 1 %"
    if part < whole and percent > 99:
        return "above 99 %"
    return f"{percent:.0f} %"


def clause(name: str) -> str:
    """Write a clause's id as its number in the text: c4.1.3 is 4.1.3."""
    return re.sub(r"^c(?=\d)", "", name)


def checked(ledger: LedgerHead) -> str:
    """Say whether the ledger was recomputed, and when."""
    if ledger.verified is None:
        return "not recomputed for this record; Merkle root:"
    when = f" on {moment(ledger.verified_at)}" if ledger.verified_at else ""
    if ledger.verified:
        return f"recomputed{when} and found whole; Merkle root:"
    return f"recomputed{when} and FOUND BROKEN; Merkle root that was expected:"


ENDS: dict[str, tuple[str, str, str]] = {
    "completed": ("Read to the end", "The text was made; the document was deleted.", "#1f6f78"),
    "failed": ("Failed", "It could not be read; it was deleted.", "#b7791f"),
    "refused": ("Refused while being read", "The policy or a safety limit stopped it; it was deleted.", "#56616f"),
    "cancelled": ("Cancelled", "The person stopped it; it was deleted.", "#8c9bab"),
    "timed_out": ("Took too long", "It passed the time for one attempt; it was deleted.", "#c2592e"),
    "expired": ("Latest moment reached", "The policy's latest moment came first; it was deleted.", "#6d4c91"),
    "lost": ("Reader lost", "The process that read it died; it was deleted.", "#9b1c1c"),
}
"""Ends of a document: how each is called, what it means, and its colour in pictures."""

FINDINGS = {
    "ABA_ROUTING_NUMBER": "bank routing number (United States)",
    "AGE": "age",
    "AR_DNI": "Argentine identity number",
    "AT_VNR": "Austrian insurance number",
    "AU_MEDICARE": "Australian Medicare number",
    "AU_TFN": "Australian tax file number",
    "BE_NATIONAL_NUMBER": "Belgian national number",
    "BG_EGN": "Bulgarian personal number",
    "BIC_CODE": "bank identifier code (BIC)",
    "BR_CPF": "Brazilian taxpayer number",
    "CA_SIN": "Canadian insurance number",
    "CH_AHV": "Swiss insurance number",
    "CL_RUT": "Chilean identity number",
    "CN_RESIDENT_ID": "Chinese identity number",
    "CREDIT_CARD": "payment card number",
    "CRYPTO": "cryptocurrency address",
    "CZ_RODNE_CISLO": "Czech birth number",
    "DATE_OF_BIRTH": "date of birth",
    "DATE_TIME": "date or time",
    "DE_TAX_ID": "German tax number",
    "DK_CPR": "Danish personal number",
    "EE_ISIKUKOOD": "Estonian personal code",
    "EMAIL_ADDRESS": "e-mail address",
    "ES_NIE": "Spanish foreigner's number",
    "ES_NIF": "Spanish identity number",
    "FI_PERSONAL_IDENTITY_CODE": "Finnish identity code",
    "FR_NIR": "French social security number",
    "FR_SPI": "French tax number",
    "GR_AMKA": "Greek social security number",
    "HR_OIB": "Croatian personal number",
    "IBAN_CODE": "bank account number (IBAN, International Bank Account Number)",
    "ID_OTHER": "number of a person whose kind is not proven",
    "IE_PPSN": "Irish public service number",
    "IL_IDENTITY": "Israeli identity number",
    "IN_AADHAAR": "Indian Aadhaar number",
    "IN_PAN": "Indian tax number (PAN)",
    "IP_ADDRESS": "internet address (IP, Internet Protocol)",
    "IS_KENNITALA": "Icelandic identity number",
    "IT_FISCAL_CODE": "Italian fiscal code",
    "JP_MY_NUMBER": "Japanese personal number",
    "KR_RRN": "Korean resident number",
    "LOCATION": "place or address",
    "LT_ASMENS_KODAS": "Lithuanian personal code",
    "MAC_ADDRESS": "device address (MAC, Media Access Control)",
    "MEDICAL_LICENSE": "medical licence number",
    "MX_CURP": "Mexican population code",
    "NL_BSN": "Dutch citizen number",
    "NO_FODSELSNUMMER": "Norwegian birth number",
    "NRP": "nationality, religion or political group",
    "NZ_IRD": "New Zealand tax number",
    "PASSPORT": "passport number",
    "PERSON": "name of a person",
    "PHONE_NUMBER": "telephone number",
    "PL_PESEL": "Polish personal number",
    "PT_NIF": "Portuguese tax number",
    "RO_CNP": "Romanian personal code",
    "SE_PERSONNUMMER": "Swedish personal number",
    "SG_NRIC_FIN": "Singapore identity number",
    "SI_EMSO": "Slovenian personal number",
    "SPECIAL_BIOMETRICS": "hint of biometric data (candidate for Art. 9)",
    "SPECIAL_ETHNICITY": "hint of ethnic origin (candidate for Art. 9)",
    "SPECIAL_GENETICS": "hint of genetic data (candidate for Art. 9)",
    "SPECIAL_HEALTH": "hint of health (candidate for Art. 9)",
    "SPECIAL_POLITICS": "hint of political opinion (candidate for Art. 9)",
    "SPECIAL_RELIGION": "hint of religion or belief (candidate for Art. 9)",
    "SPECIAL_SEXUALITY": "hint of sex life or orientation (candidate for Art. 9)",
    "SPECIAL_UNION": "hint of union membership (candidate for Art. 9)",
    "TH_TNIN": "Thai identity number",
    "TR_NATIONAL_ID": "Turkish identity number",
    "UK_DRIVING_LICENCE": "driving licence number (United Kingdom)",
    "UK_NHS": "patient number of the British health service (NHS, National Health Service)",
    "UK_NINO": "national insurance number (United Kingdom)",
    "UK_UTR": "tax reference (United Kingdom)",
    "URL": "web address",
    "US_BANK_NUMBER": "bank account number (United States)",
    "US_DRIVER_LICENSE": "driving licence number (United States)",
    "US_ITIN": "taxpayer number (United States)",
    "US_MBI": "US Medicare number",
    "US_PASSPORT": "passport number (United States)",
    "US_SSN": "social security number (United States)",
    "ZA_ID_NUMBER": "South African identity number",
}
"""Types of personal data that the detector reports, in words."""

GLOSSARY = (
    (
        "Activity, rule A-… or K-…",
        "What the policy allows: certain acts on certain data, for one purpose, under conditions.",
    ),
    ("Art.", "Article, of the GDPR where nothing else is named."),
    ("CCPA", "California Consumer Privacy Act: sections 1798.100 and following of the Civil Code of California."),
    ("Clause", "A numbered sentence of the privacy policy."),
    ("Controller", "Who decides why and how personal data is processed (Art. 4(7))."),
    ("CSV, JSON", "Comma-separated values and JavaScript Object Notation: two plain forms of data for machines."),
    ("Deadline", "The moment at which the policy requires that something is gone."),
    (
        "Digest, SHA-256",
        "A number computed from a file by the Secure Hash Algorithm; it changes when the file changes.",
    ),
    ("GDPR", "General Data Protection Regulation: Regulation (EU) 2016/679 of the European Union (EU)."),
    ("IP address", "Internet Protocol address: the number under which a device is reached."),
    ("Ledger, Merkle root", "The list of every decision and its effect, and the one digest over all of its entries."),
    ("OCR", "Optical character recognition: reading the text of a page from its picture."),
    ("PDF", "Portable Document Format, the form of this file."),
    (
        "Permit",
        "Leave to open one sealed item once, for one act, within seconds; given only after an allowed decision.",
    ),
    ("Processor", "Who processes personal data on the controller's behalf (Art. 4(8))."),
    ("Prohibition, rule F-…", "What the policy forbids unless a condition holds; it overrides every activity."),
    ("Retention rule R-…", "When a kind of data goes: after an event, and at the latest at a fixed time."),
    ("UTC", "Coordinated Universal Time."),
)
