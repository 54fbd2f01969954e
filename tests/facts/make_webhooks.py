"""Makes the digest of ClickUp's pages about the payloads of webhooks: facts, and no text.

Run it with a folder that holds the pages (task, List, Folder, Space, Goal and Target payloads) as
Markdown:

    python -m tests.facts.make_webhooks FOLDER
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from tests.facts.make_digest import written
from tests.facts.shapes import shape_of

__all__ = ["digest_of_webhooks"]

_PAYLOAD = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (\w+) payload$", re.MULTILINE)
_ALSO = re.compile(r"We also send (.*?)payload")


def digest_of_webhooks(folder: Path) -> dict[str, Any]:
    """Of each event: which others are sent with it, and the shape of each example.

    A history item is kept under the field that it is about, with the events that hold one.
    """
    text = "\n".join(page.read_text() for page in sorted(folder.glob("*.md")))
    events: dict[str, Any] = {}
    items: dict[str, Any] = {}
    for example in map(json.loads, _PAYLOAD.findall(text)):
        found = events.setdefault(example["event"], {"also": [], "keys": [], "fields": []})
        for item in example.get("history_items", ()):
            if item["field"] not in found["fields"]:
                found["fields"].append(item["field"])
            items.setdefault(item["field"], []).append(item)
        keys = {k: shape_of(v, k) for k, v in example.items() if k != "history_items"}
        keys["event"] = "text"
        # The order of keys is that of the example, with a place for the history.
        keys = {k: keys.get(k, "history") for k in example}
        if keys not in found["keys"]:
            found["keys"].append(keys)
    parts = _SECTION.split(text)[1:]
    for name, section in zip(parts[::2], parts[1::2], strict=True):
        also = _ALSO.search(section)
        told = re.findall(r"\b[a-z]+[A-Z]\w+", also[1]) if also else []
        events[name]["also"] = told
    return {"events": events, "items": {k: shape_of(v)[:4] for k, v in sorted(items.items())}}


def main(folder: Path) -> None:
    digest = written(digest_of_webhooks(folder), 2)
    (Path(__file__).parent / "webhooks.json").write_text(digest + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
