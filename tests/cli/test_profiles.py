"""Profiles: several accounts, none taken for another."""

import json
import os
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from traceback import walk_tb

import pytest
from click.testing import CliRunner, Result

from agent_connectors.cli import ownership
from agent_connectors.cli.account import Account
from agent_connectors.cli.commands import cli
from agent_connectors.cli.connecting import connected
from agent_connectors.cli.profile import _append
from agent_connectors.cli.profiles import Profile, read_profiles
from agent_connectors.engine.errors import ConfigurationError
from agent_connectors.engine.provider import provider_named
from agent_connectors.engine.secrets.hiding import shape_of_secrets
from agent_connectors.engine.secrets.secret import Secret
from tests.cli.conftest import Memory
from tests.loopback import Loopback, Received, Reply
from tests.systems import MODES

KEY = "pk_10000001_THISISNOTAREALTOKEN"
OTHER = "pk_20000002_NORISTHISATOKEN"


def run(*args: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, args, env=env)


def call(*args: str, **env: str) -> Result:
    return run("call", "user", "get", *args, env=env)


@pytest.fixture
def acme(memory: Memory, config: Path, account: Loopback) -> Loopback:
    config.write_text("[profiles.acme]\n[profiles.beta]\n")
    memory.kept["agent-connectors", "clickup"] = "pk_3_WITHOUTAPROFILE"
    memory.kept["agent-connectors", "clickup/acme"] = KEY
    memory.kept["agent-connectors", "clickup/beta"] = OTHER
    return account


def key_used(server: Loopback) -> str:
    return server.received[-1].headers["authorization"]


def test_each_profile_works_in_its_account(acme: Loopback) -> None:
    for args, env, key in (
        (["--profile=acme"], {}, KEY),
        (["--profile", "beta"], {}, OTHER),
        ([], {"AGENT_CONNECTORS_PROFILE": "acme"}, KEY),
        (["--profile=beta"], {"AGENT_CONNECTORS_PROFILE": "acme"}, OTHER),
        ([], {}, "pk_3_WITHOUTAPROFILE"),
        ([], {"CLICKUP_API_KEY": "pk_4_x", "AGENT_CONNECTORS_PROFILE": ""}, "pk_4_x"),
    ):
        assert call(*args, **env).exit_code == 0
        assert key_used(acme) == key


def test_a_profile_gives_what_the_command_line_does_not(acme: Loopback, config: Path) -> None:
    config.write_text(
        "[profiles.acme]\nworkspace = 9002\ntimezone = 'Asia/Tokyo'\n"
        "read_only = true\ntimeout = 30\n"
    )
    spaces = ("call", "spaces", "list", "--profile=acme")
    assert run(*spaces).exit_code == 0
    assert acme.received[-1].path == "/api/v2/team/9002/space"
    assert run(*spaces, "--workspace=W1").exit_code == 2
    assert run(*spaces, "--workspace=W9001").exit_code == 0
    assert acme.received[-1].path == "/api/v2/team/9001/space"
    assert run("call", "spaces", "list").exit_code == 2  # the key sees two
    written = run("call", "spaces", "create", "--name=x", "--profile=acme")
    assert written.exit_code == 2
    assert "The profile `acme` is read-only" in written.output
    config.write_text("[profiles.acme]\nbase_url = 'ftp://x'\n")
    wrong = call("--profile=acme", CLICKUP_BASE_URL="")
    assert "`base_url` of the profile `acme` must be like" in wrong.output
    config.write_text("[profiles.acme]\ntimezone = 'Mars/Base'\n")
    assert "Mars/Base" in call("--profile=acme").output
    assert call("--profile=acme", "--timezone=Asia/Tokyo").exit_code == 0


