"""People who are meant by an `@` in a text: mentioned where that is certain, else told.

ClickUp notifies nobody of `@Jonas Weber` in a plain text. A comment needs a block of its own for
each person, and a message of the chat a link of ClickUp's own.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from unicodedata import normalize

__all__ = [
    "EVERYONE",
    "Mention",
    "in_blocks",
    "in_chat",
    "in_comment",
    "split_names",
    "unmentioned",
]

_FORMS = re.compile(
    r"(?P<code>```.*?(?:```|\Z)|`[^`\n]*`)"
    r"|\[@(?P<label>[^\]\n]{1,200})\]\((?:clickup:/*)?/*users?[:/]+(?P<linked>\d{1,19})\)"
    r"|(?P<link>\[[^\]\n]*\]\([^)\s]*\))"
    r"|@\[(?P<name>[^\]\n]{1,200})\]"
    r"|<@!?(?P<id>\d{1,19})>",
    re.DOTALL,
)
"""The forms in which models mention somebody, and what is left as it is: code and links."""

_WORDS = re.compile(r"[^\W_][\w.'\u2019-]*(?:[ \u00a0][^\W_][\w.'\u2019-]*){0,4}")

_AT = re.compile(r"(?<![\w@/.])@(?=[^\W\d_])")

_CALLED = re.compile(_AT.pattern + r"[\w.-]+")

_TAIL = ".'\u2019-"

EVERYONE = frozenset({"everyone", "everybody", "all"})
"""What means all people, where several can be given."""

_OTHERS = EVERYONE | {"me"}
"""Words that mention nobody, even where one person is called that: another may be meant."""

Person = Callable[[str], Awaitable[int]]
People = Iterable[Mapping[str, Any]]


class Mention(NamedTuple):
    """Somebody who is mentioned."""

    id: int
    name: str


async def in_comment(text: str, person: Person, people: People) -> list[dict[str, Any]] | None:
    """A plain text as the blocks of a comment; None if nobody is mentioned in it.

    Args:
        text: The text.
        person: Gives the id of whoever is mentioned as `@[Jane Doe]`.
        people: Who there is.

    Raises:
        LookupError: Somebody is mentioned as `@[Jane Doe]` who does not exist.
    """
    pieces = await _pieces(text, person, people)
    if not any(isinstance(piece, Mention) for piece in pieces):
        return None
    return [
        _tag(piece) if isinstance(piece, Mention) else {"text": piece, "attributes": {}}
        for piece in pieces
    ]


async def in_chat(text: str, person: Person, people: People) -> str:
    """The Markdown of a message, with ClickUp's links to those who are mentioned in it.

    Args:
        text: The Markdown.
        person: Gives the id of whoever is mentioned as `@[Jane Doe]`.
        people: Who there is.

    Raises:
        LookupError: Somebody is mentioned as `@[Jane Doe]` who does not exist.
    """
    return "".join(
        f"[@{piece.name}](#user_mention#{piece.id})" if isinstance(piece, Mention) else piece
        for piece in await _pieces(text, person, people)
    )


def in_blocks(blocks: list[dict[str, Any]], people: People) -> list[dict[str, Any]]:
    """The blocks of a comment, with a mention for each `@` before the whole name of one person.

    Args:
        blocks: The blocks.
        people: Who there is.
    """
    known = list(people)
    prose = set(_prose(blocks))
    mentioned: list[dict[str, Any]] = []
    for index, block in enumerate(blocks):
        pieces = split_names(block["text"], known) if index in prose else []
        mentioned += [
            _tag(piece) if isinstance(piece, Mention) else {**block, "text": piece}
            for piece in pieces
        ] or [block]
    return mentioned


def split_names(text: str, people: People) -> list[str | Mention]:
    """A text cut at each `@` before the whole name of one person.

    Args:
        text: The text, without other forms of mentioning.
        people: Who there is.
    """
    called = _by_name(people)
    pieces: list[str | Mention] = []
    start = 0
    for at in _AT.finditer(text):
        found = _WORDS.match(text, at.end()) if at.start() >= start else None
        for name in _beginnings(found.group() if found else ""):
            ids = called.get(_folded(name), set())
            if len(ids) == 1 and _folded(name) not in _OTHERS:
                pieces += [text[start : at.start()]] if text[start : at.start()] else []
                pieces.append(Mention(next(iter(ids)), name))
                start = at.end() + len(name)
                break
    return [*pieces, text[start:]] if text[start:] or not pieces else pieces


def unmentioned(checked: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Warnings of each `@` in a text that was sent which mentions nobody.

    Args:
        checked: The parameters of the write, as they were sent.
        names: Those in which people may be mentioned.
    """
    texts: list[str] = []
    for name in names:
        value = checked.get(name)
        texts += [value] if isinstance(value, str) else []
        texts += (
            [value[index]["text"] for index in _prose(value)] if isinstance(value, list) else []
        )
    said: list[str] = []
    for text in texts:
        for plain, form in _outside(text):
            said += [word.group().rstrip(_TAIL) for word in _CALLED.finditer(plain)]
            said += [form.group()] if form and (form["linked"] or form["id"]) else []
    names = list(dict.fromkeys(said))
    if not names:
        return []
    words = [name for name in names if _folded(name.removeprefix("@")) in _OTHERS]
    unknown = [name for name in names if name not in words]
    whys = (
        (unknown, "it is no whole name, or id, of one person. @[Jane Doe] mentions Jane Doe."),
        (words, "it may not mean one person of that name. Write <@123> with the id of a person."),
    )
    return [
        f"{', '.join(f'`{name}`' for name in those[:5])} notified nobody: {why}"
        for those, why in whys
        if those
    ]


