"""United Kingdom and Ireland."""

import re

from stdnum.gb import nhs, utr
from stdnum.ie import pps

from ocr_worker.recognizers.national.kind import Kind, proves

# Prefixes never given out, and letters never used, after the register of the tax office.
_NINO = re.compile(r"(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]")
# A driver's number holds five letters of the surname (padded with 9), the decade of birth, month (women plus 50)
# and day, the year's last digit, two initials and three more.
_DRIVER = re.compile(r"[A-Z]{1,5}9{0,4}\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z0-9]{3}")


def _nino(compact: str) -> bool:
    return _NINO.fullmatch(compact) is not None


def _driver(compact: str) -> bool:
    return _DRIVER.fullmatch(compact) is not None


BRITAIN_AND_IRELAND = (
    Kind(
        "UK_NINO",
        ("LLddddddL", "LL dddddd L", "LL dd dd dd L"),
        _nino,
        alone=("LLddddddL", "LL dddddd L", "LL dd dd dd L"),
    ),
    Kind("UK_NHS", ("dddddddddd", "ddd ddd dddd"), proves(nhs), alone=("ddd ddd dddd",)),
    Kind("UK_UTR", ("dddddddddd", "ddddd ddddd"), proves(utr)),
    Kind("UK_DRIVING_LICENCE", ("XXXXXddddddXXXXX", "XXXXX dddddd XXXXX", "XXXXX dddddd XXXXX"), _driver,
         alone=("XXXXXddddddXXXXX", "XXXXX dddddd XXXXX")),
    Kind("IE_PPSN", ("dddddddL", "dddddddLL", "ddddddd L"), proves(pps), alone=("dddddddLL",)),
)  # fmt: skip
