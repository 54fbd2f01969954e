"""The bodies of requests and answers."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from agent_connectors.engine.values.names import did_you_mean

__all__ = [
    "Answer",
    "Changes",
    "ConnectorBody",
    "ConnectorList",
    "Execution",
    "Made",
    "Name",
    "NewConnector",
    "NewToken",
    "Problem",
    "Token",
    "WorkspaceBody",
    "WorkspaceList",
]

_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
"""What shows nothing, or turns the direction of what stands beside it: names would look alike."""

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=rf"^[^{_UNSEEN}]+$")]
Credentials = Annotated[
    dict[str, Annotated[SecretStr, Field(max_length=4_000)]], Field(max_length=20)
]
Pattern = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z_*?]+\.[a-z_*?]+$")]

_SHOWN = 60
"""So many characters of an unknown name are shown."""


class _Body(BaseModel):
    """A request's body: what is not known is left alone, as newer clients send more."""

    model_config = ConfigDict(hide_input_in_errors=True)


class _Strict(_Body):
    """A request's body in which a misspelt switch must not go unseen: nothing unknown is taken."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _name_the_nearest(cls, body: Any) -> Any:
        for name in body if isinstance(body, dict) else ():
            if name not in cls.model_fields:
                suggestion = did_you_mean(name, cls.model_fields)
                told = {"name": name[:_SHOWN], "suggestion": suggestion}
                raise PydanticCustomError(
                    "unknown", "There is no `{name}` here. {suggestion}", told
                )
        return body


class NewToken(_Body):
    """Who wants a token."""

    client_id: Annotated[str, StringConstraints(max_length=200)]
    client_secret: SecretStr = Field(max_length=1000)


class Token(BaseModel):
    """An access token."""

    access_token: str
    token_type: str = "Bearer"  # noqa: S105 - its type, not a token
    expires_in: int


class NewConnector(_Strict):
    """A connector to make."""

    customer_name: Name | None = None
    workspace_name: Name | None = None
    connector_type: str | None = Field(None, examples=["Clickup-Api"])
    definition_id: str | None = None
    name: Name | None = None
    credentials: Credentials = Field(examples=[{"api_key": "<ClickUp token>"}])
    read_only: bool = False
    allow_destructive: bool = False
    operations: list[Pattern] | None = Field(
        None, max_length=100, description="What is allowed, such as `tasks.*`; null for all."
    )
    # Released clients may send these.
    replication_config: Any = Field(None, description="Taken, and not kept.")
    server_side_oauth_secret_id: Any = Field(None, description="Taken, and not kept.")
    source_template_id: Any = Field(None, description="Taken, and not kept.")


class Changes(_Strict):
    """What to change in a connector; what is left out stays."""

    name: Name | None = None
    credentials: Credentials | None = None
    read_only: bool | None = None
    allow_destructive: bool | None = None
    operations: list[Pattern] | None = Field(None, max_length=100)


class Made(BaseModel):
    """What was made, and what may be done with it."""

    id: str
    name: str
    read_only: bool
    allow_destructive: bool
    operations: list[str] | None


class ConnectorBody(BaseModel):
    """A connector; its credentials never leave the server."""

    id: str
    name: str
    connector_type: str
    definition_id: str
    customer_name: str
    workspace_name: str
    read_only: bool
    allow_destructive: bool
    operations: list[str] | None
    created_at: datetime


class ConnectorList(BaseModel):
    """Connectors."""

    data: list[ConnectorBody]
    next_cursor: str | None = Field(None, description="Of the next page; null after the last.")


class WorkspaceBody(BaseModel):
    """A workspace."""

    id: str
    name: str
    created_at: datetime


class WorkspaceList(BaseModel):
    """Workspaces."""

    data: list[WorkspaceBody]


class Execution(_Body):
    """An operation to carry out."""

    entity: Annotated[str, StringConstraints(max_length=100)]
    action: Annotated[str, StringConstraints(max_length=100)]
    params: dict[str, Any] | None = None
    page_only: bool = Field(
        default=False, description="Leave tests that are not the product's own to the caller."
    )
    select_fields: list[str] | None = None
    exclude_fields: list[str] | None = None
    skip_truncation: bool | None = Field(None, description="Nothing is ever cut short here.")
    intent: str | None = Field(None, description="Taken, and not kept.")


class Answer(BaseModel):
    """What an operation gave."""

    result: Any
    connector_metadata: dict[str, Any]


class Relayed(BaseModel):
    """An error of an operation, as the connector raises it."""

    type: str
    message: str | None = None
    hint: str | None = None
    operation: str | None = None
    status: int | None = None
    code: str | None = None
    said: str | None = None
    trace: str | None = None


class Problem(BaseModel):
    """Why something was not done."""

    detail: str
    error: Relayed | None = None
    id: str | None = Field(None, description="Of the connector that is there already.")
