"""North and South America."""

import re

from stdnum.ar import dni as ar_dni
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.cl import rut
from stdnum.mx import curp
from stdnum.us import itin, rtn, ssn

from ocr_worker.recognizers.national.kind import Kind, proves

_DEA = re.compile(r"[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}")
# Government, the twelve districts, their thrift institutions (21-32), electronic transfers (61-72), cheques.
_DISTRICTS = frozenset({*range(13), *range(21, 33), *range(61, 73), 80})
# Ten places of the Medicare beneficiary number; S, L, O, I, B and Z are never used.
_MBI = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d(?:[AC-HJKMNP-RT-Y]){2}\d\d"
)


def _dea(compact: str) -> bool:
    """A prescriber's number: odd places plus twice the even ones end in the last digit."""
    if not _DEA.fullmatch(compact):
        return False
    digits = [int(digit) for digit in compact[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def _mbi(compact: str) -> bool:
    return _MBI.fullmatch(compact) is not None


def _routing(compact: str) -> bool:
    """A bank's number: its check digit, and first digits that name a Federal Reserve district or a kind of bank.

    Both together leave one number in twenty-seven, so that it needs no label.
    """
    return bool(rtn.is_valid(compact)) and int(compact[:2]) in _DISTRICTS


AMERICAS = (
    Kind("US_SSN", ("ddddddddd", "ddd dd dddd"), proves(ssn), alone=("ddd-dd-dddd",)),
    Kind("US_ITIN", ("ddddddddd", "ddd dd dddd"), proves(itin), alone=("ddd-dd-dddd",)),
    Kind("ABA_ROUTING_NUMBER", ("ddddddddd", "dddd-dddd-d"), _routing, alone=("ddddddddd", "dddd-dddd-d")),
    Kind("MEDICAL_LICENSE", ("LXddddddd",), _dea, alone=("LXddddddd",)),
    Kind("US_MBI", ("dLXdLXdLLdd", "dLXd LXd LLdd"), _mbi, alone=("dLXdLXdLLdd", "dLXd-LXd-LLdd")),
    Kind("CA_SIN", ("ddddddddd", "ddd ddd ddd"), proves(sin)),
    Kind("MX_CURP", ("LLLLddddddLLLLLLXd",), proves(curp), alone=("LLLLddddddLLLLLLXd",)),
    Kind("BR_CPF", ("ddddddddddd", "ddd ddd ddd dd"), proves(cpf), alone=("ddd ddd ddd dd",)),
    Kind("AR_DNI", ("dddddddd", "dd ddd ddd"), proves(ar_dni)),
    Kind("CL_RUT", ("ddddddddX", "dddddddd X", "dd ddd ddd X"), proves(rut), alone=("dd ddd ddd-X",)),
)
