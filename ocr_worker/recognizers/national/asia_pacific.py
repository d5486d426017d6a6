"""Asia and the Pacific."""

import re

from stdnum.au import tfn
from stdnum.cn import ric
from stdnum.in_ import aadhaar, pan
from stdnum.jp import in_ as my_number
from stdnum.kr import rrn
from stdnum.nz import ird
from stdnum.th import pin

from ocr_worker.recognizers.national.kind import Kind, proves

_NRIC = re.compile(r"[STFGM]\d{7}[A-Z]")
_NRIC_WEIGHTS = (2, 7, 6, 5, 4, 3, 2)
_NRIC_LETTERS = {"S": "JZIHGFEDCBA", "F": "XWUTRQPNMLK", "M": "XWUTRQPNJLK"}
_MEDICARE_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9)


def _nric(compact: str) -> bool:
    """Singapore's identity card: a weighted sum, moved by the century, chooses the last letter."""
    if not _NRIC.fullmatch(compact):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_NRIC_WEIGHTS, compact[1:8], strict=True))
    total += {"T": 4, "G": 4, "M": 3}.get(compact[0], 0)
    letters = _NRIC_LETTERS[{"T": "S", "G": "F"}.get(compact[0], compact[0])]
    place = total % 11
    return letters[10 - place if compact[0] == "M" else place] == compact[8]


def _medicare(compact: str) -> bool:
    """Australia's health card: the ninth digit is a weighted sum of the first eight."""
    total = sum(weight * int(digit) for weight, digit in zip(_MEDICARE_WEIGHTS, compact[:8], strict=True))
    return compact[0] in "23456" and total % 10 == int(compact[8])


ASIA_PACIFIC = (
    Kind("AU_TFN", ("ddddddddd", "ddd ddd ddd"), proves(tfn)),
    Kind("AU_MEDICARE", ("dddddddddd", "dddd ddddd d"), _medicare),
    Kind("CN_RESIDENT_ID", ("dddddddddddddddddX",), proves(ric), alone=("dddddddddddddddddX",)),
    Kind("IN_AADHAAR", ("dddddddddddd", "dddd dddd dddd"), proves(aadhaar), alone=("dddd dddd dddd",)),
    Kind("IN_PAN", ("LLLLLddddL",), proves(pan), alone=("LLLLLddddL",)),
    Kind("JP_MY_NUMBER", ("dddddddddddd", "dddd dddd dddd"), proves(my_number)),
    Kind("KR_RRN", ("ddddddddddddd", "dddddd ddddddd"), proves(rrn), alone=("dddddd-ddddddd",)),
    Kind("NZ_IRD", ("ddddddddd", "dddddddd", "ddd ddd ddd", "dd ddd ddd"), proves(ird)),
    Kind("SG_NRIC_FIN", ("LdddddddL",), _nric, alone=("LdddddddL",)),
    Kind("TH_TNIN", ("ddddddddddddd", "d dddd ddddd dd d"), proves(pin), alone=("d dddd ddddd dd d",)),
)
