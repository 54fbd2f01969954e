"""A product may repeat the token in any spelling and any place; nobody sees it."""

import json
import logging
import re
import string
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from random import Random
from urllib.parse import quote, unquote

import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.secrets.hiding import may_hold, without_secrets
from agent_connectors.engine.secrets.secret import HIDDEN, Secret
from tests.conftest import TOKEN
from tests.loopback import Loopback, Reply
from tests.reports.test_exceptions import everything_said

Connect = Callable[..., ClickupApiConnector]


def escaped(text: str, sign: str = "\\u00") -> str:
    return "".join(f"{sign}{ord(letter):02x}" for letter in text)


def packed(text: str) -> str:
    return b64encode(text.encode()).decode()


OWN = TOKEN.rpartition("_")[2]
"""What of the token is secret; before it stands whose it is."""

RUN = 12
"""Characters of it that nobody may see in a row."""

WRITTEN: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in small letters": str.lower,
    "as a title": str.title,
    "for a URL": lambda text: escaped(text, "%"),
    "for a URL, in capitals": lambda text: escaped(text, "%").upper(),
    "for a URL, twice": lambda text: quote(escaped(text, "%")),
    "escaped": escaped,
    "hexadecimal escapes": lambda text: escaped(text, "\\x"),
    "for HTML": lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    "for HTML, hexadecimal": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text),
    "for HTML, twice": lambda text: "".join(f"&amp;#{ord(letter)};" for letter in text),
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal, in capitals": lambda text: text.encode().hex().upper(),
    "Base64": packed,
    "Base64, one further": lambda text: packed(f"x{text}x"),
    "Base64, two further": lambda text: packed(f"xx{text}"),
    "Base64 for a URL": lambda text: urlsafe_b64encode(f"a:{text}".encode()).decode(),
}
PARTS: dict[str, str] = {
    "all": TOKEN,
    "the beginning": OWN[:RUN],
    "the end": OWN[-RUN:],
    "the middle": OWN[4 : 4 + RUN],
}

SPELLINGS: dict[str, str] = {
    f"{how}, {what}": write(part) for how, write in WRITTEN.items() for what, part in PARTS.items()
} | {
    "Bearer": f"Bearer {TOKEN}",
    "cut": TOKEN[: -len(OWN) + RUN],
    "one letter escaped": TOKEN[:-4] + escaped(TOKEN[-4]) + TOKEN[-3:],
    "some letters escaped": TOKEN[:20] + escaped(TOKEN[20:23]) + TOKEN[23:],
    "Basic": f"Basic {packed(f'{TOKEN}:')}",
    "Basic, longer": f"Basic {packed(f'anna:{TOKEN}:x')}",
}

_ENTITY = re.compile(r"&(?:amp;)?#(?:x([0-9a-f]+)|([0-9]+));")


def shows(text: str) -> bool:
    """Whether a text holds much of the token, in any spelling."""
    forms = [(OWN, RUN), (OWN.encode().hex(), 2 * RUN)]
    # Of the first and the last sign, some bits are those of what stands beside.
    packed_forms = [
        packed("x" * n + OWN)[(8 * n + 5) // 6 : 8 * (n + len(OWN)) // 6] for n in range(3)
    ]
    for _ in range(4):
        low = text.lower()
        for form, size in forms:
            if any(form[at : at + size].lower() in low for at in range(len(form) - size + 1)):
                return True
        if any(f[at : at + 14] in text for f in packed_forms for at in range(len(f) - 13)):
            return True
        text = _ENTITY.sub(lambda m: chr(int(m[1], 16) if m[1] else int(m[2])), text)
        text = unquote(re.sub(r"\\+(?:u00|x)([0-9a-f]{2})", r"%\1", text))
    return False


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_shows_a_token_is_known(spelling: str) -> None:
    assert shows(f"say {SPELLINGS[spelling]}.")
    assert not shows("say pk_10000001.")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_is_hidden_in_a_text_and_the_rest_stays(spelling: str) -> None:
    told = without_secrets(f"before {SPELLINGS[spelling]} after 100%", [Secret(TOKEN, known=12)])
    assert not shows(told)
    assert HIDDEN in told
    assert told.startswith("before ")
    assert told.endswith(" after 100%")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a%zz\\u00",
        "100% \\x",
        "pk_1000",
        "\\u00e9t%C3%A9",
        "İstanbul",
        "**********",
        "&amp;",
        "&#39;",
        "&#x2F;",
        "pk_10000001_",
        OWN[:11],
        OWN[-11:],
        "a%41b",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert without_secrets(text, [Secret(TOKEN, known=12), Secret("abc")]) == text


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


FEW = [name for name in SPELLINGS if not name.endswith((", the end", ", the middle"))]


@pytest.mark.parametrize("status", [200, 302, 401])
@pytest.mark.parametrize("spelling", FEW)
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
    for logger in ("", "httpx", "httpcore"):  # a server of ours in this process makes them quiet
        caplog.set_level(logging.DEBUG, logger or None)
    loopback.script = [Reply({}, 200, {"X-Said": body})]
    async with httpx.AsyncClient() as client:
        await client.get(loopback.url)
    assert body in caplog.text


@pytest.mark.parametrize("text", ["İ{}", "ß{}ŉ", "{}\udc80", "\ud800{}"])
@pytest.mark.parametrize("written", [OWN.lower(), escaped(OWN, "%"), OWN.encode().hex()])
def test_letters_that_change_their_length_hide_nothing(text: str, written: str) -> None:
    assert not shows(without_secrets(text.format(written), [Secret(TOKEN, known=12)]))


def token() -> str:
    """A token as ClickUp makes them."""
    letters = string.ascii_uppercase + string.digits
    return "".join(Random(7).choices(letters, k=32))


def test_what_clickup_answers_is_left_as_it_is() -> None:
    secret = Secret(f"pk_10482917_{token()}", known=12)
    sandbox = Sandbox(tasks=400, rate_limit=None)
    connector = ClickupApiConnector.sandbox(sandbox)
    answers = [kept.read_bytes() for kept in Path("tests/facts").glob("*.json")]
    tasks = connector.execute_sync("tasks", "search", {"limit": 400})
    answers.append(json.dumps(tasks.to_dict()).encode())
    tree = connector.execute_sync("workspaces", "tree")
    answers.append(json.dumps(tree.to_dict(), ensure_ascii=False).encode())
    assert sum(map(len, answers)) > 500_000
    for answer in answers:
        assert not may_hold(answer, [secret])
        assert without_secrets(json.loads(answer), [secret]) == json.loads(answer)


def test_a_look_costs_little_beside_reading() -> None:
    """Both are measured in turn, on the same text: how busy the machine is counts for both."""
    secret = Secret(f"pk_10482917_{token()}", known=12)
    record = {"id": "86abc", "name": "Task 100% & more", "text": "words of a task " * 30}
    body = json.dumps([{**record, "n": n, "é": "é"} for n in range(2000)]).encode()
    assert len(body) > 1_000_000
    assert not may_hold(body, [secret])

    def least(work: Callable[[], object]) -> float:
        took = []
        for _ in range(15):
            begun = time.perf_counter()
            work()
            took.append(time.perf_counter() - begun)
        return min(took)

    # Reading is a small part of a call, and even of it the look is the smaller part.
    assert least(lambda: may_hold(body, [secret])) < least(lambda: json.loads(body)) / 2
