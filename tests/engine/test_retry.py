import pytest

from agent_connectors.engine.declare.effects import Effect
from agent_connectors.engine.executor.retry import RetryPolicy
from agent_connectors.engine.network.messages import Failure

UNREACHABLE = Failure("unreachable", sent=False, detail="")
NO_CONNECTION_IN_TIME = Failure("timeout", sent=False, detail="")
NO_ANSWER_IN_TIME = Failure("timeout", sent=True, detail="")
BROKEN = Failure("broken", sent=True, detail="")
GARBLED = Failure("garbled", sent=True, detail="", status=200)
MISSHAPEN = Failure("misshapen", sent=True, detail="", status=200)
FOREIGN = Failure("foreign", sent=True, detail="", status=200)


@pytest.mark.parametrize(
    ("outcome", "read", "write"),
    [
        (UNREACHABLE, True, True),
        (NO_CONNECTION_IN_TIME, True, True),
        (429, True, True),
        (NO_ANSWER_IN_TIME, True, False),
        (BROKEN, True, False),
        (GARBLED, True, False),
        (500, True, False),
        (502, True, False),
        (503, True, False),
        (504, True, False),
        (MISSHAPEN, True, False),
        (FOREIGN, True, False),
        (301, False, False),
        (400, False, False),
        (401, False, False),
        (403, False, False),
        (404, False, False),
        (409, False, False),
        (408, True, False),
        (425, True, False),
        (499, True, False),
        (520, True, False),
        (529, True, False),
        (501, False, False),
    ],
)
def test_what_is_sent_again(outcome: Failure | int, read: bool, write: bool) -> None:
    policy = RetryPolicy()
    assert (policy.delay("read", 1, outcome) is not None) is read
    assert (policy.delay("write", 1, outcome) is not None) is write
    assert (policy.delay("destructive", 1, outcome) is not None) is write


def test_delays_double_up_to_the_longest_and_end() -> None:
    policy = RetryPolicy(attempts=6, first=1.0, longest=5.0)
    delays = [policy.delay("read", attempt, 503) for attempt in range(1, 7)]
    assert delays == [1.0, 2.0, 4.0, 5.0, 5.0, None]


@pytest.mark.parametrize(
    ("effect", "outcome", "times"),
    [
        ("read", NO_ANSWER_IN_TIME, 2),
        ("read", MISSHAPEN, 2),
        ("read", FOREIGN, 2),
        ("read", BROKEN, 4),
        ("write", UNREACHABLE, 4),
        ("write", 429, 40),
    ],
)
def test_how_often_at_most(effect: Effect, outcome: Failure | int, times: int) -> None:
    policy = RetryPolicy()
    attempt = 1
    while policy.delay(effect, attempt, outcome) is not None:
        attempt += 1
    assert attempt == times
