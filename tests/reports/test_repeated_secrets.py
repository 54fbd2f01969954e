"""A product may repeat the token in any spelling and any place; nobody sees it."""

import json
import logging
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.engine.secrets.hiding import without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN, Secret
from tests.conftest import TOKEN
from tests.loopback import Loopback, Reply
from tests.reports.test_exceptions import everything_said

Connect = Callable[..., ClickupApiConnector]


def escaped(text: str, sign: str = "\\u00") -> str:
    return "".join(f"{sign}{ord(letter):02x}" for letter in text)


def packed(text: str) -> str:
    return b64encode(text.encode()).decode()


SPELLINGS: dict[str, str] = {
    "plain": TOKEN,
    "Bearer": f"Bearer {TOKEN}",
    "cut": TOKEN[:20],
    "without its beginning": TOKEN[-20:],
    "in small letters": TOKEN.lower(),
    "for a URL": quote(TOKEN, safe=""),
    "for a URL, all of it": escaped(TOKEN, "%"),
    "for a URL, twice": quote(escaped(TOKEN, "%")),
    "escaped": escaped(TOKEN),
    "one letter escaped": escaped(TOKEN[0]) + TOKEN[1:],
    "some letters escaped": TOKEN[:9] + escaped(TOKEN[9:12]) + TOKEN[12:],
    "escaped and cut": escaped(TOKEN[:20]),
    "hexadecimal": escaped(TOKEN, "\\x"),
    "Base64": packed(TOKEN),
    "Basic": f"Basic {packed(f'{TOKEN}:')}",
    "Basic, as a password": f"Basic {packed(f'me:{TOKEN}')}",
    "Basic, longer": f"Basic {packed(f'anna:{TOKEN}:x')}",
    "Base64 for a URL": urlsafe_b64encode(f"a:{TOKEN}".encode()).decode(),
}


def shows(text: str) -> bool:
    """Whether a text holds much of the token, in any spelling."""
    forms = [TOKEN, *(packed("x" * n + TOKEN)[4:-4] for n in range(3))]
    for _ in range(4):
        if any(
            form[at : at + 16].lower() in text.lower()
            for form in forms
            for at in range(len(form) - 15)
        ):
            return True
        text = unquote(re.sub(r"\\+(?:u00|x)([0-9a-f]{2})", r"%\1", text))
    return False


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_shows_a_token_is_known(spelling: str) -> None:
    assert shows(f"say {SPELLINGS[spelling]}.")
    assert not shows("say pk_10000001.")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_is_hidden_in_a_text_and_the_rest_stays(spelling: str) -> None:
    told = without_secrets(f"before {SPELLINGS[spelling]} after 100%", [Secret(TOKEN)])
    assert not shows(told)
    assert HIDDEN in told
    assert told.startswith("before ")
    assert told.endswith(" after 100%")


@pytest.mark.parametrize(
    "text", ["", "a%zz\\u00", "100% \\x", "pk_1000", "\\u00e9t%C3%A9", "İstanbul", "**********"]
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert without_secrets(text, [Secret(TOKEN), Secret("abc")]) == text


def bodies(text: str) -> dict[str, bytes]:
    """A text everywhere in an answer; what is escaped in it is escaped for JSON."""
    raw = json.dumps(text).replace("\\\\", "\\").replace("\\x", "\\u00").encode()
    return {
        "text": text.encode(),
        "said": b'{"err": %s, "ECODE": "X_001"}' % raw,
        "code": b'{"err": "No", "ECODE": %s}' % raw,
        "message": b'{"status": 400, "message": %s}' % raw,
        "nested": b'{"error": {"message": %s}}' % raw,
        "key": b'{"err": {%s: 1}}' % raw,
        "as a result": b'{"id": "86abc1", "name": %s, "tags": [{"name": %s}]}' % (raw, raw),
    }


@pytest.mark.parametrize("status", [200, 302, 401])
@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_it_is_nowhere(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, spelling: str, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    text = SPELLINGS[spelling]
    headers = {"x-datadog-trace-id": text, "Location": f"/{text}", "X-Request": text}
    connector = ClickupApiConnector(TOKEN, base_url=loopback.url, timeout=1.0)
    calls = [("tasks", "get", {"task_id": "86abc1"}), ("tags", "add", {"task_id": "86abc1"})]
    calls[1][2]["tag_name"] = "x"
    for name, body in bodies(text).items():
        loopback.script = [Reply(body, status, headers)]
        for entity, action, params in calls:
            told = ""
            try:
                result = await connector.execute(entity, action, params)
                told = repr(result)
            except ConnectorError as error:
                told = everything_said(error)
            hidden_in_results = spelling in {"plain", "Bearer"} or "\\u00" in text
            if name != "as a result" or status != 200 or hidden_in_results:
                assert not shows(told), (name, entity)
    await connector.aclose()
    assert not shows(caplog.text)
    assert "receive_response_headers.complete" in caplog.text


def test_every_logger_of_the_library_is_looked_at() -> None:
    import httpcore  # noqa: F401 - makes its loggers

    from agent_connectors.engine.secrets import logs

    names = [n for n in logging.root.manager.loggerDict if re.match(r"httpcore2?\.", n)]
    assert len(names) >= 5
    for name in names:
        assert any(isinstance(f, logs._Filter) for f in logging.getLogger(name).filters), name


@pytest.mark.parametrize("body", ["Retry", TOKEN])
async def test_others_who_use_the_library_keep_their_records(
    loopback: Loopback, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    httpx = pytest.importorskip("httpx")
    caplog.set_level(logging.DEBUG)
    loopback.script = [Reply({}, 200, {"X-Said": body})]
    async with httpx.AsyncClient() as client:
        await client.get(loopback.url)
    assert body in caplog.text
