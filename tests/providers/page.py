"""The page that says what works with which provider: `docs/models.md`."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.providers.trying import FORMS, Outcome

__all__ = ["NAMES", "PAGE", "differences", "page"]

PAGE = Path(__file__).parents[2] / "docs" / "models.md"

NAMES = {"pydantic_ai": "Pydantic AI", "langchain": "LangChain", "llama_index": "LlamaIndex"}

YES, UPSTREAM, NO = "yes", "no tool does", "no"

_HEAD = """\
# Models

Which tools work with which provider of models, in each framework. `make providers` finds out, and
needs no network: the framework's own classes for models send the tools to a server that takes the
request down. From what it took down, each of ClickUp's operations is then called with nothing but
what the provider's copy of the schema allows, with all that may be null as null, and must send what
was meant. Whether a provider takes a request is judged by its known rules; no model was asked.

{tried} pairs of {providers} ways to a provider and {forms} forms were tried, with {calls} calls: in
{yes} of them every call can be made; in {upstream}, a tool that is written by hand fails as well.
With the default form, `execute`, it is {default} of the {possible} where a tool by hand works.
"""

_NOTES = """\
## What to know

- **{no_tool}**: a plain function with an optional argument or a dictionary fails there as well,
  before anything of ours matters: `strict` in LlamaIndex, for instance, announces optional
  arguments in a way that OpenAI refuses.
- **Strict tools.** LangChain makes tools strict with `strict=True`, or where an agent has a
  `response_format`, and OpenAI's Responses make them strict unless told not to. Strict makes every
  parameter required; so LangChain and LlamaIndex announce optional ones as nullable (null stands
  for "not given"), and `params` as an object or the same as JSON text. Pydantic AI's toolset does
  so with `strict=True`; without it, our tools are sent as not strict.
- **Azure OpenAI** refused descriptions of more than 1,024 characters when last seen (April 2025);
  `max_description_tokens=250` keeps within them. The table was made with it.
- **More than 128 tools** are refused by OpenAI, and so by us, and `form="operations"` would make
  more. Choose with `entities`, `operations` or `effects`; `max_tools=None` lifts the limit, for
  providers that take more. The table was made with parts of at most 100 tools.
- **Gemini** takes no object without keys through LangChain and LlamaIndex, so `params` is JSON text
  there, and the schema says so.
"""


def page(outcomes: Sequence[Outcome], versions: Mapping[str, Mapping[str, str]]) -> str:
    """The whole page.

    Args:
        outcomes: What became of each form with each provider.
        versions: The versions of packages, by framework.
    """
    cells = [_cell(outcome) for outcome in outcomes]
    default = [o for o in outcomes if o.form == next(iter(FORMS))]
    possible = [o for o in default if not (o.problem and o.upstream)]
    text = _HEAD.format(
        tried=len(outcomes),
        providers=len({(o.framework, o.provider) for o in outcomes}),
        forms=len(FORMS),
        calls=f"{sum(o.calls for o in outcomes):,}",
        yes=cells.count(YES),
        upstream=cells.count(UPSTREAM),
        default=sum(not o.problem for o in possible),
        possible=len(possible),
    )
    for framework, name in NAMES.items():
        text += f"\n## {name}\n\n| | {' | '.join(f'`{form}`' for form in _plain(FORMS))} |\n"
        text += f"|---|{'---|' * len(FORMS)}\n"
        text += "".join(f"{row}\n" for row in _rows(outcomes, framework).values())
        told = ", ".join(f"{package} {v}" for package, v in versions[framework].items())
        text += f"\nSeen with {told}.\n"
    return f"{text}\n{_NOTES.format(no_tool=UPSTREAM)}"


def differences(outcomes: Sequence[Outcome], told: str) -> tuple[list[str], list[str]]:
    """What the page says otherwise: what counts, and what others changed.

    Args:
        outcomes: What became of each form with each provider.
        told: The page as it is.
    """
    ours: list[str] = []
    theirs: list[str] = []
    for framework, name in NAMES.items():
        part = told.partition(f"## {name}\n")[2].partition("\n## ")[0]
        said = {row.split(" | ")[0]: row for row in part.splitlines() if row.startswith("| ")}
        for provider, row in _rows(outcomes, framework).items():
            known = said.get(f"| {provider}", "")
            if row != known:
                pairs = list(zip(_cells(row), _cells(known), strict=False))
                others = known and all(a == b or UPSTREAM in {a, b} for a, b in pairs)
                (theirs if others else ours).append(f"{name}, {provider}: {row}, not {known}")
    return ours, theirs


def _rows(outcomes: Iterable[Outcome], framework: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.framework == framework:
            found.setdefault(outcome.provider, []).append(_cell(outcome))
    return {name: f"| {name} | {' | '.join(cells)} |" for name, cells in found.items()}


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")[2:-1]]


def _cell(outcome: Outcome) -> str:
    if not outcome.problem:
        return YES
    return UPSTREAM if outcome.upstream else NO


def _plain(forms: Iterable[str]) -> list[str]:
    return [form.partition(",")[0] + form.partition(",")[2] for form in forms]