def test_what_the_environment_says_against_a_profile_is_refused(
    acme: Loopback, config: Path
) -> None:
    config.write_text(
        "[profiles.acme]\n[profiles.there]\nbase_url = 'https://proxy.example'\n[profiles.bare]\n"
        "[profiles.server]\nclient_id = 'c'\norganization_id = 'o'\n"
    )
    server = {"AIRBYTE_CLIENT_ID": "c", "AIRBYTE_CLIENT_SECRET": "s"}
    for profile, env, variable in (
        ("acme", {"CLICKUP_API_KEY": OTHER}, "CLICKUP_API_KEY"),
        ("acme", server, "AIRBYTE_CLIENT_ID"),
        ("there", {"CLICKUP_API_KEY": OTHER}, "CLICKUP_BASE_URL"),
        ("there", {**server, "CLICKUP_BASE_URL": ""}, "AIRBYTE_CLIENT_ID"),
        ("server", {"CLICKUP_API_KEY": OTHER}, "CLICKUP_API_KEY"),
        ("server", {**server, "AIRBYTE_CLIENT_ID": "d"}, "AIRBYTE_CLIENT_ID"),
        ("server", {**server, "AIRBYTE_ORGANIZATION_ID": "p"}, "AIRBYTE_ORGANIZATION_ID"),
    ):
        done = call("--profile", profile, **env)
        assert done.exit_code == 2, done.output
        assert f"{variable} is set, and the profile `{profile}` says otherwise" in done.output
        assert OTHER not in done.output
    assert acme.received == []
    # The same key in both is no contradiction, and neither is one where the profile has none.
    assert call("--profile=acme", CLICKUP_API_KEY=KEY).exit_code == 0
    assert call("--profile=bare", CLICKUP_API_KEY=OTHER).exit_code == 0
    assert key_used(acme) == OTHER


def test_a_keyring_that_is_locked_stands_in_no_other_keys_way(
    acme: Loopback, memory: Memory
) -> None:
    memory.failing = RuntimeError("locked")
    assert call("--profile=acme", CLICKUP_API_KEY=OTHER).exit_code == 0
    assert call(CLICKUP_API_KEY=OTHER).exit_code == 0
    assert "cannot be read (RuntimeError)" in call("--profile=acme").output


def test_a_profile_may_name_the_variable_of_its_key(acme: Loopback, config: Path) -> None:
    config.write_text("[profiles.acme]\nkey_variable = 'ACME_KEY'\n")
    assert call("--profile=acme", ACME_KEY=OTHER, CLICKUP_API_KEY="pk_4_x").exit_code == 0
    assert key_used(acme) == OTHER
    unset = call("--profile=acme", CLICKUP_API_KEY="pk_4_x")
    assert unset.exit_code == 2
    assert "has its key in ACME_KEY, and that is not set" in unset.output
    assert "ACME_KEY, not in a keyring" in run("login", "--profile=acme").output


def test_a_profile_may_be_for_the_client_of_a_server(
    memory: Memory, config: Path, loopback: Loopback
) -> None:
    def answer(request: Received) -> Reply:
        if request.path.endswith("/token"):
            return Reply({"access_token": "t", "expires_in": 900})
        return Reply({"detail": "There is no such connector."}, status=404)

    loopback.handler = answer
    config.write_text(
        f"[profiles.server]\nclient_id = 'ours'\ncustomer_name = 'acme'\nconnector_id = 'k1'\n"
        f"base_url = '{loopback.url}'\norganization_id = 'o1'\n"
    )
    memory.kept["agent-connectors", "clickup/server"] = "QSECRETQ-of-a-client"
    call("--profile=server")
    assert loopback.received[0].json["client_id"] == "ours"
    assert loopback.received[0].json["client_secret"] == "QSECRETQ-of-a-client"
    assert "/k1/" in loopback.received[-1].path
    told = run("doctor", "--profile=server").output
    assert "from the keyring (Memory): calls go through a server" in told
    assert "QSECRETQ" not in told
    pytest.importorskip("mcp.server.lowlevel")
    refused = run("mcp", "--http", "--profile=server")
    assert refused.exit_code == 2
    assert "callers over HTTP have tokens of their own" in refused.output


def test_a_sandbox_is_of_no_account(acme: Loopback) -> None:
    named = run("call", "--sandbox", "user", "get", "--profile=acme")
    assert named.exit_code == 2
    assert "leave out --profile" in named.output
    assert call("--sandbox", AGENT_CONNECTORS_PROFILE="acme").exit_code == 0
    served = run("sandbox", "--profile=acme")
    assert served.exit_code == 2
    assert "--profile goes with --from-workspace" in served.output
    assert acme.received == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("acmee", "Did you mean `acme`?"),
        ("zzz", "`agent-connectors profile add zzz` makes it"),
        ("../x", "cannot be called '../x'"),
        ("/etc/passwd", "cannot be called"),
        ("a/b", "cannot be called"),
        ("a b", "cannot be called"),
        (".", "cannot be called"),
        ("-x", "cannot be called"),
        ("a\n", "cannot be called"),
        ("x" * 65, "cannot be called"),
    ],
)
def test_a_name_that_is_none_is_refused(acme: Loopback, name: str, said: str) -> None:
    for command in (["call", "user", "get"], ["login"], ["logout"]):
        done = run(*command, f"--profile={name}")
        assert done.exit_code == 2
        assert said in done.output
    assert acme.received == []


