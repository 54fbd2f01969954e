"""LangChain's classes for models."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from agent_connectors.clickup import ClickupApiConnector
from agent_connectors.langchain import ConnectorToolkit
from tests.providers.plain import find, look

__all__ = ["PLAIN", "PROVIDERS", "tools"]

Send = Callable[[Any], None]


def tools(connector: ClickupApiConnector, **options: Any) -> Any:
    """The tools of a connector."""
    return ConnectorToolkit(connector=connector, **options).get_tools()


def _general() -> Any:
    from langchain_core.tools import tool

    return [tool(look)]


def _typed() -> Any:
    from langchain_core.tools import tool

    return [tool(find)]


PLAIN: dict[str, Callable[[], Any]] = {"general": _general, "typed": _typed}
"""Tools as users write them themselves."""


def _sends(
    module: str, kind: str, name: str, *, bind: dict[str, Any] | None = None, **given: Any
) -> Callable[[str], Send]:
    def at(url: str) -> Send:
        def send(tools: Any) -> None:
            made = getattr(import_module(module), kind)
            settings = {
                key: value.format(url=url) if isinstance(value, str) else value
                for key, value in given.items()
            }
            model = made(model=name, **settings).bind_tools(tools, **(bind or {}))
            try:
                model.invoke("x")
            except Exception as error:
                if "taken down" not in str(error):
                    raise

        return send

    return at


_OPENAI: dict[str, Any] = {"base_url": "{url}/v1", "api_key": "k", "max_retries": 0}
_STRICT = {"strict": True}

PROVIDERS: dict[str, Callable[[str], Send]] = {
    "OpenAI, chat": _sends(
        "langchain_openai", "ChatOpenAI", "gpt-5-mini", use_responses_api=False, **_OPENAI
    ),
    "OpenAI, chat, strict": _sends(
        "langchain_openai",
        "ChatOpenAI",
        "gpt-5-mini",
        use_responses_api=False,
        bind=_STRICT,
        **_OPENAI,
    ),
    "OpenAI, Responses": _sends(
        "langchain_openai", "ChatOpenAI", "gpt-5-mini", use_responses_api=True, **_OPENAI
    ),
    "OpenAI, Responses, strict": _sends(
        "langchain_openai",
        "ChatOpenAI",
        "gpt-5-mini",
        use_responses_api=True,
        bind=_STRICT,
        **_OPENAI,
    ),
    "Azure OpenAI": _sends(
        "langchain_openai",
        "AzureChatOpenAI",
        "gpt-5-mini",
        azure_endpoint="{url}",
        api_version="2025-04-01-preview",
        api_key="k",
        max_retries=0,
    ),
    "Anthropic": _sends(
        "langchain_anthropic",
        "ChatAnthropic",
        "claude-sonnet-4-5",
        base_url="{url}",
        api_key="k",
        max_retries=0,
    ),
    "Gemini": _sends(
        "langchain_google_genai",
        "ChatGoogleGenerativeAI",
        "gemini-2.5-pro",
        base_url="{url}",
        api_key="k",
        max_retries=1,
    ),
    "Bedrock": _sends(
        "langchain_aws",
        "ChatBedrockConverse",
        "us.anthropic.claude-sonnet-4-20250514-v1:0",
        endpoint_url="{url}",
        region_name="us-east-1",
        aws_access_key_id="k",
        aws_secret_access_key="k",
    ),
    "Mistral": _sends(
        "langchain_mistralai",
        "ChatMistralAI",
        "mistral-large-latest",
        endpoint="{url}",
        api_key="k",
        max_retries=1,
    ),
    "Groq": _sends(
        "langchain_groq",
        "ChatGroq",
        "llama-3.3-70b-versatile",
        base_url="{url}",
        api_key="k",
        max_retries=0,
    ),
}
