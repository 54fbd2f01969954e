"""The last step of signing in with OAuth: a code becomes a token."""

from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl

from agent_connectors.clickup.sandbox import errors
from agent_connectors.clickup.sandbox.http import Fields, Request
from agent_connectors.clickup.sandbox.routing import route
from agent_connectors.clickup.sandbox.state.workspace import Workspace


@route("POST", "/api/v2/oauth/token", public=True)
def get_access_token(workspace: Workspace, request: Request) -> Any:
    """A token for a code. Any app and any code will do, once; the first secret of an app counts."""
    fields = _fields(request)
    client, secret, code = (fields.text(n) or "" for n in ("client_id", "client_secret", "code"))
    if not client or not secret:
        raise errors.client_unknown()
    if not code:
        raise errors.invalid("code is required")
    # Digests, so that nothing of what was sent is kept or in the answer.
    digest, known = _digest(f"{client}/{code}"), _digest(f"{client}/{secret}")
    if workspace.oauth.secrets.setdefault(_digest(client), known) != known:
        raise errors.secret_wrong()
    if digest in workspace.oauth.used:
        raise errors.code_used()
    workspace.oauth.used.add(digest)
    return {"access_token": f"{workspace.caller.id}_{digest}"}


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=32).hexdigest()


def _fields(request: Request) -> Fields:
    """The body, which may be a form; old clients put it into the query."""
    if request.header("content-type").startswith("application/x-www-form-urlencoded"):
        return Fields(dict(parse_qsl(request.body.decode("latin-1"))))
    if not request.body.strip():
        return Fields(dict(parse_qsl(request.query_string.decode("latin-1"))))
    return request.fields
