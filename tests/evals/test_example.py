"""The example, as its readers run it."""

from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.skipif(
    find_spec("pydantic_ai") is None, reason="Pydantic AI is not installed"
)


async def test_the_example_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    import evals_pydantic_ai

    report = await evals_pydantic_ai.main()
    for result in report:
        result.check()
    assert capsys.readouterr().out.count("\n") == 6
    # The scripted model calls the tool in two of them.
    assert [result.calls > 0 for result in report] == [True, True, False]
