"""Sets of fact combinations, exactly: unions of cubes, each cube a choice of values for every fact.

A cube is one whole number. Every fact owns a field of it with one bit for each of its values, `unknown` among
them, and a spare bit that is always 0; a set bit means that the value lies in the cube. Meeting two cubes is `&`,
and a cube in which some field is empty holds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from governance.policy.guards import AllOf, Atom, Guard

Cube = int
Region = tuple[Cube, ...]
"""The union of its cubes; they may overlap."""

NOWHERE: Final[Region] = ()


class Space:
    """All combinations of some facts' values; gives cubes their meaning."""

    def __init__(self, facts: Mapping[str, Sequence[str]]) -> None:
        self.values = {name: tuple(values) for name, values in sorted(facts.items())}
        self.fields: dict[str, int] = {}
        self._bits: dict[tuple[str, str], int] = {}
        offset = spare = 0
        for name, values in self.values.items():
            self.fields[name] = ((1 << len(values)) - 1) << offset
            for index, value in enumerate(values):
                self._bits[name, value] = 1 << (offset + index)
            offset += len(values)
            spare |= 1 << offset
            offset += 1
        self.full: Cube = sum(self.fields.values())
        self._spare = spare
        self._read: dict[Guard, Region] = {}

    def cube(self, choice: Mapping[str, Iterable[str]]) -> Cube:
        """Give the cube in which the named facts have one of the named values; unknown names are left out."""
        found = self.full
        for name, values in choice.items():
            field = self.fields.get(name, 0)
            found &= ~field | sum(self._bits.get((name, value), 0) for value in set(values))
        return found

    def point(self, facts: Mapping[str, str]) -> Cube:
        """Give the cube of one combination; facts that are not given, or have no such value, are unknown."""
        return self.cube({name: (facts[name] if facts.get(name) in values else values[0],)
                          for name, values in self.values.items()})  # fmt: skip

    def choice(self, cube: Cube) -> dict[str, tuple[str, ...]]:
        """Say a cube by the facts that it does not leave open, each with its values."""
        return {
            name: tuple(value for value in self.values[name] if cube & self._bits[name, value])
            for name, field in self.fields.items()
            if cube & field != field
        }

    def holds(self, cube: Cube) -> bool:
        """Tell whether anything lies in a cube: adding all ones carries into the spare bit of each field in use."""
        return (cube + self.full) & self._spare == self._spare

    def of(self, guard: Guard) -> Region:
        """Give the combinations that satisfy a guard."""
        if (found := self._read.get(guard)) is None:
            if isinstance(guard, Atom):
                cube = self.cube({guard.fact: guard.values}) if guard.fact in self.fields else 0
                found = (cube,) if self.holds(cube) else NOWHERE
            elif isinstance(guard, AllOf):
                found = (self.full,)
                for part in guard.parts:
                    found = self.both(found, self.of(part))
            else:
                found = absorbed(cube for part in guard.parts for cube in self.of(part))
            self._read[guard] = found
        return found

    def both(self, one: Region, other: Region) -> Region:
        """Give what lies in both regions."""
        if one == (self.full,):
            return other
        return absorbed(meet for a in one for b in other if self.holds(meet := a & b))

    def minus(self, one: Region, other: Region) -> Region:
        """Give what lies in the first region and not in the second."""
        left = list(one)
        for taken in other:
            left = [piece for cube in left for piece in self._sharp(cube, taken)]
        return absorbed(left)

    def inside(self, cube: Cube, region: Region) -> bool:
        """Tell whether a region covers a whole cube."""
        if any(cube & ~other == 0 for other in region):
            return True
        near = [other for other in region if self.holds(cube & other)]
        if not near:
            return False
        # Take away the largest overlap first: it leaves the fewest pieces.
        near.sort(key=lambda other: (cube & other).bit_count(), reverse=True)
        rest = tuple(near[1:])
        return all(self.inside(piece, rest) for piece in self._sharp(cube, near[0]))

    def covers(self, one: Region, other: Region) -> bool:
        """Tell whether the first region covers the second."""
        return all(self.inside(cube, one) for cube in other)

    def maximal(self, region: Region) -> Region:
        """Describe a region by few cubes none of which can grow inside it; their union is the same region."""
        grown = absorbed(self._grown(cube, region) for cube in region)
        kept = sorted(grown, key=lambda cube: (cube.bit_count(), cube))
        for cube in list(kept):
            others = tuple(other for other in kept if other != cube)
            if self.inside(cube, others):
                kept.remove(cube)
        return tuple(sorted(kept, reverse=True))

    def _grown(self, cube: Cube, region: Region) -> Cube:
        for name, field in self.fields.items():
            for value in self.values[name]:
                bit = self._bits[name, value]
                if not cube & bit and self.inside((cube & ~field) | bit, region):
                    cube |= bit
        return cube

    def _sharp(self, cube: Cube, taken: Cube) -> list[Cube]:
        """Give disjoint cubes that make up the first without the second."""
        if not self.holds(cube & taken):
            return [cube]
        pieces = []
        outside = cube & ~taken
        for field in self.fields.values():
            if outside & field:
                pieces.append((cube & ~field) | (outside & field))
                cube &= ~field | taken
        return pieces


def absorbed(cubes: Iterable[Cube]) -> Region:
    """Drop the cubes that lie within another one."""
    kept: list[Cube] = []
    for cube in sorted(set(cubes), key=int.bit_count, reverse=True):
        if not any(cube & ~other == 0 for other in kept):
            kept.append(cube)
    return tuple(kept)
