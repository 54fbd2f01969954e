"""Tokens of a company's own issuer let its clients in, and nothing else does."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted import Settings
from tests.hosted.api import CONNECTORS, Api
from tests.hosted.hosting import Hosting, Member, hosting
from tests.serving import served

ISSUER, AUDIENCE = "https://login.acme.example", "agent-connectors"


class Company:
    """An issuer that publishes its keys."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {
            "rsa": rsa.generate_private_key(65537, 2048),
            "ec": ec.generate_private_key(ec.SECP256R1()),
        }
        self.asked, self.away = 0, False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        self.asked += 1
        body = json.dumps({"keys": [self._published(kid) for kid in self.keys]}).encode()
        start = {"type": "http.response.start", "status": 500 if self.away else 200}
        await send(start | {"headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    def _published(self, kid: str) -> dict[str, Any]:
        public = self.keys[kid].public_key()
        rsas = isinstance(self.keys[kid], rsa.RSAPrivateKey)
        algorithm: Any = jwt.algorithms.RSAAlgorithm if rsas else jwt.algorithms.ECAlgorithm
        made: dict[str, Any] = algorithm.to_jwk(public, as_dict=True)
        return {**made, "kid": kid, "use": "sig", "alg": "RS256" if rsas else "ES256"}

    def token(self, kid: str = "rsa", key: Any = None, **changes: Any) -> str:
        now = int(time.time())
        said = {"iss": ISSUER, "aud": AUDIENCE, "sub": "bot@acme", "exp": now + 300, "iat": now}
        said = {name: value for name, value in (said | changes).items() if value is not None}
        algorithm = "ES256" if kid == "ec" else "RS256"
        return jwt.encode(said, key or self.keys[kid], algorithm, headers={"kid": kid})


@pytest.fixture(scope="module")
def company() -> Company:
    return Company()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, company: Company) -> Iterator[Hosting]:
    folder = tmp_path_factory.mktemp("server")
    with (
        served(company) as url,
        hosting(
            folder,
            stale_seconds=0,
            issuer=ISSUER,
            issuer_audience=AUDIENCE,
            issuer_keys_url=f"{url}/keys",
        ) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def owner(running: Hosting) -> Member:
    return running.member()


@pytest.fixture(scope="module", autouse=True)
def bot(running: Hosting, owner: Member) -> Member:
    limits: dict[str, Any] = {"subject": "bot@acme", "operations": ["user.get"]}
    return running.member(beside=owner, may_manage=False, **limits)


def ask(running: Hosting, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{running.url}{CONNECTORS}", headers=headers)


@pytest.mark.parametrize("kid", ["rsa", "ec"])
def test_a_client_of_the_issuer(
    running: Hosting, company: Company, owner: Member, sandbox: Sandbox, kid: str
) -> None:
    with httpx.Client(base_url=running.url) as client:
        api = Api(client, owner)
        connector = api.create(running.put(sandbox))
        api.token = company.token(kid)
        assert api.execute(connector, "user", "get").status_code == 200
        task = {"task_id": next(iter(sandbox.workspace.tasks))}
        assert api.execute(connector, "tasks", "get", task).status_code == 403, "its own limits"
        path = f"{CONNECTORS}/{connector}"
        assert client.delete(path, headers=api.headers).status_code == 403


def wrong(company: Company) -> dict[str, str]:
    """Tokens that let nobody in, by what is wrong with them."""
    other = rsa.generate_private_key(65537, 2048)
    public = company.keys["rsa"].public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = {"iss": ISSUER, "aud": AUDIENCE, "sub": "bot@acme", "exp": int(time.time()) + 300}

    # PyJWT itself does not sign with a public key as if it were a secret; an attacker would.
    def part(value: Any) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "kid": "rsa"}) + b"." + part(said)
    mac = base64.urlsafe_b64encode(hmac.digest(pem, signed, "sha256")).rstrip(b"=")
    head, body, _ = company.token().split(".")
    return {
        "another key": company.token(key=other),
        "a changed signature": company.token("ec")[:-4] + "AAAA",
        "a key that is not published": jwt.encode(said, other, "RS256", headers={"kid": "new"}),
        "no key name": jwt.encode(said, other, "RS256"),
        "another issuer": company.token(iss="https://elsewhere.example"),
        "another audience": company.token(aud="elsewhere"),
        "no audience": company.token(aud=None),
        "expired": company.token(exp=int(time.time()) - 60),
        "no end": company.token(exp=None),
        "not yet": company.token(nbf=int(time.time()) + 300),
        "no subject": company.token(sub=None),
        "somebody else": company.token(sub="stranger@acme"),
        "unsigned": jwt.encode(said, "", "none", headers={"kid": "rsa"}),
        "no signature": f"{head}.{body}.",
        "the public key as a secret": (signed + b"." + mac).decode(),
        "a client's id as subject": company.token(sub="x" * 36),
    }


@pytest.mark.parametrize("what", wrong(Company()))
def test_what_lets_nobody_in(running: Hosting, company: Company, what: str) -> None:
    token = wrong(company)[what]
    answer = ask(running, token)
    assert answer.status_code == 401, what
    assert token not in answer.text
    assert ask(running, company.token()).status_code == 200


def test_keys_are_not_asked_for_by_every_token(running: Hosting, company: Company) -> None:
    ask(running, company.token())
    asked = company.asked
    other = rsa.generate_private_key(65537, 2048)
    for n in range(20):
        said = {"iss": ISSUER, "aud": AUDIENCE, "sub": "bot@acme", "exp": int(time.time()) + 300}
        ask(running, jwt.encode(said, other, "RS256", headers={"kid": f"made up {n}"}))
    assert company.asked <= asked + 2


def test_without_a_secret_nobody_logs_in(running: Hosting, bot: Member) -> None:
    """A client of the issuer has one that nobody was ever shown; a wrong one is refused."""
    path = f"{running.url}/api/v1/account/applications/token"
    for secret in ("", "none", "null", "bot@acme"):
        body = {"client_id": bot.client_id, "client_secret": secret}
        assert httpx.post(path, json=body).status_code == 401


def test_a_client_that_is_revoked(running: Hosting, company: Company, owner: Member) -> None:
    gone = running.member(beside=owner, subject="gone@acme")
    token = company.token(sub="gone@acme")
    assert ask(running, token).status_code == 200
    running.run(lambda directory: directory.revoke(gone.client_id))
    assert ask(running, token).status_code == 401


def test_an_issuer_that_is_away(tmp_path: Path, company: Company) -> None:
    options: dict[str, Any] = {"issuer": ISSUER, "issuer_audience": AUDIENCE}
    with hosting(tmp_path, **options, issuer_keys_url="http://127.0.0.1:1/keys") as lost:
        assert ask(lost, company.token()).status_code == 503
        with httpx.Client(base_url=lost.url) as client:
            assert Api(client, lost.member()).get(CONNECTORS).status_code == 200, "others go on"


@pytest.mark.parametrize("left_out", ["issuer", "issuer_audience", "issuer_keys_url"])
def test_half_an_issuer_is_refused(left_out: str) -> None:
    whole: dict[str, Any] = {
        "issuer": ISSUER,
        "issuer_audience": AUDIENCE,
        "issuer_keys_url": "http://x",
    }
    with pytest.raises(ConfigurationError, match="belong together"):
        Settings(**{name: value for name, value in whole.items() if name != left_out})
