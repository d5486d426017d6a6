"""The registers that the law wants kept, each a list of fields; one mechanism reads, writes and checks them all."""

from collections.abc import Mapping

from governance.registers.assessments import ASSESSMENTS
from governance.registers.breaches import BREACHES
from governance.registers.contracts import CONTRACTS
from governance.registers.demands import DEMANDS
from governance.registers.field import Field, Register, Values
from governance.registers.screenings import SCREENINGS
from governance.registers.transfers import TRANSFERS

REGISTERS: Mapping[str, Register] = {
    one.code: one for one in (CONTRACTS, TRANSFERS, ASSESSMENTS, SCREENINGS, BREACHES, DEMANDS)
}
"""Every register by its code, in the order in which a page lists them."""

__all__ = ["REGISTERS", "Field", "Register", "Values"]
