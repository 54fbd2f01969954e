"""Sets the scene of a case: finds and makes what its request speaks of."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from agent_connectors.clickup.evals.stage import Meanwhile, Stage

if TYPE_CHECKING:
    from agent_connectors.clickup.sandbox import Sandbox

__all__ = ["Scene"]

T = TypeVar("T")


class Scene:
    """The workspace before the agent comes.

    What is made here is made through ClickUp's own REST API, as the sandbox has it.

    Args:
        stage: Where the case is played.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    @property
    def sandbox(self) -> "Sandbox":
        """The sandbox, for all that has no method here, such as `fail`."""
        return self._stage.sandbox

    @property
    def workspace(self) -> str:
        """The id of the workspace."""
        return self.sandbox.workspace.id

    def ask(self, method: str, path: str, body: Any = None, *, by: int | str | None = None) -> Any:
        """One request to the sandbox.

        Args:
            method: The HTTP method.
            path: The path, such as `/api/v2/team`.
            body: What to send, as JSON.
            by: Who sends it: an id, name or address; the owner if not given.

        Raises:
            ValueError: It was refused.
        """
        if by is None:
            return self._stage.ask(method, path, body)
        return self._stage.ask(method, path, body, token=self.sandbox.token_for(by))

    def meanwhile(self, method: str, path: str, do: Meanwhile) -> None:
        """Has something happen while the agent works, once.

        Args:
            method: Right after its first request with this HTTP method,
            path: to a path that this glob matches.
            do: What happens; it is not taken for the agent's doing.
        """
        self._stage.after(method, path, do)

    # What there is

    def list(self, name: str, folder: str | None = None) -> str:
        """The id of a List.

        Args:
            name: Its name.
            folder: The name of its Folder, where there are several of that name.
        """
        places = self.sandbox.workspace.lists.values()
        found = [p.id for p in places if p.name == name and folder in {None, p.folder.name}]
        return _only(found, f"List {name!r}")

    def task(self, name: str) -> str:
        """The id of a task, by its name or custom id."""
        tasks = self.sandbox.workspace.tasks.values()
        return _only([t.id for t in tasks if name in {t.name, t.custom_id}], f"task {name!r}")

    def person(self, name: str) -> int:
        """The id of somebody, by name or address."""
        people = self.sandbox.workspace.users.values()
        return _only([u.id for u in people if name in {u.username, u.email}], f"person {name!r}")

    def field(self, place: str, name: str) -> str:
        """The id of a custom field.

        Args:
            place: The name of a List that has it.
            name: Its name.
        """
        workspace = self.sandbox.workspace
        fields = workspace.fields_of(workspace.lists[self.list(place)])
        return _only([field.id for field in fields if field.name == name], f"field {name!r}")

    def option(self, field: str, name: str) -> str:
        """The id of an option of a custom field."""
        options = self.sandbox.workspace.fields[field].config["options"]
        found = [str(o["id"]) for o in options if name in {o.get("name"), o.get("label")}]
        return _only(found, f"option {name!r}")

    def doc(self, name: str) -> str:
        """The id of a Doc."""
        docs = self.sandbox.workspace.docs.values()
        return _only([doc.id for doc in docs if doc.name == name], f"Doc {name!r}")

    # What is made

    def add_task(self, place: str, name: str, **fields: Any) -> str:
        """Makes a task; gives its id.

        Args:
            place: The name of its List, or its id.
            name: Its name.
            fields: What else ClickUp's REST API takes, such as `assignees=[...]`, and `by`.
        """
        home = place if place in self.sandbox.workspace.lists else self.list(place)
        by = fields.pop("by", None)
        made = self.ask("POST", f"/api/v2/list/{home}/task", {"name": name, **fields}, by=by)
        return str(made["id"])

    def add_list(self, name: str, *, folder: str | None = None, space: str | None = None) -> str:
        """Makes a List in a Folder or a Space, by name; gives its id."""
        workspace = self.sandbox.workspace
        places: Any = workspace.folders if folder else workspace.spaces
        found = [p.id for p in places.values() if p.name == (folder or space)]
        kind, place = ("folder" if folder else "space"), _only(found, "place")
        return str(self.ask("POST", f"/api/v2/{kind}/{place}/list", {"name": name})["id"])

    def add_comment(self, task: str, text: str, *, by: int | str | None = None) -> str:
        """Comments on a task; gives the id of the comment."""
        body = {"comment_text": text, "notify_all": False}
        return str(self.ask("POST", f"/api/v2/task/{task}/comment", body, by=by)["id"])

    def add_checklist(self, task: str, name: str, items: Sequence[str]) -> dict[str, str]:
        """Makes a checklist on a task; gives the ids of its items, and its own under its name."""
        made = self.ask("POST", f"/api/v2/task/{task}/checklist", {"name": name})["checklist"]
        where = f"/api/v2/checklist/{made['id']}/checklist_item"
        ids = {name: str(made["id"])}
        for item in items:
            told = self.ask("POST", where, {"name": item})["checklist"]["items"]
            ids[item] = next(str(one["id"]) for one in told if one["name"] == item)
        return ids

    def add_file(self, task: str, name: str, content: bytes = b"%PDF-1.7") -> None:
        """Attaches a file to a task."""
        head = f'Content-Disposition: form-data; name="attachment"; filename="{name}"'
        body = f"--scene\r\n{head}\r\n\r\n".encode() + content + b"\r\n--scene--\r\n"
        self._stage.ask(
            "POST",
            f"/api/v2/task/{task}/attachment",
            body,
            content_type="multipart/form-data; boundary=scene",
        )

    def add_doc(self, name: str, content: str) -> str:
        """Makes a Doc with one page; gives its id."""
        where = f"/api/v3/workspaces/{self.workspace}/docs"
        made = str(self.ask("POST", where, {"name": name, "create_page": False})["id"])
        page = {"name": "Notes", "content": content, "content_format": "text/md"}
        self.ask("POST", f"{where}/{made}/pages", page)
        return made

    def add_person(self, name: str, email: str) -> int:
        """Somebody more in the workspace, who may have the name of another; gives their id."""
        users = self.sandbox.workspace.users
        like = next(user for user in users.values() if user.username == "Jonas Weber")
        made = replace(like, id=max(users) + 11, username=name, email=email)
        users[made.id] = made
        return made.id


def _only(found: list[T], what: str) -> T:
    if len(found) != 1:
        raise LookupError(f"There should be one {what} in the scene, and there are {len(found)}.")
    return found[0]
