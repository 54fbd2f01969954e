"""Comments, chat and docs."""

from collections.abc import Mapping

__all__ = ["TALK"]

TALK: Mapping[str, str] = {
    "comments": "comment remark feedback discussion",
    "comments.list": """
        read the comments on a task; what did people say about this task; discussion on a
        ticket; latest comments; feedback on a task; conversation on a ticket; who
        commented on the task; comments on a list; show remarks; any comments on this;
        what has been said about the task; read the discussion; see feedback; talk on the
        ticket; chatter on a ticket; what did people say under the bug; what is written
        under the ticket; remarks people left; opinions on a task
    """,
    "comments.create": """
        comment on a task; leave a comment; write feedback on a ticket; add a remark; post
        a comment; note on a task; tell them on the ticket; ping somebody on a task;
        mention somebody in a task; drop a note on the card; leave a note for somebody;
        say something on the list; ping bob on the ticket; let the assignee know on the
        task; give feedback on; tell someone in a comment; ask a question on the ticket;
        add my two cents; leave a message on the ticket; tell people on the task that;
        write under the bug; say on the ticket that
    """,
    "comments.get": """
        replies to a comment; read the thread; threaded replies; what did they answer to
        the comment; responses to a comment; thread under a comment; did anyone answer my
        comment; follow ups to a comment; what came back on my comment
    """,
    "comments.update": """
        edit a comment; resolve a comment; mark a comment as resolved; reword a comment;
        assign a comment to somebody; fix a typo in a comment; reopen a comment; change
        what i wrote; close a comment; close out a comment thread; comment is dealt with;
        settle a comment; i need to rephrase my comment; typo in what i wrote under the
        ticket; my remark is wrong; the question in the comment is answered; fix my
        comment
    """,
    "comments.delete": """
        delete a comment; remove a remark; take back a comment; erase what i wrote on the
        task; i said something dumb on the task; comment was a mistake; my remark was
        rude; remark should disappear; i should not have said that on the ticket
    """,
    "comments.reply": """
        reply to a comment; answer a comment; respond in the thread; write back on a
        comment; respond to feedback
    """,
    "comments.count": """
        which tasks have the most comments; most discussed tasks; how many comments;
        busiest threads; hottest discussions; most commented tickets; number of comments
        per task; most talked about; which tickets are people arguing about most; where is
        the most discussion; how much chatter is there just the number; has the ticket two
        remarks or fifty; number of remarks
    """,
    "docs": "doc document wiki",
    "docs.list": """
        list all docs; which documents are there; find a wiki; our documentation; search
        docs; what docs do we have; find the handbook; docs by an author; where is our
        runbook; do we have a doc on; browse the wiki; which wikis are there; is there a
        wiki collection about; which docs has somebody written
    """,
    "docs.get": """
        get one doc; info about a document; who made this doc; when was the doc created;
        open the doc; when was this doc made
    """,
    "docs.create": """
        create a doc; start a wiki; new document; make a doc for meeting notes; write up a
        spec; make a wiki for onboarding; start a document; blank doc; new runbook
    """,
    "doc_pages": "page of a doc wiki article",
    "doc_pages.list": """
        pages of a doc; table of contents; outline of a document; which chapters; names of
        wiki pages; list the sections of a doc
    """,
    "doc_pages.list_content": """
        read the whole text of a doc; full content of a document; what does the wiki say;
        summarize the document; all pages with text; entire doc; read the handbook; read
        me everything in the doc all the pages; whole handbook with text
    """,
    "doc_pages.get": """
        read one page of a doc; open a wiki page; text of a page; show a chapter; content
        of one page; show one page of a doc; just that one page
    """,
    "doc_pages.create": """
        add a page to a doc; new wiki page; write a chapter; add a section to the
        document; new article; subpage; write an article on; document how to do something;
        write meeting notes
    """,
    "doc_pages.update": """
        edit a doc page; change the text of a wiki page; append to the meeting notes;
        rewrite a section; update the documentation; rename a page; fix a typo in the doc;
        add text to a page; write into the doc; there is a typo on the page; page is
        outdated; add a paragraph to a page; put this into the wiki page; overwrite a page
    """,
    "chat_channels": "chat channel room",
    "chat_channels.list": """
        list chat channels; which channels are there; rooms i follow; my direct messages;
        all chats; show conversations; channels with new messages; what rooms are there;
        which chats am i in; find the channel
    """,
    "chat_channels.get": "details of a channel; topic of a channel; info on one chat room",
    "chat_channels.create": """
        create a chat channel; new room; open a channel for the team; set up a private
        channel; start a group chat; start a room for the offsite; open a room; we need a
        channel for
    """,
    "chat_channels.create_for_place": """
        create a channel for a space; channel of a list; chat room for a folder; open the
        chat of a project; channel tied to a list; the design list should have its own
        place for chatting; chat for a list; discussion room of a folder
    """,
    "chat_channels.create_direct_message": """
        open a direct message; start a private chat with somebody; dm a person; message
        someone privately; slide into the dms; one on one conversation; write to somebody
        privately; talk to a person directly
    """,
    "chat_channels.update": """
        rename a channel; change the topic of a channel; make a channel private; edit a
        chat room; set the channel description; move a channel
    """,
    "chat_channels.delete": """
        delete a channel; close a chat room for good; get rid of a channel; kill the
        channel; channel is dead remove it
    """,
    "chat_channels.list_members": """
        who is in a channel; people in a chat room; members of a channel; who can read
        this channel; participants of a chat
    """,
    "chat_channels.list_followers": """
        who follows a channel; followers of a channel; who gets notified of a channel;
        subscribers of a room
    """,
    "chat_messages": "chat message post",
    "chat_messages.list": """
        read messages in a channel; what was said in the channel; latest chat; catch up on
        a channel; scroll back through the chat; recent posts; what is going on in
        general; chat history; what did i miss in the channel; conversation in the room;
        anything new in general; what are they talking about; read the chat; show the last
        messages
    """,
    "chat_messages.create": """
        send a chat message; post to a channel; write in the chat; announce in general;
        tell the team in the channel; say hi in the room; post an update; ping the
        channel; share an idea as a post; let everybody in the channel know; shout out;
        drop a line in chat; tell general that the deploy is done; hello to the channel;
        broadcast to everyone; message the team; send a note in the chat; text the group;
        tell everyone in the channel that; say in chat that the server is back; let people
        know in the room
    """,
    "chat_messages.update": """
        edit a chat message; fix a typo in a message; assign a message; resolve a message;
        change what i posted; reword a post
    """,
    "chat_messages.delete": """
        delete a chat message; unsend a message; remove a post; take back what i said in
        the chat; erase a message
    """,
    "chat_messages.list_replies": """
        replies to a chat message; read a thread in chat; responses to a post; answers to
        the message; what did people answer under the announcement in the channel;
        conversation under a post; thread of a post
    """,
    "chat_messages.reply": """
        reply to a chat message; answer in the chat thread; respond to a message; write
        back in chat; answer a post
    """,
    "chat_messages.list_tagged_users": """
        who is mentioned in a message; people tagged in a post; who was pinged in the
        message; mentions of a message; who got mentioned in that chat message; who was
        tagged in the message
    """,
    "chat_messages.get_subtypes": """
        kinds of posts; post types such as announcement; which types of chat posts are
        there; id of the idea post type; message subtypes; categories of posts
    """,
    "chat_reactions": "emoji reaction",
    "chat_reactions.list": """
        reactions to a message; who liked the post; which emojis did people leave; who
        reacted; did anyone thumbs up; which emojis did people put on my chat post; how
        did people react to the message
    """,
    "chat_reactions.add": """
        react to a message with an emoji; thumbs up a message; like a post; add a heart to
        a message; give it a plus one; send an emoji on the post; thumbs up his message;
        celebrate a post; put a tada on the message; give a message in the channel a
        thumbs up; put an emoji on a post
    """,
    "chat_reactions.remove": """
        take back a reaction; remove my emoji; unlike a message; undo the thumbs up;
        unreact
    """,
}
"""Questions and requests about comments, chat and docs."""
