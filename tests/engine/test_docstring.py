from agent_connectors.engine.declare.docstring import parse


def test_a_docstring_is_taken_apart() -> None:
    parsed = parse(
        """Does it,
        at once.

        And more.

        Args:
            first: The first.
            second (int): The second,
                which goes on.
            *rest: Others.

        Returns:
            third: not an argument.

        Example:
            made = does(
                first,
            )

            print(made)
        """
    )
    assert parsed.summary == "Does it, at once."
    assert parsed.text == "Does it,\nat once.\n\nAnd more."
    assert parsed.arguments == {
        "first": "The first.",
        "second": "The second, which goes on.",
        "rest": "Others.",
    }
    assert parsed.example == "made = does(\n    first,\n)\n\nprint(made)"


def test_nothing_gives_nothing() -> None:
    assert parse(None) == ("", "", {}, "")