BROKEN = {
    "[profiles.acme": "is not TOML",
    "[profiles.acme]\n[profiles.acme]\n": "is not TOML",
    "a = " + "[" * 3000: "is not TOML",
    "profiles = 3": "`profiles` holds tables",
    "[profiles]\nacme = 3": "`profiles.acme` is a table",
    "[profile.acme]": "there is no `profile`. Did you mean `profiles`?",
    "[profiles.acme]\ntime_zone = 'UTC'": "no `time_zone` of `profiles.acme`. Did you mean",
    "[profiles.acme]\nread_only = 'yes'": "`profiles.acme.read_only` must be true or false",
    "[profiles.acme]\ntimeout = true": "must be a number of seconds",
    "[profiles.acme]\nworkspace = true": "must be a text",
    "[profiles.acme]\nbase_url = ''": "must be a text",
    "[profiles.acme]\ntimeout = inf": "must be a number of seconds",
    "[profiles.acme]\nconnector = 'tracker'": "Add --connector tracker",
    "[profiles.acme]\nconnector_id = 'x'": "is for one with a `client_id`",
    "[profiles.'../x']": "cannot be called '../x'",
    "[profiles.'e\u0301']\n[profiles.'\u00e9']": "has two profiles",
    f"[profiles.acme]\napi_key = '{KEY}'": "this file holds none",
    f"[profiles.acme]\nToken = '{KEY}'": "agent-connectors login --profile acme",
    f"[profiles.acme]\nworkspace = '{KEY}'": "is a secret",
    f"api_key = '{KEY}'": "this file holds none",
}


@pytest.mark.parametrize(("text", "said"), BROKEN.items())
def test_what_is_wrong_in_the_file_is_told(
    acme: Loopback, config: Path, text: str, said: str
) -> None:
    config.write_text(text)
    done = call("--profile=acme")
    assert done.exit_code == 2
    assert said in done.output
    assert KEY not in done.output
    assert acme.received == []
    # Without a profile, the file is none of the command's business.
    assert call().exit_code == 0


@MODES
def test_a_file_that_cannot_be_read_is_told(acme: Loopback, config: Path) -> None:
    config.write_bytes(b"[profiles.acme]\ntimezone = '\xff'")
    assert "cannot be read: it is not UTF-8" in call("--profile=acme").output
    config.unlink()
    assert "There is no profile `acme`" in call("--profile=acme").output
    config.mkdir()
    assert "cannot be read" in call("--profile=acme").output or "is no file" in call().output
    config.rmdir()
    os.mkfifo(config)
    assert "is no file" in call("--profile=acme").output


@MODES
def test_a_file_that_others_may_write_to_is_refused(
    acme: Loopback, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.chmod(0o644)
    assert call("--profile=acme").exit_code == 0
    config.chmod(0o646)
    assert f"Run `chmod go-w {config}`" in call("--profile=acme").output
    config.chmod(0o664)
    for private, code in ((True, 0), (False, 2)):
        monkeypatch.setattr(ownership, "_is_private", lambda _, private=private: private)
        assert call("--profile=acme").exit_code == code
    config.chmod(0o600)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1 if mine else 12345)
    found = config.stat()
    if found.st_uid == 0:
        os.chown(config, 54321, -1)
    refused = call("--profile=acme")
    assert refused.exit_code == 2
    assert "belongs to somebody else" in refused.output


