"""The software bill of materials: all that is locked, with licenses, and the same each time."""

import json
import re
import subprocess
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
BILL = ROOT / "sbom" / "agent-connectors.cdx.json"


def write() -> bytes:
    done = subprocess.run(["make", "sbom"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return BILL.read_bytes()


def locked() -> set[str]:
    """What is installed of the locked versions on this system, as addresses of packages."""
    text = (ROOT / "deploy" / "requirements.txt").read_text("utf-8")
    lines = re.findall(r"^([\w-]\S*==.+?)\s*\\?$", text, re.MULTILINE)
    found = [Requirement(line) for line in lines]
    return {
        f"pkg:pypi/{canonicalize_name(each.name)}@{str(each.specifier).removeprefix('==')}"
        for each in found
        if each.marker is None or each.marker.evaluate()
    }


def test_it_names_what_is_locked() -> None:
    first = write()
    bill = json.loads(first)
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["name"] == "agent-connectors"
    assert {part["purl"] for part in bill["components"]} == locked()
    without = {part["name"] for part in bill["components"] if not part.get("licenses")}
    assert without <= {"protobuf"}, "the metadata of that one name none"
    needs = {entry["ref"]: entry.get("dependsOn", []) for entry in bill["dependencies"]}
    assert any(needs.values())
    assert write() == first
