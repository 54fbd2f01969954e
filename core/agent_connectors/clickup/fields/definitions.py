"""The definitions of the custom fields in one call, looked up once and only where needed."""

from collections.abc import Mapping
from typing import Any

from agent_connectors.clickup.fields.choices import names_option
from agent_connectors.clickup.fields.forms import Field
from agent_connectors.clickup.fields.known import NoPlace, field_named, fields_for, is_uuid
from agent_connectors.clickup.naming.directory import Directory
from agent_connectors.clickup.naming.resolve import looks_like_name
from agent_connectors.engine.errors import ConnectorError

__all__ = ["Definitions"]


class Definitions:
    """What is known of the custom fields that a call names.

    Args:
        checked: The parameters of the call, places among them by id.
        directory: What there is.
        writes: Whether the call writes, so that names have to be those of now.
        strict: Whether a condition on a field that does not exist is an error.
        fresh: Whether to ask even for what is known.
    """

    def __init__(
        self,
        checked: Mapping[str, Any],
        directory: Directory,
        *,
        writes: bool = False,
        strict: bool = False,
        fresh: bool = False,
    ) -> None:
        self._writes = writes
        self._strict = strict
        self._checked = checked
        self._directory = directory
        self._listed: list[Field] | None = None
        self._failed: ConnectorError | NoPlace | None = None
        self._fresh = fresh

    async def get(self, key: str, value: Any = None, *, condition: bool) -> Field | None:
        """The definition of a field; None where it is to be sent without one.

        An id that no place has shown may be that of a field all the same, further down for
        instance. A condition on what does not exist finds nothing, and that is told later.

        Args:
            key: The id or the name of the field.
            value: Its value, or what it is compared with. Where that names an option, the
                definition is one that this very call has asked for: no answer would show that
                the option is called otherwise by now.
            condition: Whether it is part of a condition rather than written.

        Raises:
            LookupError: There is no such field, or there are several; or what its options are
                called now cannot be looked up.
            ConnectorError: The same, as ClickUp could not be asked.
        """
        field = await self._find(key, condition=condition)
        by_name = names_option(field, value) if field else False
        if not (by_name or (self._writes and not is_uuid(key))) or not self._is_old(field):
            return field
        self._directory.renew("fields")
        self._listed = self._failed = None
        field = await self._find(key, condition=condition, anew=True)
        if field is not None and self._is_old(field):
            if isinstance(self._failed, ConnectorError):
                raise self._failed
            raise LookupError(
                f"what `{field.get('name')}` and its options are called now cannot be looked up "
                "here; use their ids"
            )
        return field

    def _is_old(self, field: Field | None) -> bool:
        """Whether a definition was asked for before this call."""
        key = str(field["id"]) if field else ""
        return self._directory.from_before("field", key) is not None

    async def _find(self, key: str, *, condition: bool, anew: bool = False) -> Field | None:
        known = None if self._fresh or anew else self._directory.known_field(key)
        if known is not None:
            return known
        await self._load()
        if self._listed is None:
            if isinstance(self._failed, NoPlace) and looks_like_name(key):
                raise self._failed
            return self._directory.known_field(key)
        try:
            return field_named(key, self._listed)
        except LookupError:
            if is_uuid(key):
                return self._directory.known_field(key)
            if condition and not (self._strict or looks_like_name(key)):
                return None
            raise

    async def held(self, field: Field) -> Any:
        """What a field of the task holds now, as ClickUp shows it; None if there is no task yet.

        Raises:
            LookupError: It could not be looked up.
        """
        if "task_id" not in self._checked:
            return None
        await self._load()
        if self._listed is None:
            name = field.get("name")
            why = str(self._failed)
            raise LookupError(
                f"what `{name}` holds now could not be looked up, so nothing can be taken out of "
                f"it. Say what to `add` and what to `rem`. ({why})"
            )
        here = (other for other in self._listed if other.get("id") == field.get("id"))
        return next(here, {}).get("value")

    async def again(self) -> bool:
        """Looks up anew what was known for a while; whether that was done, and came off."""
        stale = self._directory.forget_fields(older_than=1.0)
        if self._fresh or self._failed or not (stale or self._listed is None):
            return False  # it was looked up for this very call, or cannot be
        self._fresh, self._listed = True, None
        await self._load()
        return self._listed is not None

    async def _load(self) -> None:
        if self._listed is not None or self._failed is not None:
            return
        try:
            self._listed = await fields_for(self._checked, self._directory)
        except (ConnectorError, NoPlace) as failed:
            self._failed = failed
