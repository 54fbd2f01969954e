"""LlamaIndex's classes for models."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.llama_index import ConnectorToolSpec
from tests.providers.plain import find, look

__all__ = ["PLAIN", "PROVIDERS", "tools"]

Send = Callable[[Any], None]


def tools(connector: ClickupApiConnector, **options: Any) -> Any:
    """The tools of a connector."""
    return ConnectorToolSpec(connector, **options).to_tool_list()


def _general() -> Any:
    from llama_index.core.tools import FunctionTool

    return [FunctionTool.from_defaults(look)]


def _typed() -> Any:
    from llama_index.core.tools import FunctionTool

    return [FunctionTool.from_defaults(find)]


PLAIN: dict[str, Callable[[], Any]] = {"general": _general, "typed": _typed}
"""Tools as users write them themselves."""


def _sends(module: str, kind: str, name: str, **given: Any) -> Callable[[str], Send]:
    def at(url: str) -> Send:
        def filled(value: Any) -> Any:
            if isinstance(value, dict):
                return {key: filled(inner) for key, inner in value.items()}
            return value.format(url=url) if isinstance(value, str) else value

        def send(tools: Any) -> None:
            made = getattr(import_module(f"llama_index.llms.{module}"), kind)
            try:
                made(model=name, **filled(given)).chat_with_tools(tools, user_msg="x")
            except Exception as error:
                if "taken down" not in str(error):
                    raise

        return send

    return at


_OPENAI: dict[str, Any] = {"api_base": "{url}/v1", "api_key": "k", "max_retries": 0}

PROVIDERS: dict[str, Callable[[str], Send]] = {
    "OpenAI, chat": _sends("openai", "OpenAI", "gpt-5-mini", **_OPENAI),
    "OpenAI, chat, strict": _sends("openai", "OpenAI", "gpt-5-mini", strict=True, **_OPENAI),
    "OpenAI, Responses": _sends("openai", "OpenAIResponses", "gpt-5-mini", **_OPENAI),
    "OpenAI, Responses, strict": _sends(
        "openai", "OpenAIResponses", "gpt-5-mini", strict=True, **_OPENAI
    ),
    "Azure OpenAI": _sends(
        "azure_openai",
        "AzureOpenAI",
        "gpt-5-mini",
        engine="gpt-5-mini",
        azure_endpoint="{url}",
        api_version="2025-04-01-preview",
        api_key="k",
        max_retries=0,
    ),
    "Anthropic": _sends(
        "anthropic", "Anthropic", "claude-sonnet-4-5", base_url="{url}", api_key="k", max_retries=0
    ),
    "Gemini": _sends(
        "google_genai",
        "GoogleGenAI",
        "gemini-2.5-pro",
        api_key="k",
        max_retries=0,
        http_options={"base_url": "{url}"},
    ),
    "Bedrock": _sends(
        "bedrock_converse",
        "BedrockConverse",
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        endpoint_url="{url}",
        region_name="us-east-1",
        aws_access_key_id="k",
        aws_secret_access_key="k",
        max_retries=1,
    ),
    "Mistral": _sends(
        "mistralai",
        "MistralAI",
        "mistral-large-latest",
        endpoint="{url}",
        api_key="k",
        max_retries=1,
    ),
    "Groq": _sends(
        "groq", "Groq", "llama-3.3-70b-versatile", api_base="{url}/v1", api_key="k", max_retries=0
    ),
}
