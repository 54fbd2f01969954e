"""The tool."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, NoReturn, Self, Unpack

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, InjectedToolArg, ToolException
from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError

from agent_connectors.engine.connector import Connector
from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.errors import ConfigurationError, ConnectorError
from agent_connectors.engine.ledger import Ledger, checked_ledger
from agent_connectors.engine.running.sync import run_sync
from agent_connectors.engine.tools import (
    Preview,
    Tool,
    Toolbox,
    ToolboxOptions,
    call_once,
    check_connector,
    checked_keep,
    kept,
    nullable,
    textual,
)
from agent_connectors.engine.values.settings import refuse_unknown
from agent_connectors.engine.values.unseen import unseen
from agent_connectors.langchain.runs import (
    RUNTIME,
    RunConnector,
    context_of,
    is_runtime,
    key_of,
    with_runtime,
)

__all__ = ["ConnectorTool", "ConnectorToolOptions"]


class ConnectorToolOptions(ToolboxOptions, total=False):
    """What LangChain itself lets one say of a tool, beside how it is made.

    Attributes:
        name: What the model calls it by.
        description: What the model reads, instead of the list of operations.
        return_direct: Whether its result ends the run.
        verbose: Whether LangChain logs its progress.
        callbacks: LangChain's callbacks.
        tags: LangChain's tags.
        metadata: LangChain's metadata; its `effect` is always the tool's own.
        handle_tool_error: What becomes of an error; a message to the model if not given.
        extras: What LangChain passes on to certain providers.
    """

    name: str
    description: str
    return_direct: bool
    verbose: bool
    callbacks: Any
    tags: list[str] | None
    metadata: dict[str, Any] | None
    handle_tool_error: bool | str | Callable[[ToolException], str] | None
    extras: dict[str, Any] | None


_SETTLED = frozenset({"name", "args_schema", "response_format", "effect", "effects"})
"""What decides which calls somebody is asked about, and what those do."""

_FIELDS = [
    n for n in ConnectorToolOptions.__annotations__ if n not in ToolboxOptions.__annotations__
]


_BESIDE = ("connector", "tool", "ledger", "keep_result")
"""What is taken by name beside the options."""


class _Metadata(dict[str, Any]):
    """LangChain's metadata of a tool, in which the effect stays what it is."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("Give the tool other `metadata` instead: its `effect` stays.")

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = setdefault = pop = popitem = clear = _refuse

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