@MODES
def test_a_profile_is_added_where_it_is_asked_for(config: Path) -> None:
    config = config.parent / "new" / "profiles.toml"
    env = {"AGENT_CONNECTORS_CONFIG": str(config)}
    words = ["--timezone", "Europe/Berlin", "--workspace", "9001", "--read-only", "--timeout=2.5"]
    assert run("profile", "add", "acme", *words, env=env).exit_code == 0
    assert config.stat().st_mode & 0o777 == 0o600
    assert config.parent.stat().st_mode & 0o777 == 0o700
    with config.open("a") as file:
        file.write("# mine, and no line end")
    odd = 'a "b" \\ \U0001f680'
    assert (
        run("profile", "add", "bé", "--customer-name", odd, "--client-id=c", env=env).exit_code == 0
    )
    text = config.read_text()
    assert "# mine, and no line end\n" in text
    assert tomllib.loads(text)["profiles"] == {
        "acme": {
            "timezone": "Europe/Berlin",
            "workspace": "9001",
            "read_only": True,
            "timeout": 2.5,
        },
        "bé": {"client_id": "c", "customer_name": odd},
    }
    listed = json.loads(run("profile", "list", env=env).stdout)
    assert listed["file"] == str(config)
    assert [one["name"] for one in listed["profiles"]] == ["acme", "bé"]
    for args, said in (
        (["acme"], "There is a profile `acme` already"),
        (["be\u0301"], "There is a profile `bé` already"),
        (["../x"], "cannot be called"),
        (["new", f"--workspace={KEY}"], "is a secret"),
        (["new", "--connector-id=x"], "is for one with a `client_id`"),
        (["new", "--connector=clikup"], "Did you mean `clickup`?"),
        (["new", "--timeout=nan"], "must be a number of seconds"),
        (["new", "--timeout=0"], "--timeout"),
        (["new", "--base-url="], "must be a text"),
    ):
        done = run("profile", "add", *args, env=env)
        assert done.exit_code == 2, done.output
        assert said in done.output
        assert KEY not in done.output
    assert config.read_text() == text


