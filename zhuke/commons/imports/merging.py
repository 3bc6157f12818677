"""Merged cells: a value written once stands for every row of the merged area."""

from collections.abc import Iterable

from .tables import RawRow, Value

MOST = 200_000  # merged areas remembered per sheet


class Merges:
    """Merged areas by their first row, and those that reach into the row at hand. Rows must be applied from top to bottom."""

    def __init__(self, areas: Iterable[tuple[int, int, int, int]] = ()) -> None:
        self._starting: dict[int, list[tuple[int, int, int]]] = {}
        self._active: list[tuple[int, int, int, Value]] = []  # last row, first column, last column, value
        self._count = 0
        for area in areas:
            self.add(*area)

    def add(self, top: int, left: int, bottom: int, right: int) -> None:
        """Zero-based, ends included."""
        if self._count < MOST and (bottom > top or right > left):
            self._count += 1
            self._starting.setdefault(top, []).append((left, bottom, right))

    def next_free(self, row: int, column: int) -> int:
        """The next column at or after `column` that no area from above covers (how HTML places its cells)."""
        for last, left, right, _value in sorted(self._active, key=_left):
            if last >= row and left <= column <= right:
                column = right + 1
        return column

    def apply(self, row: int, values: list[Value]) -> RawRow:
        """The row with values filled down from areas that began above. Only the leftmost column of an area is filled."""
        if not self._starting and not self._active:
            return RawRow(row + 1, values)
        self._start_until(row, values)
        spans: dict[int, int] = {}
        for last, left, right, value in self._active:
            if last < row:
                continue
            if right > left:
                spans[left] = right - left + 1
            if value not in (None, ""):
                values += [None] * (left + 1 - len(values))
                if values[left] in (None, ""):
                    values[left] = value
        self._active = [area for area in self._active if area[0] > row]
        return RawRow(row + 1, values, spans or None)

    def _start_until(self, row: int, values: list[Value]) -> None:
        for left, bottom, right in self._starting.pop(row, ()):
            self._active.append((bottom, left, right, values[left] if left < len(values) else None))


def _left(area: tuple[int, int, int, Value]) -> int:
    return area[1]