class ConnectorTool(BaseTool):
    """One tool of a connector.

    `ConnectorTool(connector=connector)` is the general tool; `ConnectorToolkit` makes others.
    The content of its message is the short text that the model reads, the artifact is the whole
    result as a dictionary. An error becomes a message with `status="error"` that says what to do.

    Args:
        connector: The connector, for the general tool; or a function that gives the connector of
            a run from LangGraph's `ToolRuntime`, or from the `RunnableConfig` if its argument is
            called `config` or annotated so; or a `ConnectorPool`, where more is to be said.
        tool: The tool itself, instead.
        ledger: Where writes are noted before they leave, such as a `SqliteLedger`, so that a call
            which LangGraph makes again, from a checkpoint, makes none twice. The graph must be run
            with `durability="sync"`.
        keep_result: Whether the whole result is kept with the history, as the artifact; or how many
            bytes it may have for that. Without it, there is the text that the model reads.
        options: See `ConnectorToolOptions` and `ToolboxOptions`.

    Raises:
        ConfigurationError: An option is unknown, cannot have that value, or makes several tools.
    """

    model_config = ConfigDict(hide_input_in_errors=True)

    response_format: Literal["content", "content_and_artifact"] = "content_and_artifact"

    _tool: Tool = PrivateAttr()
    _called: str = PrivateAttr()
    _model: type[BaseModel] = PrivateAttr()
    _ledger: Ledger | None = PrivateAttr()
    _keep: bool | int = PrivateAttr()

    @unseen
    def __init__(
        self,
        connector: RunConnector | None = None,
        *,
        tool: Tool | None = None,
        ledger: Ledger | None = None,
        keep_result: bool | int = True,
        **options: Unpack[ConnectorToolOptions],
    ) -> None:
        given: dict[str, Any] = dict(options)
        fields = {name: given.pop(name) for name in _FIELDS if name in given}
        refuse_unknown(given, [*ConnectorToolOptions.__annotations__, *_BESIDE])
        if (connector is None) == (tool is None):
            raise ConfigurationError("Give either `connector` or `tool`.")
        if tool is None:
            tool = _only(Toolbox(check_connector(connector), **given).tools)
        elif given:
            raise ConfigurationError(
                f"`{next(iter(given))}` decides how a tool is made, and one was given."
            )
        told: dict[str, Any] = {
            # As a model, LangChain would check the arguments and pass on what became of them; the
            # core checks them itself, needs them as they were sent, and says better what is wrong.
            # `tool_call_schema` is what is sent; whatever sends this instead may be for Gemini.
            "args_schema": textual(tool.schema),
            "name": tool.name,
            "description": tool.description,
            "handle_tool_error": True,
            **fields,
        }
        try:
            super().__init__(**told)
        except ValidationError as error:
            raise _refused(error) from None
        self._tool = tool
        self._called = self.name
        self._ledger = checked_ledger(ledger)
        self._keep = checked_keep(keep_result)
        chosen = ledger is not None or not isinstance(tool.toolbox.connectors, Connector)
        self._model = with_runtime(tool) if chosen else tool.model
        self.metadata = fields.get("metadata")

    def __setattr__(self, name: str, value: Any) -> None:
        self._refuse_change(name)
        super().__setattr__(name, self._with_effect(value) if name == "metadata" else value)

    def __delattr__(self, name: str) -> None:
        self._refuse_change(name)
        super().__delattr__(name)

    def _refuse_change(self, name: str) -> None:
        if name in _SETTLED:
            raise AttributeError(
                f"`{name}` of a {type(self).__name__} is decided when it is made, as agreement is "
                "asked for by it: make another."
            )

    def _with_effect(self, metadata: Mapping[str, Any] | None) -> "_Metadata":
        if metadata is not None and not isinstance(metadata, Mapping):
            raise ConfigurationError("`metadata`: input should be a valid dictionary.")
        return _Metadata({**(metadata or {}), "effect": self._tool.effect})

    @property
    def tool_call_schema(self) -> dict[str, Any]:
        """What the model is shown; it stays right where LangChain or OpenAI make it strict."""
        schema = nullable(self._tool.schema)
        return {**schema, "title": self.name, "description": self.description}

    def get_input_schema(self, config: RunnableConfig | None = None) -> type[BaseModel]:
        """The pydantic model of its arguments."""
        return self._model

    @property
    def effect(self) -> Effect:
        """The worst that calling it may do to the product."""
        return self._tool.effect

    @property
    def effects(self) -> frozenset[Effect]:
        """The effects of all that it may do."""
        return self._tool.effects

    @unseen
    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A tool that does the same, told in another way.

        Raises:
            ConfigurationError: What the tool may do cannot be changed, or there is no such option.
        """
        given = dict(update or {})
        if made := given.keys() & ToolboxOptions.__annotations__:
            raise ConfigurationError(
                f"`{min(made)}` decides how a tool is made.", hint="Make another tool."
            )
        refuse_unknown(given, type(self).model_fields)
        for name in _SETTLED & given.keys():
            if given[name] != getattr(self, name):
                raise ConfigurationError(
                    f"`{name}` is that by which agreement is asked for, and stays in a copy.",
                    hint="Make another tool.",
                )
        if "metadata" in given:
            given["metadata"] = self._with_effect(given["metadata"])
        return super().model_copy(update=given)

    def copy(self, *, update: Mapping[str, Any] | None = None, **_: Any) -> Self:
        """Does what `model_copy` does."""
        return self.model_copy(update=update)

    def __deepcopy__(self, _: dict[int, Any] | None = None) -> Self:
        return self.model_copy()

    @classmethod
    @unseen
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Makes one like any other: what is not checked is no tool."""
        return cls(**values)

    def effect_of(self, arguments: Mapping[str, Any]) -> Effect:
        """What a call would do to the product.

        Args:
            arguments: As the model sent them.

        Raises:
            InvalidCall: They name no operation, or one that this tool may not carry out.
        """
        operation = self._tool.operation(arguments)
        return "read" if operation is None else operation.effect

    async def apreview(
        self,
        arguments: Mapping[str, Any],
        config: RunnableConfig | None = None,
        runtime: Any = None,
    ) -> Preview:
        """What a call would do, for the person who is to agree to it. It changes nothing.

        Args:
            arguments: As the model sent them.
            config: The run's config, where a connector is chosen by it.
            runtime: LangGraph's `ToolRuntime`, where a connector is chosen by that.
        """
        context = context_of(self._tool, config or {}, runtime)
        return await self._tool.preview(arguments, context)

    def preview(
        self,
        arguments: Mapping[str, Any],
        config: RunnableConfig | None = None,
        runtime: Any = None,
    ) -> Preview:
        """Does what `apreview` does, for synchronous code."""
        return run_sync(lambda: self.apreview(arguments, config, runtime))

    def _run(
        self,
        /,
        run_config: RunnableConfig,
        runtime: Annotated[Any, InjectedToolArg] = None,
        **arguments: Any,
    ) -> tuple[str, dict[str, Any] | None]:
        return run_sync(lambda: self._arun(run_config, runtime, **arguments))

    async def _arun(
        self,
        /,
        run_config: RunnableConfig,
        runtime: Annotated[Any, InjectedToolArg] = None,
        **arguments: Any,
    ) -> tuple[str, dict[str, Any] | None]:
        if self.name != self._called:
            # By whatever way: whoever agrees to calls of a tool knows it by its name.
            raise ToolException("This tool was renamed after it was made. Nothing was sent.")
        if runtime is not None and not is_runtime(runtime):
            arguments[RUNTIME] = runtime  # the model's own, for the core to refuse
        try:
            context = context_of(self._tool, run_config, runtime)
            key = None if self._ledger is None else key_of(run_config, runtime)
            if self._ledger is None or key is None:
                result = await self._tool.call(arguments, context)
            else:
                result = await call_once(self._tool, arguments, context, self._ledger, key)
        except ConnectorError as error:
            raise ToolException(str(error)) from error
        return str(result), kept(result, keep=self._keep)


def _refused(error: ValidationError) -> ConfigurationError:
    """What pydantic refused, without what was given: it might be a credential."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return ConfigurationError(f"`{first['loc'][0]}`: {first['msg'][:1].lower()}{first['msg'][1:]}.")


def _only(tools: Sequence[Tool]) -> Tool:
    """The one tool of several.

    Raises:
        ConfigurationError: There are more, or none.
    """
    if len(tools) == 1:
        return tools[0]
    if tools:
        raise ConfigurationError(
            "These options make several tools.", hint="Use `ConnectorToolkit`."
        )
    raise ConfigurationError("These options leave no operation, so there is no tool.")
