"""Tasks as JSON bytes, kept until they change.

Rendering a task takes some 50 microseconds, and a benchmark asks for the same page of 100 again and
again.
"""

from collections.abc import Callable

from agent_connectors.clickup.sandbox.state.work import Task

# Enough for some 15,000 tasks; a walk over more starts the store over instead of filling the
# memory.
_MOST_BYTES = 64 * 1024 * 1024


class RenderedTasks:
    """The rendered form of tasks, by variant.

    Args:
        most_bytes: How much to keep.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._variants: dict[str, dict[str, bytes]] = {}

    def get(self, variant: str, task: Task, render: Callable[[Task], bytes]) -> bytes:
        """A task's JSON.

        Args:
            variant: What the JSON includes; each variant is kept apart.
            task: The task.
            render: Makes the JSON where it is not at hand.
        """
        rendered = self._variants.setdefault(variant, {})
        found = rendered.get(task.id)
        if found is None:
            found = render(task)
            self._size += len(found)
            if self._size > self._most:
                self.clear()
                rendered = self._variants.setdefault(variant, {})
                self._size = len(found)
            rendered[task.id] = found
        return found

    def drop(self, task_id: str) -> None:
        """Forget one task, which has changed."""
        for rendered in self._variants.values():
            self._size -= len(rendered.pop(task_id, b""))

    def clear(self) -> None:
        """Forget all: something that many tasks show has changed."""
        self._variants.clear()
        self._size = 0
