"""Files for Compose, Kubernetes, Grafana and CI: what tools take, and what the server knows."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from agent_connectors.hosted.settings import Settings
from tests.deployment.front import DEPLOY, ROOT
from tests.missing import missing

KUBERNETES = DEPLOY / "kubernetes"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
VERSIONS = ["1.33", "1.37"]
OPERATOR = {"Kustomization", "PodMonitor"}
"""Kinds that are not Kubernetes' own."""


def checked(schema: str, *files: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    command += map(str, files)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_takes_its_file() -> None:
    checked("vendor.compose-spec", DEPLOY / "compose.yaml")


def test_compose_keeps_secrets_in_files() -> None:
    named = {each for service in COMPOSE["services"].values() for each in _secrets(service)}
    assert named == set(COMPOSE["secrets"])
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|SECRET|_URL", name):
                assert name.endswith(("_FILE", "_KEY_FILE")), name
                assert value.removeprefix("/run/secrets/") in _secrets(service), value
    server = COMPOSE["services"]["server"]
    assert server["read_only"] is True
    assert server["cap_drop"] == ["ALL"]
    assert server["deploy"]["replicas"] == 2
    assert "ports" not in server, "nginx alone is reached from outside"
    published = [port for each in COMPOSE["services"].values() for port in each.get("ports", [])]
    assert all(port.startswith(("127.0.0.1:", "${LISTEN:-127.0.0.1:")) for port in published)


def _secrets(service: dict[str, Any]) -> list[str]:
    return [
        each if isinstance(each, str) else each["source"] for each in service.get("secrets", [])
    ]


def test_the_script_makes_each_secret_once(tmp_path: Path) -> None:
    command = [DEPLOY / "make-secrets.sh", tmp_path / "secrets"]
    first: dict[str, bytes] = {}
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        made = {path.name: path.read_bytes() for path in (tmp_path / "secrets").iterdir()}
        assert made == (first or made), "what is there stays"
        first = made
    wanted = {Path(each["file"]).name for each in COMPOSE["secrets"].values()}
    assert wanted <= set(first)
    for path in (tmp_path / "secrets").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path.name
    settings = Settings(
        database_url=first["database_url"].decode().strip(), keys=first["keys"].decode().strip()
    )
    from agent_connectors.engine.secrets.secret import Secret
    from agent_connectors.hosted.vault import Vault

    assert Vault([Secret(str(settings.keys))]).signing_keys()
    assert first["postgres_password"].decode().strip() in settings.database_url


def manifests() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(KUBERNETES.glob("*.yaml")):
        for document in yaml.safe_load_all(file.read_text()):
            yield file.name, document


@pytest.mark.parametrize("version", VERSIONS)
def test_kubernetes_takes_the_manifests(version: str) -> None:
    kinds = set()
    for name, document in manifests():
        kinds.add(document["kind"])
        if document["kind"] not in OPERATOR:
            try:
                kubernetes_validate.validate(document, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                pytest.fail(f"{name}: {error.message}")
    assert {"Deployment", "Service", "Ingress", "PodDisruptionBudget", "NetworkPolicy"} <= kinds
    assert {"Job", "Secret", "PodMonitor"} <= kinds


def test_the_tool_finds_what_is_wrong() -> None:
    (wrong,) = (each for _, each in manifests() if each["kind"] == "PodDisruptionBudget")
    wrong["spec"]["maxUnavailble"] = 1
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


def test_all_manifests_are_applied_but_the_sample() -> None:
    kustomization = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())
    files = {file.name for file in KUBERNETES.glob("*.yaml")}
    apart = {"kustomization.yaml", "secret.sample.yaml", "podmonitor.yaml"}
    assert set(kustomization["resources"]) == files - apart
    for name, document in manifests():
        if name != "kustomization.yaml":
            metadata = document["metadata"]
            assert kustomization["namespace"] == metadata.get("namespace", metadata["name"])


def test_pods_may_do_little_and_read_their_secrets() -> None:
    (sample,) = (each for _, each in manifests() if each["kind"] == "Secret")
    (config,) = (each for _, each in manifests() if each["kind"] == "ConfigMap")
    pods = [
        each["spec"]["template"]["spec"]
        for _, each in manifests()
        if each["kind"] in {"Deployment", "Job"}
    ]
    assert len(pods) == 2
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == 10001
        (container,) = pod["containers"]
        allowed = container["securityContext"]
        assert allowed["readOnlyRootFilesystem"] is True
        assert allowed["allowPrivilegeEscalation"] is False
        assert allowed["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        for variable, value in config["data"].items():
            if variable.endswith("_FILE"):
                folder, _, name = value.rpartition("/")
                assert folder == mounts["secrets"]
                assert name in sample["stringData"]
        # What only the server's own group may read, a key file may be.
        (secrets,) = (each for each in pod["volumes"] if each["name"] == "secrets")
        assert secrets["secret"]["defaultMode"] == 0o440
        assert secrets["secret"]["secretName"] == sample["metadata"]["name"]
        assert pod["securityContext"]["fsGroup"] == 10001


def test_what_is_selected_is_there() -> None:
    (deployment,) = (each for _, each in manifests() if each["kind"] == "Deployment")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    ports = deployment["spec"]["template"]["spec"]["containers"][0]["ports"]
    named = {port["name"]: port["containerPort"] for port in ports}
    for _, each in manifests():
        spec = each.get("spec", {})
        match each["kind"]:
            case "Service":
                assert spec["selector"].items() <= labels.items()
                assert {port["targetPort"] for port in spec["ports"]} <= set(named)
            case "PodDisruptionBudget" | "PodMonitor":
                assert spec["selector"]["matchLabels"].items() <= labels.items()
            case "NetworkPolicy":
                assert spec["podSelector"]["matchLabels"].items() <= labels.items()
                opened = {port["port"] for rule in spec["ingress"] for port in rule["ports"]}
                assert opened == set(named.values())
            case "Ingress":
                paths = [path for rule in spec["rules"] for path in rule["http"]["paths"]]
                assert not any(path["path"] in {"/", "/metrics"} for path in paths)


def test_every_setting_that_is_named_is_one() -> None:
    known = {f"AGENT_CONNECTORS_{each.name.upper()}" for each in fields(Settings)}
    known |= {"AGENT_CONNECTORS_DATABASE_URL_FILE", "AGENT_CONNECTORS_REDIS_URL_FILE"}
    for file in [*DEPLOY.rglob("*"), *WORKFLOWS]:
        if file.is_file() and "secrets" not in file.parts:
            named = set(re.findall(r"AGENT_CONNECTORS_[A-Z_]+", file.read_text()))
            assert named <= known, file


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda file: file.name)
def test_what_workflows_run_is_shell(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text())["jobs"]
    scripts = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert scripts
    for script in scripts:
        plain = re.sub(r"\$\{\{.*?\}\}", "x", script)
        done = subprocess.run(
            ["bash", "-n"], input=plain, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        for named in re.findall(r"(?:deploy|tests|\.ci)/[\w./-]+", plain):
            made = named.startswith("deploy/secrets/")
            assert made or (ROOT / named).exists(), named
        for target in re.findall(r"\bmake (\w+)", plain):
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE), target


def _compose_is_at_hand() -> bool:
    try:
        have = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return have.returncode == 0


@pytest.mark.skipif(not _compose_is_at_hand(), reason="no Docker Compose; the schema was tried")
def test_docker_compose_reads_its_file(tmp_path: Path) -> None:
    """Its own opinion, where it is at hand: it needs no daemon for that."""
    done = subprocess.run(
        ["docker", "compose", "--file", DEPLOY / "compose.yaml", "config", "--quiet"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_grafana_is_given_its_dashboard() -> None:
    """What Compose mounts is where the provisioning looks for it."""
    mounted = dict(each.split(":")[:2] for each in COMPOSE["services"]["grafana"]["volumes"][:2])
    provided = yaml.safe_load(
        (DEPLOY / "grafana" / "provisioning" / "dashboards" / "files.yaml").read_text()
    )["providers"]
    assert [each["options"]["path"] for each in provided] == [mounted["./grafana/dashboards"]]
    for source in mounted:
        if not (DEPLOY / source).is_dir():
            missing(f"{source} is not there")


def test_the_operator_is_given_the_alerts() -> None:
    """The command of the page, as far as `kubectl`."""
    page = (ROOT / "docs" / "deploying.md").read_text()
    command = re.search(r"^(\{ printf .*) \| kubectl apply", page, re.MULTILINE)
    assert command
    done = subprocess.run(["sh", "-c", command[1]], cwd=ROOT, capture_output=True, check=True)
    rule = yaml.safe_load(done.stdout)
    assert rule["kind"] == "PrometheusRule"
    assert rule["spec"] == yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())
