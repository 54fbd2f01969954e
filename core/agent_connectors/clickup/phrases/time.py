"""Time that was tracked, and time estimated."""

from collections.abc import Mapping

__all__ = ["TIME"]

TIME: Mapping[str, str] = {
    "time_tracking": "time entry tracked hours timesheet",
    "time_tracking.list": """
        how much time was tracked this week; timesheet; hours worked by somebody; time
        entries of a person; how long did we spend on this task; billable hours; what did
        i work on yesterday; time report; total hours on a project; who logged time; my
        hours this month; how many hours did; how many hours did we burn; where did the
        time go; time spent per person; timesheet of last week; hours on a ticket; what
        did bob do all week; how much did somebody work on; show my time entries from
        yesterday; hours for a client in march; who worked on what
    """,
    "time_tracking.get": "one time entry; details of a time entry; look at a single time log",
    "time_tracking.get_current": """
        is a timer running; what am i tracking right now; is the clock ticking; running
        stopwatch; am i on the clock; current timer; what is somebody tracking at the
        moment; is my timer still on
    """,
    "time_tracking.list_history": """
        history of a time entry; who changed the time entry; changes to a time log; edits
        of tracked time; who messed with my time entry; audit of a time entry
    """,
    "time_tracking.create": """
        log two hours on a task; record time; add a time entry; book hours; i worked three
        hours; enter my time; track time afterwards; put time on a ticket; forgot to start
        the timer; spent 45 minutes on; add time to a task; clock two hours; did not track
        my time yesterday; worked on this for three hours; add my hours; back fill time;
        manual time entry; put in hours
    """,
    "time_tracking.update": """
        change a time entry; fix my hours; correct the duration of a time entry; make an
        entry billable; edit tracked time; wrong start time on a log; move a time entry to
        another task; that entry should have been two hours; hours are wrong; typo in my
        timesheet; entry is on the wrong task
    """,
    "time_tracking.delete": """
        delete a time entry; remove logged hours; take away tracked time; erase a time
        log; that eight hour log is bogus; entry was booked by mistake
    """,
    "time_tracking.start": """
        start a timer; begin tracking time; start the clock; punch in; clock in; start
        stopwatch; i am starting work on this now; clock me in; start counting; i am
        beginning now
    """,
    "time_tracking.stop": """
        stop the timer; end time tracking; stop the clock; punch out; clock out; i am done
        working; halt the stopwatch; pause tracking; clock me out; lunch break; stop
        counting; i am done stop the time; end of my shift
    """,
    "time_entry_tags": "tag of time entries",
    "time_entry_tags.list": """
        tags of time entries; which labels do time entries have; time tracking tags; list
        labels for time
    """,
    "time_entry_tags.add": """
        tag a time entry; label tracked time; put a tag on my hours; mark that time log
        as; flag my hours as
    """,
    "time_entry_tags.update": """
        rename a time entry tag; recolor a tag of time entries; change the label of
        tracked time
    """,
    "time_entry_tags.remove": """
        remove a tag from a time entry; untag tracked time; take a label off a time entry
    """,
    "time_in_status": "time in status cycle time stuck",
    "time_in_status.get": """
        how long was a task in each status; how long has this been in review; cycle time;
        how long is a ticket stuck; time spent in progress; days in a stage; bottleneck of
        a task; how long has it been sitting there; how long has it been rotting in
        review; age of a ticket in its stage; how long did it take from open to done
    """,
    "time_in_status.get_many": """
        time in status for several tasks; how long tasks were in review; cycle time of
        many tickets; compare how long these were stuck; lead time of all tasks; status
        durations in bulk; where do tickets get stuck; how fast do tasks move; average
        time in review; for these ten tickets where do they spend most of their time; in
        review or in progress for many tickets
    """,
    "time_estimates": "time estimate effort",
    "time_estimates.update": """
        estimate how long each assignee needs; set time estimate per person; effort of
        each assignee; change one person's estimate; how much time somebody should need
        for a task; give dev three hours and qa one hour; each person's share of the
        estimate; how long do we think somebody takes put him down for four hours; planned
        hours of a person
    """,
    "time_estimates.replace": """
        replace all time estimates of a task; redo the estimates; overwrite everybody's
        estimate; start over with estimates per person; everyone's planned hours are wrong
        throw them out and put in new ones; all new planned hours
    """,
    "legacy_time_tracking": "old legacy time tracking api",
    "legacy_time_tracking.list": "old legacy api for time tracked on a task",
    "legacy_time_tracking.create": "old legacy api to record time",
    "legacy_time_tracking.update": "old legacy api to change time; edit a legacy interval",
    "legacy_time_tracking.delete": "old legacy api to delete time; delete a legacy interval",
}
"""Questions and requests about time."""
