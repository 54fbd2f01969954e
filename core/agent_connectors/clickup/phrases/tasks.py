"""Tasks, and what is in them or between them."""

from collections.abc import Mapping

__all__ = ["TASKS"]

TASKS: Mapping[str, str] = {
    "tasks": "task ticket todo work",
    "tasks.list": """
        tasks in a list; what is in this list; show the backlog; everything in the sprint
        list; open tasks of one list; tickets in a list; todos on a list; contents of a
        list; list tasks; which tasks are in this list
    """,
    "tasks.get": """
        details of one task; open a task; show a ticket in full; get a task by its id;
        what is the status of this task; who is working on this task; when is this task
        due; description of a task; who is assigned to the ticket; look at ticket; read a
        task; info on a single task; what is this task about; what does the ticket say;
        anything on a ticket; who owns this ticket; how far is this task; look at one
        card; priority of a task; subtasks of a task; show me the ticket
    """,
    "tasks.search": """
        overdue tasks; what is on my plate; what do i have to do today; tasks assigned to
        me; everything due this week; urgent tasks across the workspace; what is late; my
        open tasks; what should i work on; tasks of a person; who has the most work;
        unassigned tasks; find tasks that contain a word; high priority tickets; what did
        the team ship; what was finished last week; closed tasks; tasks updated since
        yesterday; search tickets; tasks with a tag; everything peter is working on; what
        is due tomorrow; workload of somebody; stale tasks; tasks nobody touched; find all
        bugs; tasks in several lists; tasks of a space; missed deadlines; upcoming
        deadlines; what is blocked or in review; tasks past their deadline; what is on
        fire; what is critical; asap stuff; who has bandwidth; who is free this week; what
        is left to do; what is still open; anything waiting for me; my backlog; my
        assignments; which tickets mention; stuff due soon; open items of a client; what
        am i late on; what should i focus on; what happened to the work on; what got done;
        what is next for me; pending work; unfinished business; can not remember where i
        put that task; a task with a word in the title; no clue which list it is in; what
        is on somebody's desk; everything with a due date in the past; things i promised
        to do; which tasks mention a customer
    """,
    "tasks.create": """
        create a task; add a todo; new ticket; open a bug; file an issue; make a subtask;
        remind me to; put something on the list; add a task for somebody; log a bug; raise
        a ticket; break a task into subtasks; add a subtask under a task; write a story;
        new item for the backlog; a task due friday assigned to somebody; add a to do;
        report a bug; split this into smaller chunks; make a note to do something; i need
        a reminder; break down into subtasks; someone should look into; child task; add a
        chore; we should fix the thing; put a card on the board; jot down that i need to;
        write down that somebody has to; put it on my todo list; don't let me forget to
    """,
    "tasks.update": """
        change the status of a task; mark a task as done; close a ticket; assign a task to
        somebody; set the due date; reopen a task; rename a task; push the deadline; raise
        the priority; complete a task; finish a todo; make it urgent; hand the task over
        to somebody; archive a task; unassign somebody; move a task to in progress; edit
        the description; postpone a task; reschedule a ticket; bump the priority; set
        story points; change who is responsible; take someone off a task; add a watcher;
        follow a task; give the task to; mark as complete; put a ticket on hold; make a
        task a subtask of another; convert to milestone; clear the due date; set a start
        date; estimate a task; move the deadline; i finished this task; bump due date;
        delay a task; deprioritize; add an assignee; resolve a bug; drag the card to done;
        it slipped; somebody is taking over the bug; change the assignee; new deadline for
        a ticket; it is done; shipped it; this is more important than we thought; make it
        high priority; give a ticket a better title; the due date is wrong; start working
        on it; someone else should do this task; put it back to open; wrong description;
        mark it blocked; cancel the task; give the job to somebody else instead of me; it
        is finished tick it off; this one is on fire; it belongs to somebody else now;
        take over the work from me; it can wait until next month; lower the priority; pick
        this up next week; it is not urgent; the title is wrong; change the due date of a
        task
    """,
    "tasks.delete": """
        delete a task; get rid of a ticket; remove a task for good; trash a todo; delete a
        subtask; nuke a task; kill a ticket; chuck this ticket in the bin; we do not need
        this task anymore; task was created by mistake; toss a todo
    """,
    "tasks.move": """
        move a task to another list; relocate a ticket; change the list of a task; task
        belongs in a different list; shift a task into the backlog; transfer a task to the
        sprint; put the task in another project instead; sling this over to another list;
        this ticket is in the wrong list; task ended up in the wrong place; send the card
        to the backlog
    """,
    "tasks.merge": """
        merge duplicate tasks; combine two tickets; same bug twice; fold a duplicate into
        the original; consolidate duplicates; these two tasks are the same; reported twice
        one ticket is enough; two tickets about the same thing
    """,
    "tasks.create_many": """
        create many tasks; bulk create; add fifty tasks; import tasks from a spreadsheet;
        batch of new tickets; several tasks; turn a list of items into tasks; mass create
        todos; import a csv; ten new tasks; five new action items; they all need to be in
        clickup; put all of these in as tasks; a whole list of todos; here are twelve
        tickets
    """,
    "tasks.update_many": """
        update many tasks; bulk edit; change all these tasks; mass update statuses; batch
        change of due dates; close a bunch of tickets; reassign all of his tasks; push all
        deadlines by a week; mark all as done; edit fifty tasks; set priority on several
        tasks; everything in the sprint should be closed; hand all of somebody's work to
        another; sweep all done cards; shift every due date; clean up statuses of many
        tickets; set it all to next week; all overdue tickets now belong to somebody; they
        should all be; every task in the list should get; everything still open goes to;
        reassign everything
    """,
    "tasks.get_with_comments": """
        a task with its comments and subtasks; full context of a ticket; catch me up on a
        task; summary of a task with the discussion; everything about a ticket; whole
        story of a task; task including the conversation; brief me on this ticket; task
        and all its comments; ticket including the chatter; the story with a ticket; what
        is going on with this task; tldr of a ticket; background of a task; context and
        discussion; the ticket and everything that was said about it; details plus the
        discussion underneath; incl what everybody said; before i call i want the ticket
        with all comments
    """,
    "custom_fields": "custom field column property",
    "custom_fields.list": """
        what custom fields does a list have; which fields are there; options of a
        dropdown; list custom columns; available properties; choices of a field; metadata
        fields; what can i fill in; which metadata do tickets have; what options does the
        severity dropdown have
    """,
    "custom_fields.set": """
        set a custom field on a task; fill in a field; change the value of a custom field;
        choose an option of the dropdown; put a number in the budget field; fill out the
        column; set the client field; update a custom property; enter the cost; severity
        should be high in the dropdown; fill in the form field; put 5000 in the budget
        column; set sprint points field; mark the checkbox field; pop the field to a
        value; the customer field should say; field is wrong it should be; choose large in
        the size field
    """,
    "custom_fields.remove": """
        clear a custom field; empty a field; unset a value; remove the value of a custom
        field; blank out the column; wipe a custom property; the field should be empty
    """,
    "custom_task_types": "task type",
    "custom_task_types.list": """
        which task types exist; kinds of tasks; what types of work items are there; is
        there a bug type; milestone type; custom item types; id of a task type; what kinds
        of tasks can i make; is there an epic type; can tickets be something else than a
        task; bug or milestone as types
    """,
    "checklists": "checklist",
    "checklists.create": """
        add a checklist to a task; new checklist; make a list of steps on a task; start a
        checklist; give the task a checklist; acceptance criteria as a checklist
    """,
    "checklists.update": """
        rename a checklist; move a checklist to the top; reorder checklists; change
        checklist title
    """,
    "checklists.delete": "delete a checklist; remove the whole checklist from a task",
    "checklist_items": "checklist item step line",
    "checklist_items.create": """
        add an item to a checklist; another step on the checklist; new line in a
        checklist; add a point to the checklist; extend the checklist; add buy milk to the
        checklist; one more thing for the checklist; put a step on the to do list of a
        task
    """,
    "checklist_items.update": """
        tick a checklist item; check off a step; mark a checklist item as done; rename a
        checklist item; assign a checklist item; uncheck a step; tick a box; nest an item;
        complete a step of the checklist; tick the first box; done with the first step;
        someone should do this step; step is done cross it out; done with an item of the
        checklist
    """,
    "checklist_items.delete": """
        delete a checklist item; remove a step from the checklist; drop a line of a
        checklist; step inside the checklist is unnecessary; the item can go
    """,
    "attachments": "attachment file document",
    "attachments.list": """
        files attached to a task; which attachments are there; show documents on a ticket;
        what files does the task have; list uploads; pictures on a task; is there anything
        attached; find the file somebody put on the task
    """,
    "attachments.upload": """
        attach a file to a task; upload a screenshot; add a document to a ticket; put a
        pdf on the task; send a picture to the task; attach the report; stick the
        screenshot on the ticket; here is a file for the task; image for the bug; the pdf
        belongs on the ticket; add the picture to the bug
    """,
    "attachments.upload_to_field": """
        upload a file into a custom field; attach a file to a field; put a document in the
        files field; there is a column for contracts and the signed pdf belongs in it; the
        file goes in the column
    """,
    "attachments.download": """
        download an attachment; save a file from a task; get the file; fetch the attached
        pdf; grab the screenshot; export the attachment to disk; pull down the file; i
        need the pdf on my machine; i want the file on my disk
    """,
    "dependencies": "dependency blocker",
    "dependencies.add": """
        one task blocks another; make a task wait for another; add a dependency; blocked
        by; cannot start until that is done; depends on; mark as blocker; must finish
        first; prerequisite; set a task as waiting on another; say that a ticket is
        blocking another; this cannot start before that is finished; waiting on another
        task; has to happen first; hold this until that is done; needs that one to be done
        first; nothing can happen here until
    """,
    "dependencies.remove": """
        remove a dependency; no longer blocked; unblock a task; stop waiting for another
        task; drop the blocker; these tasks do not depend on each other any more; it is
        not blocked anymore; free a task from its blocker; can start now
    """,
    "task_links": "link between tasks related",
    "task_links.add": """
        link two tasks; relate tickets; connect a task with another; associate tasks;
        related tasks; cross reference tickets; tie two tasks together; these two belong
        together; see also another ticket; mention the related ticket
    """,
    "task_links.remove": """
        unlink two tasks; remove the link between tasks; tasks are not related any more;
        disconnect two tickets; drop the relation between tasks; they were connected as
        related but have nothing to do with each other
    """,
    "goals": "goal objective okr",
    "goals.list": """
        list our goals; which objectives do we have; okrs this quarter; show all targets;
        how are our goals doing; completed goals; how are our okrs going; what are we
        aiming for; company targets
    """,
    "goals.get": """
        show one goal; progress of a goal; how far along is the objective; details of an
        okr; key results of a goal
    """,
    "goals.create": """
        set a new goal; create an objective; define an okr; add a quarterly target; new
        goal for q3; aim for; we want to reach ten customers by june; we want to hit one
        million revenue this year; put down an objective; aim for more
    """,
    "goals.update": """
        rename a goal; change the due date of a goal; change the owner of a goal; edit an
        objective; extend the deadline of an okr; add an owner to the goal; goal needs
        more time; objective has a typo
    """,
    "goals.delete": "delete a goal; drop an objective; get rid of an okr",
    "key_results": "key result target measure",
    "key_results.create": """
        add a key result to a goal; how we measure the goal; add a target to the
        objective; new kr; add a metric; measurable outcome; measure the goal by number of
        signups; milestone for a goal; number we want to hit
    """,
    "key_results.update": """
        update the progress of a key result; key result is at 50 percent; log progress on
        a target; we hit the number; report how far a key result has come; move the needle
        on a kr; current value; we signed 30 of 50; we are at 80 percent of the target;
        move the progress bar; target is met; current number of a metric; we signed more
        customers bump the number under the objective; raise the count of a target;
        progress on the metric
    """,
    "key_results.delete": """
        delete a key result; remove a target from a goal; drop a metric; we dropped the
        target from our objective; this metric does not matter
    """,
}
"""Questions and requests about tasks."""
