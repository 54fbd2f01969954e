"""Prints figures as they are measured, and whether they keep their bounds."""

from typing import Literal

__all__ = ["Table"]


class Table:
    """Lines of figures."""

    def __init__(self) -> None:
        self.kept = True

    def heading(self, text: str) -> None:
        """Starts a part."""
        print(f"\n{text}")

    def line(
        self,
        name: str,
        figure: float,
        unit: str = "x",
        *,
        bound: float | None = None,
        better: Literal["lower", "higher"] = "lower",
        note: str = "",
    ) -> None:
        """Prints a figure.

        Args:
            name: What it is of.
            figure: The figure.
            unit: Its unit.
            bound: What it must not be worse than.
            better: Which way is better.
            note: What it was made from.
        """
        verdict = ""
        if bound is not None:
            kept = figure <= bound if better == "lower" else figure >= bound
            self.kept = self.kept and kept
            most = "at most" if better == "lower" else "at least"
            verdict = f"{most} {bound:g}: {'kept' if kept else 'MISSED'}"
        digits = 2 if figure < 100 else 0
        print(f"  {name:<44} {figure:>9,.{digits}f} {unit:<4} {verdict:<22} {note}".rstrip())
