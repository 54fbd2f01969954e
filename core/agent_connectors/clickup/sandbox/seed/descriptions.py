"""Descriptions in Markdown, a page or so long."""

from agent_connectors.clickup.sandbox.seed.ground import Ground
from agent_connectors.clickup.sandbox.seed.texts import FAMILIES
from agent_connectors.clickup.sandbox.seed.titles import KINDS

# Tasks about the same subject share a few descriptions: 100,000 of them would take 150 MB.
_VARIANTS = 4


class Descriptions:
    """Writes descriptions.

    Args:
        ground: The workspace under construction.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._written: dict[str, list[str]] = {}
        self._turn = 0

    def of(self, kind: str, subject: str) -> str:
        """A description of some work.

        Args:
            kind: The kind of work.
            subject: What it is about.
        """
        written = self._written.setdefault(kind + subject, [])
        self._turn += 1
        if len(written) < _VARIANTS:
            written.append(self._write(kind, subject))
            return written[-1]
        return written[self._turn % _VARIANTS]

    def _write(self, kind: str, subject: str) -> str:
        texts = FAMILIES[KINDS[kind].family]
        several = self._ground.several
        background = " ".join(several(texts.background, 2))
        actions = "\n".join(f"- {line}" for line in several(texts.actions, 4))
        notes = "\n\n".join(several(texts.notes, 2))
        why, what, know = texts.headings
        page = f"## {why}\n\n{background}\n\n## {what}\n\n{actions}\n\n## {know}\n\n{notes}\n"
        return page.replace("{}", subject)