WRONG_VALUES = [
    *(f"--{name}=pk_12345_SECRETSECRET" for name in (
        "key-variable", "workspace", "timezone", "base-url", "customer-name", "client-id",
    )),
    *("--base-url=http://u:SECRETSECRET@h/", "--base-url=nonsense", "--base-url=ftp://h"),
    *("--timezone=Mars/X", "--timezone= ", "--key-variable=a b", "--key-variable=A=B"),
    *("--workspace= ", "--client-id=c\n", "--key-variable=1A"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_VALUES)
def test_what_could_not_be_used_is_not_added(acme: Loopback, config: Path, wrong: str) -> None:
    before = config.read_bytes()
    more = ["--client-id=c"] if wrong.startswith("--customer") else []
    done = run("profile", "add", "k1", wrong, *more)
    assert done.exit_code == 2, done.output
    assert "SECRETSECRET" not in done.output
    assert config.read_bytes() == before
    assert call("--profile=acme").exit_code == 0


@pytest.mark.parametrize("value", ["pk_12345_SECRETSECRET", "http://u:SECRETSECRET@h/"])
def test_a_secret_in_the_file_is_not_listed(
    config: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setattr("agent_connectors.engine.secrets.hiding._shapes", {})
    monkeypatch.setattr(
        "agent_connectors.cli.profile.provider_named",
        lambda _: shape_of_secrets(r"pk_[0-9]+_[A-Z]+"),
    )
    config.write_text(f"[profiles.acme]\nbase_url = '{value}'\n")
    listed = run("profile", "list")
    assert listed.exit_code == 2
    assert "is a secret" in listed.output
    assert "SECRETSECRET" not in listed.output


def test_a_file_with_a_mark_of_its_encoding_is_read(acme: Loopback, config: Path) -> None:
    config.write_bytes(b"\xef\xbb\xbf[profiles.acme]\r\n")
    assert call("--profile=acme").exit_code == 0
    assert run("profile", "add", "other").exit_code == 0
    assert sorted(read_profiles(config)) == ["acme", "other"]


def test_the_file_may_be_in_a_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    env = {"AGENT_CONNECTORS_CONFIG": "~/x.toml"}
    assert run("profile", "add", "acme", env=env).exit_code == 0
    assert sorted(read_profiles(tmp_path / "x.toml")) == ["acme"]
    assert list(Path().iterdir()) == []
    unknown = run("profile", "list", env={"AGENT_CONNECTORS_CONFIG": "~nobody-of-the-name/x"})
    assert unknown.exit_code == 2
    assert "home folder" in unknown.output


def test_a_folder_that_cannot_be_made_is_told(config: Path) -> None:
    config.write_text("")
    env = {"AGENT_CONNECTORS_CONFIG": str(config / "below" / "it.toml")}
    done = run("profile", "add", "acme", env=env)
    assert done.exit_code == 2
    assert "cannot be" in done.output


def test_nothing_is_written_to_the_home_folder_unasked(
    acme: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("AGENT_CONNECTORS_CONFIG")
    for command in (["call", "user", "get"], ["doctor"], ["profile", "list"]):
        assert run(*command).exit_code == 0
    assert run("login", "--profile=acme").exit_code == 2
    assert list(home.rglob("*")) == []
    assert run("profile", "add", "acme").exit_code == 0
    assert [path.name for path in home.rglob("*.toml")] == ["config.toml"]


def test_doctor_tells_which_profile_and_which_key(acme: Loopback, config: Path) -> None:
    told = run("doctor", "--profile=acme")
    assert told.exit_code == 0, told.output
    assert f"acme, by --profile; {config}" in told.output
    assert "from the keyring (Memory), a personal token" in told.output
    assert (
        "acme, by AGENT_CONNECTORS_PROFILE"
        in run("doctor", env={"AGENT_CONNECTORS_PROFILE": "acme"}).output
    )
    plain = run("doctor", env={"CLICKUP_API_KEY": OTHER}).output
    assert "from CLICKUP_API_KEY, a personal token" in plain
    config.write_text("[profiles.acme]\nworkspace = '1'\n")
    wrong = run("doctor", "--profile=acme")
    assert wrong.exit_code == 2
    assert "does not see the workspace 1" in wrong.output
    assert not any(key in told.output + plain + wrong.output for key in (KEY, OTHER))


def test_every_command_works_in_the_account_of_the_profile(
    acme: Loopback, config: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "journal.db"
    acme.handler = None
    acme.script = [Reply({"err": "no", "ECODE": "OAUTH_025"}, status=401)]
    run("call", "spaces", "create", "--team-id=1", "--name=x", f"--journal={journal}")
    for command in (
        ["call", "user", "get"],
        ["doctor"],
        ["store", "sync", str(tmp_path / "a.db")],
        ["sandbox", f"--from-workspace={tmp_path / 'copy.jsonl'}"],
    ):
        acme.received.clear()
        done = run(*command, "--profile=beta")
        assert done.exit_code == 4, (command, done.output)
        assert {one.headers["authorization"] for one in acme.received} == {OTHER}
    undone = run("journal", "undo", str(journal), "1", "--profile=gamma")
    assert "no profile `gamma`" in undone.output


def test_a_profile_is_not_given_twice(acme: Loopback) -> None:
    done = call("--profile=acme", "--profile=beta")
    assert done.exit_code == 2
    assert "--profile is given twice" in done.output
    assert acme.received == []


def test_no_frame_of_a_refusal_holds_a_key(memory: Memory, config: Path) -> None:
    config.write_text("[profiles.server]\nclient_id = 'c'\nconnector_id = ' '\n")
    provider = provider_named("clickup")
    server = Profile(name="server", client_id="c\n")
    for about, key in ((None, "pk_1 QSECRETQ-AND-MORE"), (server, "QSECRETQ-of-a-client")):
        account = Account(about, Secret(key), "typed")
        with pytest.raises(ConfigurationError) as refused:
            connected("clickup", provider, account)
        assert "QSECRETQ" not in str(refused.value)
        traceback = refused.value.__traceback__
        assert traceback is not None
        held = [frame.f_locals for frame, _ in walk_tb(traceback)]
        ours = [text for text in map(repr, held[1:]) if "QSECRETQ" in text]
        assert ours == []


def test_profiles_that_are_added_at_once_are_all_there(config: Path) -> None:
    names = [f"p{number}" for number in range(8)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda name: _append(config, "", f'[profiles."{name}"]\n'), names))
    assert sorted(read_profiles(config)) == names


def test_a_host_that_is_called_in_the_clear_is_told_once(
    acme: Loopback, config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config.write_text(
        "[profiles.acme]\nbase_url = 'http://proxy.invalid'\nkey_variable = 'K'\ntimeout = 0.01\n"
    )
    assert call("--profile=acme", CLICKUP_BASE_URL="", K=KEY).exit_code == 5
    assert caplog.text.count("To proxy.invalid credentials travel in the clear") == 1
