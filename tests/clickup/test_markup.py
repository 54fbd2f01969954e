"""Markdown in comments."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_connectors.clickup.text.markup import to_blocks


async def person(name: str) -> int:
    if name == "Nobody":
        raise LookupError(name)
    return 42


def plain(text: str, **attributes: Any) -> dict[str, Any]:
    return {"text": text, "attributes": attributes}


def code() -> dict[str, Any]:
    return {"text": "\n", "attributes": {"code-block": {"code-block": "plain"}}}


def end(kind: str | None = None) -> dict[str, Any]:
    return plain("\n", list={"list": kind}) if kind else plain("\n")


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("Hello", [plain("Hello")]),
        ("a **b** c", [plain("a "), plain("b", bold=True), plain(" c")]),
        ("*i* and _j_", [plain("i", italic=True), plain(" and "), plain("j", italic=True)]),
        ("**a *b***", [plain("a ", bold=True), plain("b", bold=True, italic=True)]),
        ("***x***", [plain("x", bold=True, italic=True)]),
        ("snake_case_name and 2*3*4", [plain("snake_case_name and 2*3*4")]),
        ("`a*b*c`", [plain("a*b*c", code=True)]),
        ("[site](https://x.y)", [plain("site", link="https://x.y")]),
        ("Hi @[Jane Doe]!", [plain("Hi "), {"type": "tag", "user": {"id": 42}}, plain("!")]),
        (r"a \* b \*c\* \_d\_", [plain("a * b *c* _d_")]),
        (r"**a \* b**", [plain("a * b", bold=True)]),
        (r"*a\* b*", [plain("a* b", italic=True)]),
        (r"`a\*` C:\Users", [plain(r"a\*", code=True), plain(r" C:\Users")]),
        (r"\@[Jane Doe] \`x\` \\", [plain("@[Jane Doe] `x` \\")]),
        (r"1\. a", [plain("1. a")]),
        ("``a`b``", [plain("a`b", code=True)]),
        ("**a", [plain("**a")]),
        ("__a__ **b c", [plain("a", bold=True), plain(" **b c")]),
        ("# C# ##", [plain("C#", bold=True)]),
        ("jane@example.com", [plain("jane@example.com")]),
        ("# Title", [plain("Title", bold=True)]),
        ("- a\n- b", [plain("a"), end("bullet"), plain("b"), end("bullet")]),
        ("1. a", [plain("a"), end("ordered")]),
        ("- [x] a\n- [ ] b", [plain("a"), end("checked"), plain("b"), end("unchecked")]),
        ("a\n\nb", [plain("a"), end(), end(), plain("b")]),
        (
            "```python\n**x**\n```\nend",
            [
                plain("**x**"),
                code(),
                plain("end"),
            ],
        ),
        ("Title\n=====\nend", [plain("Title", bold=True), end(), plain("end")]),
        ("<https://x.y/a_b>", [plain("https://x.y/a_b", link="https://x.y/a_b")]),
        ("[a](https://x.y/b_(c))!", [plain("a", link="https://x.y/b_(c)"), plain("!")]),
        ('[a](https://x.y "t")', [plain("a", link="https://x.y")]),
        ("![p](https://x.y/ä.png)", [plain("p", link="https://x.y/ä.png")]),
        ("**[a](https://x.y)**", [plain("a", bold=True, link="https://x.y")]),
        ("[x](javascript:alert(1))", [plain("[x](javascript:alert(1))")]),
        ("a &amp; b <b>c</b> ~~d~~", [plain("a &amp; b <b>c</b> ~~d~~")]),
        ("> said\n> so", [plain("> said"), end(), plain("> so")]),
        ("    four", [plain("four")]),
        ("[a]: https://x.y", [plain("[a]: https://x.y")]),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            [plain("| a | b |"), end(), plain("|---|---|"), end(), plain("| 1 | 2 |")],
        ),
        ("a\n\n---\nb", [plain("a"), end(), end(), plain("---"), end(), plain("b")]),
        (
            "- a\n  - b\n- c",
            [
                plain("a"),
                end("bullet"),
                plain("  - "),
                plain("b"),
                end(),
                plain("c"),
                end("bullet"),
            ],
        ),
        ("- a\n  more", [plain("a"), end("bullet"), plain("more")]),
        ("3. c\n4. d", [plain("3. "), plain("c"), end(), plain("4. "), plain("d")]),
        ("- [x] **a**", [plain("a", bold=True), end("checked")]),
        ("- \n- a", [plain("- "), end(), plain("a"), end("bullet")]),
        ("a  \nb\\\nc", [plain("a"), end(), plain("b"), end(), plain("c")]),
        ("~~~\nx\n\ny\n~~~", [plain("x"), code(), code(), plain("y"), code()]),
        (
            "- @[Jane Doe] **x**",
            [{"type": "tag", "user": {"id": 42}}, plain(" "), plain("x", bold=True), end("bullet")],
        ),
    ],
)
async def test_pieces(markdown: str, blocks: list[dict[str, Any]]) -> None:
    assert await to_blocks(markdown, person) == blocks


async def test_nobody_can_be_mentioned_who_is_not_there() -> None:
    with pytest.raises(LookupError):
        await to_blocks("@[Nobody]", person)


@given(st.text(alphabet="ab *_`[]()#-\n1.x@\\>=~!<|:&;\t"))
async def test_no_letter_is_lost(markdown: str) -> None:
    blocks = await to_blocks(markdown, person)
    letters = [c for block in blocks for c in block.get("text", "") if c in "ab"]
    mentions = sum("type" in block for block in blocks)
    if not mentions and "](" not in markdown and "```" not in markdown:
        assert letters == [c for c in markdown if c in "ab"]


@pytest.mark.parametrize(
    "piece",
    ["__a ", "**a ", "*a ", "_a ", "***a ", "`a", "``a`", "[a", "[a](b", "@[a", "\\*", "*a_b__c",
     "** _a ", "__", "****a", "# ", "- [ "],
)  # fmt: skip
@pytest.mark.timeout(60)  # work that grows with the square of the length would take minutes
async def test_long_texts_are_read_in_one_go(piece: str) -> None:
    for text in (piece * (20_000 // len(piece)), f"# a{piece * (20_000 // len(piece))} x"):
        assert await to_blocks(text, person)


@pytest.mark.timeout(60)
async def test_spaces_in_a_heading() -> None:
    assert await to_blocks("# a" + " " * 20_000 + "x", person)
    assert await to_blocks("# " + "a " * 10_000 + "#" * 10_000 + "x", person)
