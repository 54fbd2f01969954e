"""What the page may do to a sandbox: set up failures, keep checkpoints and go back to them."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent_connectors.clickup.sandbox.app import Sandbox
from agent_connectors.clickup.sandbox.page.checkpoints import Checkpoints
from agent_connectors.clickup.sandbox.page.log import Log

__all__ = ["Control"]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Fault(_Form):
    kind: int | Literal["html", "empty", "garbage", "hang", "drop"]
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] | None = None
    path: str | None = Field(default=None, max_length=300)
    times: int = Field(default=1, ge=1, le=1_000_000)
    after: bool = False
    probability: float | None = Field(default=None, gt=0, le=1)


class _Numbered(_Form):
    number: int


class _Named(_Form):
    name: str = Field(default="", max_length=300)


class _Nothing(_Form):
    pass


class Control:
    """Carries out what the page asks for.

    Args:
        sandbox: What it is done to.
        log: Where going back is noted.

    Attributes:
        state: Goes up with everything that was done.
        actions: What can be asked for: the form it takes, and what carries it out.
    """

    def __init__(self, sandbox: Sandbox, log: Log) -> None:
        self.state = 0
        self._sandbox = sandbox
        self._log = log
        self._checkpoints = Checkpoints(sandbox)
        self.actions: Mapping[str, tuple[type[_Form], Callable[[Any], None]]] = {
            "faults": (_Fault, self._add_fault),
            "faults/off": (_Numbered, self._remove_fault),
            "faults/all-off": (_Nothing, self._remove_faults),
            "checkpoints": (_Named, self._take),
            "checkpoints/go-back": (_Numbered, self._go_back),
            "checkpoints/remove": (_Numbered, self._remove),
        }

    def told(self) -> dict[str, Any]:
        """The failures that are set up, and the checkpoints that are kept."""
        faults = [
            {
                "number": fault.number,
                "kind": fault.kind,
                "method": fault.method,
                "path": fault.path,
                "times": fault.times,
                "after": fault.after,
                "probability": fault.probability,
            }
            for fault in self._sandbox.faults
        ]
        return {"faults": faults, "checkpoints": self._checkpoints.told()}

    def do(self, what: str, body: bytes) -> None:
        """Do what was asked for.

        Args:
            what: A name of `actions`.
            body: The JSON that came with it.

        Raises:
            ValueError: It cannot be done, and why.
        """
        form, action = self.actions[what]
        try:
            asked = form.model_validate_json(body or b"{}")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"][:1]))
            raise ValueError(f"{where}: {first['msg']}".removeprefix(": ")) from None
        action(asked)
        self.state += 1

    def _add_fault(self, asked: _Fault) -> None:
        self._sandbox.fail(
            asked.kind,
            method=asked.method,
            path=asked.path or None,
            times=asked.times,
            after=asked.after,
            probability=asked.probability,
        )

    def _remove_fault(self, asked: _Numbered) -> None:
        self._sandbox.faults.remove(asked.number)

    def _remove_faults(self, _asked: _Nothing) -> None:
        self._sandbox.faults.clear()

    def _take(self, asked: _Named) -> None:
        name = self._checkpoints.take(asked.name)
        self._log.say(f"Kept as a checkpoint: {name}", self._sandbox.workspace)

    def _go_back(self, asked: _Numbered) -> None:
        name = self._checkpoints.go_back(asked.number)
        self._log.say(f"Went back to {name}", self._sandbox.workspace)

    def _remove(self, asked: _Numbered) -> None:
        self._checkpoints.remove(asked.number)
