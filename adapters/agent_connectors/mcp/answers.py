"""Which answers of persons were taken, so that one that is sent again carries out nothing."""

from collections import OrderedDict

from agent_connectors.engine.errors import OperationNotAllowed

__all__ = ["Answers"]

_MOST_ANSWERS = 10_000


class Answers:
    """The questions that were answered, as a client may send an answer again: one is for one call.

    A client of 2026 brings back what it was told with the question, so nothing else is kept of
    those that are open. The last 10,000 answers are known.
    """

    def __init__(self) -> None:
        self._taken: OrderedDict[str, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._taken)

    def take(self, question: str, operation: str) -> None:
        """Takes the answer to a question.

        Raises:
            OperationNotAllowed: It was taken before.
        """
        if question in self._taken:
            raise OperationNotAllowed(
                "This answer was given before, and is good for one call: that was begun then.",
                hint="Nothing was sent again. Look what became of it, or call anew, so that "
                "somebody is asked.",
                operation=operation,
            )
        self._taken[question] = None
        if len(self._taken) > _MOST_ANSWERS:
            self._taken.popitem(last=False)
