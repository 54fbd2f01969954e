"""A server that speaks TLS itself."""

import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agent_connectors.clickup import ClickupApiConnector, ConnectorError
from agent_connectors.clickup.sandbox import Sandbox
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.hosted import Settings
from agent_connectors.hosted.serve import create_server
from tests.hosted.certificates import Certificates, certificates
from tests.hosted.hosting import Hosting, hosting


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory, files: Certificates) -> Iterator[Hosting]:
    folder = tmp_path_factory.mktemp("server")
    with hosting(
        folder,
        tls_certificate=str(files.certificate),
        tls_key=str(files.key),
        head_seconds=1.0,
        connections=40,
        log_requests=True,
    ) as running:
        yield running


def port_of(running: Hosting) -> int:
    return int(running.url.rpartition(":")[2])


async def test_the_clients_work(secure: Hosting, files: Certificates, sandbox: Sandbox) -> None:
    trust = ssl.create_default_context(cafile=str(files.authority))
    member = secure.member()
    async with httpx.AsyncClient(verify=trust) as client:
        ready = await client.get(f"{secure.url}/ready")
        assert ready.json()["status"] == "ready"
        made = await ClickupApiConnector.create(
            airbyte_config=member.auth(),
            auth_config=secure.put(sandbox),
            base_url=secure.url,
            http_client=client,
        )
        assert (await made.user.get()).data["username"]
        task = (await made.execute("tasks", "search", {"limit": 1})).data[0]
        await made.tasks.update(task["id"], name="By TLS")
        assert (await made.tasks.get(task["id"])).data["name"] == "By TLS"


def test_our_own_connections_take_the_authority_of_the_environment(
    secure: Hosting, files: Certificates, sandbox: Sandbox
) -> None:
    member = secure.member()
    script = f"""
from agent_connectors.clickup import AirbyteAuthConfig, ClickupApiConnector
import asyncio
async def main():
    async with await ClickupApiConnector.create(
        airbyte_config=AirbyteAuthConfig(), auth_config={secure.put(sandbox)!r}
    ) as clickup:
        print((await clickup.user.get()).data["username"])
asyncio.run(main())
"""
    environment = {
        "PATH": "/usr/bin:/bin",
        "AIRBYTE_API_URL": secure.url,
        "AIRBYTE_CLIENT_ID": member.client_id,
        "AIRBYTE_CLIENT_SECRET": member.secret.reveal(),
    }
    trusting = environment | {"SSL_CERT_FILE": str(files.authority)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=trusting, capture_output=True, text=True, check=False)
    assert (done.returncode, bool(done.stdout.strip())) == (0, True), done.stderr
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "CERTIFICATE_VERIFY_FAILED" in done.stderr or "certificate" in done.stderr.lower()


async def test_in_the_clear_nobody_is_answered(secure: Hosting) -> None:
    plain = f"http://127.0.0.1:{port_of(secure)}"
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.TransportError):
            await client.get(f"{plain}/health")
    clickup = ClickupApiConnector(secure.member().auth(), base_url=plain, timeout=5)
    with pytest.raises(ConnectorError):
        await clickup.user.get()


@pytest.mark.parametrize("oldest", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_refused(
    secure: Hosting, files: Certificates, oldest: ssl.TLSVersion
) -> None:
    old = ssl.create_default_context(cafile=str(files.authority))
    with pytest.warns(DeprecationWarning, match="TLSVersion"):
        old.minimum_version, old.maximum_version = oldest, oldest
    with (
        socket.create_connection(("127.0.0.1", port_of(secure))) as plain,
        pytest.raises(OSError, match=r"SSL|TLS|reset"),
    ):
        old.wrap_socket(plain, server_hostname="127.0.0.1")


def test_handshakes_that_stay_half_done_hold_nobody_up(
    secure: Hosting, files: Certificates
) -> None:
    trust = ssl.create_default_context(cafile=str(files.authority))
    half = [socket.create_connection(("127.0.0.1", port_of(secure))) for _ in range(100)]
    try:
        for one in half[::2]:
            one.sendall(b"\x16\x03\x01\x02\x00\x01\x00")  # a ClientHello that does not go on
        until = time.monotonic() + 20
        while True:  # they are given up after a second, and not after asyncio's minute
            try:
                assert httpx.get(f"{secure.url}/health", verify=trust, timeout=5).is_success
                break
            except httpx.TransportError:
                assert time.monotonic() < until
                time.sleep(0.1)
        for one in half:
            one.settimeout(10)
            try:
                while one.recv(4096):
                    pass
            except OSError:
                pass  # ended all the same
    finally:
        for one in half:
            one.close()


def wrong_files(files: Certificates, folder: Path) -> dict[str, tuple[Path, Path]]:
    text = folder / "text.pem"
    text.write_text("no certificate")
    return {
        "missing": (folder / "none.pem", files.key),
        "no certificate": (text, files.key),
        "of another": (files.authority, files.key),
        "with a password": (files.certificate, files.locked_key),
    }


@pytest.mark.parametrize("kind", ["missing", "no certificate", "of another", "with a password"])
def test_files_that_cannot_be_used(tmp_path: Path, files: Certificates, kind: str) -> None:
    certificate, key = wrong_files(files, tmp_path)[kind]
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'server.db'}",
        key_file=tmp_path / "key",
        tls_certificate=str(certificate),
        tls_key=str(key),
    )
    with pytest.raises(ConfigurationError, match="TLS certificate and key cannot be used") as wrong:
        create_server(settings, host="127.0.0.1", port=0)
    assert "Traceback" not in str(wrong.value)
