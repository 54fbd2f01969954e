"""Workspaces, spaces, folders, lists, views, tags, templates."""

from collections.abc import Mapping

__all__ = ["PLACES"]

PLACES: Mapping[str, str] = {
    "workspaces": "workspace hierarchy",
    "workspaces.tree": """
        overview of the whole structure; hierarchy of everything; map of spaces folders
        and lists; how is our workspace organized; all places with ids; big picture of
        where things live; show the layout of the workspace; sitemap; lay of the land;
        outline of all folders and lists; what is in the workspace; every list in every
        space; what does the workspace look like; everything at a glance; bird's eye view;
        where is everything
    """,
    "workspaces.find": """
        find something by name; look up the id of a list called; where is the folder
        named; resolve a name to an id; which list is called; find a person or place by
        name; i only know what it is called; what is the id of; search for a name; find
        the space named; locate the project called; where the heck is the list; where is
        the list called; find the id of; cannot find the folder; get the id for the space
        named; where does the list live in this mess; no idea which space the folder is in
    """,
    "teams": "workspace",
    "teams.list": """
        which workspaces do i have; list my workspaces; accounts i can reach; workspaces i
        belong to; what organizations am i in; all workspaces with their members; everyone
        in the workspace; who is on the team; list everybody who works here; all people of
        the workspace; members of the workspace; which companies can this token see; team
        roster; who works here; who is in our workspace; everyone on board; colleagues;
        who do i work with; find a person's id; email of a coworker; how many people are
        we; which workspaces do i have access to with this login; what workspaces are
        there; which companies am i part of
    """,
    "teams.get_plan": """
        what plan are we on; free or business plan; which subscription do we pay for;
        billing tier; are we on enterprise; what are we paying for; pricing tier of the
        workspace; license level; are we on the paid tier; do we have premium; what do we
        pay for
    """,
    "teams.get_seats": """
        how many seats are left; free seats; licenses used; can we add more people; seat
        usage; how many licences remain; number of members and guests we can still invite;
        user slots; can we squeeze in two more folks; room for more people; are we out of
        licenses; headcount limit; how many more people can we add before we have to pay
        extra; room on the license
    """,
    "teams.get_shared": """
        what was shared with me; things shared with me; shared items; what do others share
        with me; tasks lists and folders someone gave me access to; shared hierarchy; what
        have others let me see; stuff i was given access to without being in the space
    """,
    "spaces": "space department area",
    "spaces.list": """
        list all spaces; which spaces are there; spaces in the workspace; show me our
        departments; top level areas; archived spaces
    """,
    "spaces.get": """
        get one space; details of a space; which features are on in a space; space
        settings; statuses of a space; is time tracking enabled in this space
    """,
    "spaces.create": """
        create a space; set up a space for the marketing department; add a top level area;
        spin up a space for the new team; open a space; a new department needs its own
        area; give them their own space
    """,
    "spaces.update": """
        rename a space; change the color of a space; turn on features such as sprints in a
        space; enable time tracking for a space; make a space private; allow several
        assignees in a space; disable tags in a space; switch on priorities for a space;
        edit space settings; space should allow; enable custom fields in a space; enable a
        clickapp; the marketing area should have another name and colour; call the space
        something else
    """,
    "spaces.delete": "delete a space; get rid of a whole space; remove the space with all in it",
    "folders": "folder directory project",
    "folders.list": """
        folders in a space; which folders are there; list projects of a space; show all
        directories; archived folders; what folders does the space have; see the folders
        of a space
    """,
    "folders.get": """
        a single folder; details of a folder; show one folder with its lists; what is in
        the clients folder; look inside one folder
    """,
    "folders.create": """
        create a folder; make a new folder in a space; add a project; add a subfolder; new
        directory; a place inside the space where i can group lists; chuck a folder into
        the space; group a couple of lists
    """,
    "folders.update": """
        rename a folder; give the folder another name; change the title of a folder; call
        the folder something else; folder has the wrong name
    """,
    "folders.delete": """
        delete a folder; get rid of a folder; trash a project with all its lists; the old
        folder can go; we do not need the folder
    """,
    "lists": "list",
    "lists.list": """
        lists in a folder; which lists are there; lists of a space outside of folders;
        show lists; folderless lists; what lists does this project have; archived lists;
        see the lists in the ops space; what is inside the folder; lists in a space
    """,
    "lists.get": """
        which statuses does a list have; workflow of a list; details of a list; possible
        statuses; what stages can tasks have; columns of the board; info about one list;
        how many tasks in list
    """,
    "lists.create": """
        create a list; make a list in a folder; new sprint list; new backlog; set up a
        list; add a list to the space; a fresh list for the launch; somewhere to collect
        tickets; a place for tasks; make a list for the trade fair
    """,
    "lists.update": """
        rename a list; change the description of a list; give a list a due date or an
        owner; edit list settings; color or status of a list; change the list itself; the
        list should be called something else from now on; list needs a new name; list got
        a new owner
    """,
    "lists.delete": """
        delete a list; get rid of a list; remove a whole list with its tasks; the list is
        not needed by anyone; bin the old sprint list
    """,
    "lists.add_task": """
        add an existing task to a second list; show a task in another list as well; put a
        task in multiple lists; task should also appear in the sprint list; have the same
        task in two lists; additional list; put the task on the release list too; also on
        another list; additional home for a task; show up in the design list too not just
        where it is now; two separate lists should both show this ticket; also list it
        under; appear in both lists
    """,
    "lists.remove_task": """
        take a task out of a second list; remove a task from the additional list; pull a
        task out of the sprint list; task should no longer appear in the other list; take
        it off the release list but keep it in the backlog; should only be in its own list
    """,
    "views": "view board",
    "views.list": """
        which views does a list have; list views; boards and calendars of a space; saved
        views; all boards; show gantt charts and dashboards that exist; which boards are
        on this list
    """,
    "views.get": """
        get one view; settings of a view; how is this board configured; filters of a view;
        how is a view grouped or sorted; columns of a view
    """,
    "views.create": """
        create a board view; make a calendar view; add a kanban board; new gantt chart;
        set up a table view; save a filtered view; make me a kanban; visualize tasks as a
        calendar; timeline of a list
    """,
    "views.update": """
        change how a view is grouped; sort or filter a view; rename a board; edit view
        settings; group the board by assignee; add a column to a view; change the filters
        of a view; board should show only; hide closed tasks in a view; change the layout
        of a board
    """,
    "views.delete": """
        delete a view; remove a board; get rid of the calendar view; nobody looks at the
        gantt chart; board is unused
    """,
    "view_tasks": "tasks in a view",
    "view_tasks.list": """
        tasks that a view shows; what is on the board; tasks in this view; cards on the
        kanban board; contents of a saved view; show what is in the calendar view; what is
        showing on the board; which cards are in the column; what does the calendar show
    """,
    "tags": "tag label",
    "tags.list": """
        which tags are there in a space; all tags; available labels; list labels; what
        tags can i use; what labels do we have; all hashtags
    """,
    "tags.create": """
        create a tag in a space; define a new label; make a tag; add a label to the space
    """,
    "tags.update": """
        rename a tag; change the color of a tag; recolor a label; edit a tag; fix a typo
        in a tag; that label is misspelled; call the label something else
    """,
    "tags.delete": """
        delete a tag from the space; get rid of a label everywhere; remove a tag entirely;
        drop a label for good; nobody should be able to use the label; tag is obsolete in
        the whole space
    """,
    "tags.add": """
        tag a task; label a task; put a tag on a task; slap a label on the ticket; mark
        task with a tag; give the task a tag; add a tag to a task; mark the ticket with a
        label; ticket should carry the tag
    """,
    "tags.remove": """
        remove a tag from a task; untag a task; take the label off a ticket; strip a tag
        from the task; unlabel; drop the label from this task; task should not be labeled;
        peel the label off the ticket; ticket is not waiting any more drop the tag
    """,
    "templates": "template blueprint",
    "templates.list_tasks": "which task templates are there; list templates of tasks",
    "templates.list_lists": "which list templates are there; list templates of lists",
    "templates.list_folders": """
        which folder templates are there; folder blueprints; project templates
    """,
    "templates.create_task": """
        make a task from a template; use a task template; apply the bug report template;
        new task based on a template; use the standard checklist task; same as the
        template task
    """,
    "templates.create_list": """
        create a list from a template; use a list template; new list based on a blueprint;
        we always do the same list set one up from the blueprint; list like last time
    """,
    "templates.create_folder": """
        create a folder from a template; start a project from our template; use the folder
        template; new project based on a blueprint; spin up a project like the last one;
        copy our standard project setup
    """,
}
"""Questions and requests about places."""