def _tag(mention: Mention) -> dict[str, Any]:
    return {"type": "tag", "user": {"id": mention.id}}


def _prose(blocks: list[Any]) -> Iterator[int]:
    """Where among blocks the texts are that are neither code nor links."""
    line: list[int] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Mapping) or not isinstance(block.get("text"), str):
            continue
        attributes = block.get("attributes") or {}
        if block["text"] == "\n":
            yield from () if "code-block" in attributes else line
            line = []
        elif "type" not in block and not {"code", "link"} & attributes.keys():
            line.append(index)
    yield from line


async def _pieces(text: str, person: Person, people: People) -> list[str | Mention]:
    pieces: list[str | Mention] = []
    known = list(people)
    for plain, form in _outside(text):
        pieces += split_names(plain, known) if plain else []
        if form is None:
            continue
        if form["name"]:
            name = form["name"].strip()
            pieces.append(Mention(await person(name), name))
            continue
        number = form["linked"] or form["id"]
        called = [p.get("username") or number for p in known if str(p.get("id")) == number]
        pieces.append(Mention(int(number), str(called[0])) if called else form.group())
    return pieces


def _outside(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """What is before each form in a text, and the form; at last what is after all of them."""
    start = 0
    for form in _FORMS.finditer(text):
        yield text[start : form.start()], form
        start = form.end()
    yield text[start:], None


def _beginnings(words: str) -> Iterator[str]:
    """What a name may be that some words begin with, the longest first."""
    while words:
        yield words
        bare = words.rstrip(_TAIL)
        if bare != words:
            words = bare
            continue
        words = re.sub(r"(?:^|[ \u00a0])\S+\Z", "", words)


def _by_name(people: People) -> dict[str, set[int]]:
    """Who is called so; who has a single word among other names may be meant by it as well."""
    whole = [(_folded(p["username"]), int(p["id"])) for p in people if p.get("username")]
    called: dict[str, set[int]] = {}
    for name, number in whole:
        called.setdefault(name, set()).add(number)
    for name, number in whole:
        for word in name.split():
            if word in called:
                called[word].add(number)
    return called


def _folded(name: Any) -> str:
    return " ".join(normalize("NFC", str(name)).casefold().split())
