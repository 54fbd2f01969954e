"""Pydantic AI's classes for models."""

import asyncio
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.pydantic_ai import ConnectorToolset
from tests.providers.plain import find, look

__all__ = ["PLAIN", "PROVIDERS", "tools"]

Send = Callable[[Any], None]


def tools(connector: ClickupApiConnector, **options: Any) -> Any:
    """Makes the tools of a connector, which may be strict."""
    return partial(ConnectorToolset, connector, **options)


def _general() -> Any:
    from pydantic_ai import FunctionToolset

    return partial(FunctionToolset, [look])


def _typed() -> Any:
    from pydantic_ai import FunctionToolset

    return partial(FunctionToolset, [find])


PLAIN: dict[str, Callable[[], Any]] = {"general": _general, "typed": _typed}
"""Tools as users write them themselves."""


def _sends(model: str, kind: str, provider: str, name: str, **given: Any) -> Callable[[str], Send]:
    def at(url: str) -> Send:
        def send(toolset: Any, **strict: Any) -> None:
            from pydantic_ai import Agent
            from pydantic_ai.exceptions import ModelHTTPError

            made = getattr(import_module(f"pydantic_ai.models.{model}"), kind)
            where = getattr(import_module(f"pydantic_ai.providers.{model_provider}"), provider)
            settings = {key: value.format(url=url) for key, value in given.items()}
            agent = Agent(made(name, provider=where(**settings)), toolsets=[toolset(**strict)])
            try:
                asyncio.run(agent.run("x"))
            except ModelHTTPError:
                return  # the recorder refuses everything

        return send

    model_provider = provider.removesuffix("Provider").lower()
    return at


def _strict(at: Callable[[str], Any]) -> Callable[[str], Send]:
    return lambda url: lambda toolset: at(url)(toolset, strict=True)


_CHAT = _sends(
    "openai", "OpenAIChatModel", "OpenAIProvider", "gpt-5-mini", base_url="{url}/v1", api_key="k"
)
_RESPONSES = _sends(
    "openai",
    "OpenAIResponsesModel",
    "OpenAIProvider",
    "gpt-5-mini",
    base_url="{url}/v1",
    api_key="k",
)

PROVIDERS: dict[str, Callable[[str], Send]] = {
    "OpenAI, chat": _CHAT,
    "OpenAI, chat, strict": _strict(_CHAT),
    "OpenAI, Responses": _RESPONSES,
    "OpenAI, Responses, strict": _strict(_RESPONSES),
    "Azure OpenAI": _sends(
        "openai",
        "OpenAIChatModel",
        "AzureProvider",
        "gpt-5-mini",
        azure_endpoint="{url}",
        api_version="2025-04-01-preview",
        api_key="k",
    ),
    "Anthropic": _sends(
        "anthropic",
        "AnthropicModel",
        "AnthropicProvider",
        "claude-sonnet-4-5",
        base_url="{url}",
        api_key="k",
    ),
    "Gemini": _sends(
        "google", "GoogleModel", "GoogleProvider", "gemini-2.5-pro", base_url="{url}", api_key="k"
    ),
    "Bedrock": _sends(
        "bedrock",
        "BedrockConverseModel",
        "BedrockProvider",
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        base_url="{url}",
        region_name="us-east-1",
        aws_access_key_id="k",
        aws_secret_access_key="k",
    ),
    "Mistral": _sends(
        "mistral",
        "MistralModel",
        "MistralProvider",
        "mistral-large-latest",
        base_url="{url}",
        api_key="k",
    ),
    "Groq": _sends(
        "groq",
        "GroqModel",
        "GroqProvider",
        "llama-3.3-70b-versatile",
        base_url="{url}",
        api_key="k",
    ),
}
