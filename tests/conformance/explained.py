"""Where the sandbox differs from recordings, each with its reason.

An entry is a pattern of recordings, a pattern of places in the body, and the reason. A place is
such as `tasks[].status.id`; `order of ...` is said of objects whose keys come in another order.
"""

__all__ = ["EXPLAINED"]

_SEED = "depends on what the Workspace holds, or has switched on"
_SHAPE = "put together by others from what they saw; keys may be missing, and kinds be others"
_ORDER = "JSON does not order keys; those of other recordings of the same object differ, too"
_INVITED = "the recorded Workspace had invited nobody"

EXPLAINED: list[tuple[str, str, str]] = [
    (r"(teams_list|nango_get_team)", r"teams\[\]\.members\[\]\.invited_by.*", _INVITED),
    (r"custom_fields_list", r"fields\[\]\.(type_config\..*|applied_objects)", _SEED),
    (
        r"task_comments_list",
        r"comments\[\]\.(comment\[\]\.(type|user.*)|resolved|assigned_by.*)",
        "no recorded comment on a task is assigned or mentions anybody",
    ),
    (
        r"doc_v3_page_listing_CONSTRUCTED",
        r"\[\]\.pages\[\]\.pages",
        "the recorded Doc has two levels of pages, ours three",
    ),
    (r".*(space|spaces_list|space_id|space_2)", r"(spaces\[\]\.)?features\..*", _SEED),
    (
        r"(bstag|nango)_(get|put|post)_(list_id|folder_id_list)",
        r"status.*",
        "absent where a List has no colour",
    ),
    (
        r"nango_.*",
        r"(lists\[\]\.)?(folder|space)\.archived",
        "new in 2026; recordings of 2025 and January 2026 have none",
    ),
    (r"nango_get_list_id_task.*", r"tasks\[\]\.time_spent", "only where time was tracked"),
    (
        r"nango_get_space_id_folder",
        r"folders\[\]\.(deleted|space\.access)",
        "left out where a Folder is one of many",
    ),
    (r"nango_put_folder_id", r"lists\[\]\.space.*", "left out where a Folder was changed"),
    (
        r"nango_post_task_id_comment",
        r"version\.data\.context\.user_id",
        "absent from the recordings of January 2026",
    ),
    (
        r"nango_.*_time_entries_id",
        r"data(\[\])?\.(task.*|task_url)",
        "entries with and without a task, and before and after a change, differ in these",
    ),
    (r"shape_.*", r".*", _SHAPE),
    (r"bstag_error_401_list", r".*", "a List of another Workspace; the seed has none to ask for"),
    (
        r"nango_get_team_id_user_id",
        r".*",
        "refused on a Free plan; the sandbox is of a Workspace that may all",
    ),
    (r"nango_get_folder_id", r".*", "a deleted Folder is still told; the sandbox forgets it"),
    (r".*", r"order of .*", _ORDER),
]
