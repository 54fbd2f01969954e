"""People, rights, and what administrators do."""

from collections.abc import Mapping

__all__ = ["PEOPLE"]

PEOPLE: Mapping[str, str] = {
    "user": "me myself own account",
    "user.get": """
        who am i; my profile; my own user id; which account is this; whose token is this;
        my time zone; what is my email; am i logged in; current user; whose key is this;
        what is my name; my id; who is the token for; who am i logged in as; what is my
        login
    """,
    "users": "member person colleague",
    "users.get": """
        details of a member; when was somebody last active; role of a colleague; profile
        of a person; look up a member; is somebody an admin; info about a coworker; what
        do we know about a member; what role does somebody have
    """,
    "users.invite": """
        invite a new member; add somebody to the workspace; onboard a new hire; give a
        colleague an account; new employee joins; add a coworker; send an invitation to an
        email address; add a teammate; get my colleague in here; new starter needs access;
        someone joined the company
    """,
    "users.update": """
        make somebody an admin; change the role of a member; rename a user; promote a
        colleague; demote an admin; change a member's name; give admin rights; take away
        admin; lisa should be an admin; give someone a different role; someone changed
        their name
    """,
    "users.delete": """
        remove a member from the workspace; offboard a colleague; kick somebody out;
        someone left the company; deactivate a user; fire somebody; delete an account;
        revoke an employee's access; tom quit; person does not work here anymore; cut off
        access for a person
    """,
    "guests": "guest client external contractor",
    "guests.get": """
        details of a guest; what can a guest see; rights of a client; what was shared with
        a guest; what can this guest open
    """,
    "guests.invite": """
        invite a guest; invite a client; bring in a contractor; external person needs
        access; add a freelancer; onboard an outside partner; the agency should get into
        the workspace; outside people should join; invite her from outside; the client
        should come in but only as a guest
    """,
    "guests.update": """
        change what a guest may do; let a guest see time spent; guest permissions; edit
        rights of a client; allow a guest to create views; stop a guest from editing tags;
        client should not see time; guest should be allowed to
    """,
    "guests.delete": """
        remove a guest from the workspace; contractor is done; kick out a client; offboard
        a freelancer; delete an external user; the freelancer is finished with us;
        contract with the agency ended
    """,
    "guests.add": """
        give a guest access to a task; share a list with a client; share a folder with a
        guest; let the contractor see a task; grant an external person access to a
        project; let the client peek at this list; show a customer the task; let an
        outsider see; the freelancer needs to see this one folder; already a guest and
        needs this list
    """,
    "guests.remove": """
        stop sharing a folder with a guest; revoke a client's access to a list; unshare a
        task with a guest; take away the contractor's access to a project; the freelancer
        should not see that list but stay a guest; take back what a guest can open
    """,
    "members": "who has access",
    "members.list": """
        who has access to this task; people who can see a list; who can open this ticket;
        members of a list; who is this shared with; people with access
    """,
    "user_groups": "group of people squad team",
    "user_groups.list": """
        list the user groups; which teams are there; who is in a group; squads; members of
        the design team; groups of people; who are the designers; who is on call; which
        groups am i in
    """,
    "user_groups.create": """
        create a group of people; new team of people; form a squad; make a user group; set
        up a team; put the designers in a group so i can mention them together; one handle
        for several people
    """,
    "user_groups.update": """
        add a person to a group; rename a team; take somebody out of a squad; change who
        is in a group; put somebody on the design team; remove a person from a group; edit
        a user group; add tom to the designers; someone joined the design team; someone
        left the squad
    """,
    "user_groups.delete": """
        delete a user group; disband a team; dissolve a squad; remove a group of people
    """,
    "roles": "role permission level",
    "roles.list": """
        which custom roles are there; list roles; permission levels; what roles can people
        have; id of a custom role; what roles exist; which roles can we hand out; what can
        people be besides admin
    """,
    "webhooks": "webhook callback hook",
    "webhooks.list": """
        list webhooks; which callbacks are registered; what integrations get notified; are
        the hooks healthy; failing webhooks; what urls get called; which hooks do we have
    """,
    "webhooks.create": """
        call a url when a task changes; register a webhook; notify my server; subscribe to
        events; get a callback on new tasks; send events to an endpoint; hook up our
        backend; listen for changes; our server should hear about new tasks; push events
        to; trigger when a task is created; our zapier should get told whenever a task
        changes; inform our server; automation should fire; tell my backend whenever
    """,
    "webhooks.update": """
        reactivate a suspended webhook; change the url of a webhook; webhook is broken
        wake it up; change which events are sent; point the hook to a new endpoint; the
        webhook died revive it; hook does not fire anymore; new address for the hook; our
        server has a new address the notifications must go there; notifications go to the
        wrong url
    """,
    "webhooks.delete": """
        delete a webhook; unsubscribe from events; stop calling my url; stop notifying my
        server; unregister a callback; our server should not be called any more
    """,
    "permissions": "permission private share access right",
    "permissions.update": """
        make a list private; lock down a folder; who may edit this; restrict access; make
        public; give a person edit rights on a list; share a space with a group; hide a
        folder from others; change sharing settings; view only access; set permissions;
        unlock; make something visible to all; hide the list from everybody; only bob may
        see this; who may see this folder should change; open it up to everyone; only the
        management should be able to open the salary folder; nobody else should see; keep
        others out; everyone should be able to edit this; limit who can see
    """,
    "audit_logs": "audit log history security",
    "audit_logs.query": """
        audit log; who did what; security log; who deleted this; login history; who logged
        in; trail of changes; what happened in the workspace; suspicious activity; who
        changed permissions; compliance report; activity log; who deleted my list; who
        changed that; what did an admin do; find out who removed; forensic; who logged in
        at night; who touched the settings
    """,
    "authorization.get_token": "exchange an oauth code for an access token; log in with oauth",
}
"""Questions and requests about people and rights."""
