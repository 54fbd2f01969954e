"""Import names of Airbyte's ClickUp connector, so that code written for it finds them.

They are those of its documentation. Everything is `agent_connectors.clickup`'s;
`docs/moving-over.md` names the differences.
"""

from agent_connectors.clickup import (
    AirbyteAuthConfig,
    ClickupApiAuthConfig,
    ClickupApiConnector,
)
from agent_connectors.engine.claims import claims as _claims

__all__ = ["AirbyteAuthConfig", "ClickupApiAuthConfig", "ClickupApiConnector"]

_OTHER = "airbyte-agent-clickup-api"

if _claims(_OTHER, __name__):
    import warnings

    from agent_connectors.engine.claims import put_right

    # Which of the two it is was decided by the order in which they were installed, and removing
    # either takes the files away from both.
    warnings.warn(
        f"{_OTHER} and agent-connectors both bring `{__name__}`; this is agent-connectors. To keep "
        f"it: {put_right(_OTHER)}",
        stacklevel=2,
    )
