"""What people say for what operations do, as data."""

from collections.abc import Mapping

__all__ = ["ASKING", "CUES", "IDIOMS", "KIN", "NOUNS", "PREAMBLES", "SAID"]

SAID: Mapping[str, str] = {
    "create": """
        create make add build new start open launch establish generate draft write compose craft
        form insert register define introduce log record note file raise submit book enter plan
        spin setup whip jot put post produce clock install found begin mint throw drop hire set
        announce call comment message
    """,
    "add": """
        add attach give apply put stick slap link tag label connect relate associate tie append
        include block hook react pin couple assign stamp bind chain join relate drop throw
    """,
    "update": """
        update change edit modify alter adjust tweak fix correct amend revise rename rephrase
        reword shift bump push postpone reschedule delay extend set assign reassign hand delegate
        complete finish close reopen mark flag prioritize prioritise promote demote resolve archive
        unarchive toggle turn switch enable disable recolor recolour colour color reorder convert
        swap refresh tick wake reactivate restrict move rework rewrite retitle redo repaint
        restyle polish snooze escalate downgrade upgrade raise lower increase decrease cross
        hide lock unlock unresolve complete accomplish wrap start sort group filter advance
        relabel rebrand customize configure nest indent shuffle reposition unassign shrink make
        settle call put
    """,
    "set": """
        set fill populate put enter assign choose pick select update change record write give
        specify input mark make
    """,
    "delete": """
        delete del destroy erase nuke zap kill axe ax ditch trash bin scrap chuck toss wipe purge
        obliterate eliminate discard dump drop cancel remove annihilate burn cull retire dispose
        expunge exterminate rid demolish bust shred obsolete vaporize retract unsend rm scratch
        lose ban expel fire offboard disband dissolve drop kick boot abolish
    """,
    "remove": """
        remove take unlink untag unassign detach disconnect strip pull yank kick boot evict oust
        revoke withdraw unshare end break sever undo retract clear empty unset blank exclude
        unreact untie decouple unblock drop lose rid eject peel unlabel erase wipe cut detach
        stop cancel unhook delete reset separate
    """,
    "list": """
        list show display see get give fetch pull read browse every all which what enumerate
        overview print scan check tell know view retrieve review who any count load find look
        catalogue skim catch inspect
    """,
    "get": """
        get show display see read fetch pull detail details single one open info information
        specific inspect check tell know describe peek look retrieve load view particular
        summarize summarise summary examine when
    """,
    "search": """
        search find look lookup hunt locate dig seek query filter which what show where discover
        any spot
    """,
    "find": """
        find locate look lookup hunt where search seek id identify called named dig discover spot
    """,
    "count": "count many most number tally rank busiest popular",
    "query": "query audit investigate show list who what check see review",
    "tree": "show overview map outline structure list display hierarchy browse explore see draw",
    "reply": "reply respond answer react comeback",
    "move": "move relocate transfer shift migrate drag send switch put push",
    "merge": "merge combine dedupe deduplicate consolidate fold unify join collapse squash",
    "upload": "upload attach add send put stick import drop",
    "download": "download save grab fetch get pull export retrieve",
    "invite": "invite onboard bring add ask recruit welcome get let sign hire give",
    "start": "start begin kick launch run commence resume play clock",
    "stop": "stop end halt pause finish quit clock kill",
    "replace": "replace overwrite reset redo override swap rewrite",
}
"""Words for what an operation does, by the first word of its action."""

KIN: Mapping[str, tuple[str, ...]] = {
    "read": ("list", "get", "search", "find", "count", "query", "tree", "download"),
    "change": (
        "create", "add", "update", "set", "reply", "move", "merge", "upload", "invite", "start",
        "replace", "stop",
    ),
    "loss": ("delete", "remove", "stop"),
}  # fmt: skip
"""Actions that are of one kind."""

NOUNS = """
    all any answer block book call catalogue chain color colour comment count detail details
    draft end estimate every file filter form grant group hook id info information input item
    label link list load log map mark message name named note number one open order outline
    overview own pin plan post project put query question record release reply report response
    request review schedule search sign single sort spot stage stamp start step stop structure
    summary tag task tell tick tie time track type update upload view what where which who any
    specific particular called many most busiest popular tally rank when bar play run
"""
"""Verbs that are as often nouns, or say little in the middle of a sentence."""

ASKING = frozenset(
    {
        *("what", "whats", "which", "who", "whos", "whom", "whose", "when", "where", "wheres"),
        *("is", "are", "was", "were", "does", "did", "has", "have", "any", "anyone", "anybody"),
        *("why", "am", "anything", "do", "hows", "how", "whens", "many", "much"),
    }
)
"""First words of questions, which want to know and to change nothing."""

CUES: Mapping[str, str] = {
    "update": """
        should instead wrong typo misspelled misspelt mistake incorrect outdated slipped must
        slip supposed ought stale fix broken died
    """,
    "remove": "anymore isnt doesnt arent longer never shouldnt unrelated stays",
    "delete": """
        gone obsolete useless garbage junk rubbish unnecessary bogus needless unneeded unused
        pointless dropped scrapped deleted cancelled canceled disappear vanish
    """,
    "add": "needs need both too",
    "create": "missing lacks",
}
"""Words that say what is wanted where no verb does."""

PREAMBLES = (
    "how do i", "how do you", "how do we", "how can i", "how can we", "how to", "can you",
    "could you", "can i", "can we", "would you", "will you", "i want to", "i wanna",
    "i would like to", "id like to", "i d like to", "i need to", "we need to", "we want to",
    "i have to", "i gotta", "help me", "please", "pls", "plz", "hey", "lets", "let us", "let s",
    "time to", "need to", "want to", "go ahead and", "i should", "we should", "gotta", "wanna",
    "is it possible to", "is there a way to", "do me a favor and", "i d love to", "ok", "okay",
    "kindly", "just", "maybe", "could we", "should i", "should we", "id love to", "i wish to",
    "may i", "might you", "try to", "lemme", "let me", "so", "yo", "quick",
    "quickly", "i am trying to", "im trying to", "i m trying to", "hi", "now", "then",
)  # fmt: skip
"""Beginnings that say nothing of what is wanted."""

IDIOMS: Mapping[str, str] = {
    "get rid of": "delete",
    "got rid of": "delete",
    "rid of": "delete",
    "throw away": "delete",
    "throw out": "delete",
    "do away with": "delete",
    "wipe out": "delete",
    "blow away": "delete",
    "take down": "delete",
    "call off": "delete",
    "take out of": "remove",
    "take out": "remove",
    "take off": "remove",
    "take away": "remove",
    "take back": "remove",
    "kick out": "remove",
    "boot out": "remove",
    "throw off": "remove",
    "cut off": "remove",
    "no longer": "remove",
    "not anymore": "remove",
    "set up": "create",
    "spin up": "create",
    "whip up": "create",
    "write up": "create",
    "start a new": "create",
    "come up with": "create",
    "jot down": "create",
    "put together": "create",
    "write down": "create",
    "kick off": "start",
    "look up": "find",
    "track down": "find",
    "search for": "search",
    "look for": "search",
    "pull up": "show",
    "bring up": "show",
    "give me": "show",
    "show me": "show",
    "get me": "show",
    "tell me": "show",
    "catch me up": "show",
    "catch up": "show",
    "let me see": "show",
    "lemme see": "show",
    "i want to see": "show",
    "i want to know": "show",
    "check out": "show",
    "take a look": "show",
    "have a look": "show",
    "hand over": "reassign",
    "hand off": "reassign",
    "put off": "postpone",
    "push back": "postpone",
    "push out": "postpone",
    "bring forward": "reschedule",
    "check off": "tick",
    "cross off": "tick",
    "tick off": "tick",
    "turn on": "enable",
    "turn off": "disable",
    "switch on": "enable",
    "switch off": "disable",
    "sign up": "invite",
    "bring in": "invite",
    "bring on board": "invite",
    "write back": "reply",
    "get back to": "reply",
    "all of the": "all",
    "in one go": "bulk",
    "in one shot": "bulk",
    "at once": "bulk",
    "a bunch of": "bulk",
    "a batch of": "bulk",
    "a whole bunch": "bulk",
    "a ton of": "bulk",
    "dozens of": "bulk",
    "a pile of": "bulk",
    "make it so": "update",
    "show up": "appear",
    "shows up": "appear",
    "no longer needed": "delete",
    "not needed": "delete",
    "can go": "delete",
    "has to go": "delete",
    "should go away": "delete",
    "make it disappear": "delete",
    "make it go away": "delete",
    "make it vanish": "delete",
    "cross out": "tick",
    "cross it out": "tick",
    "tick it off": "tick",
    "check it off": "tick",
    "put down": "create",
    "write it down": "create",
    "put that down": "create",
    "dig up": "find",
    "dig it up": "find",
    "dig out": "find",
    "set one up": "create",
    "set it up": "create",
    "set them up": "create",
    "take it off": "remove",
    "take him off": "remove",
    "take her off": "remove",
    "take them off": "remove",
    "take it down": "delete",
    "take it out": "remove",
    "kick him out": "remove",
    "kick her out": "remove",
    "from now on": "instead",
    "ppl": "people",
    "smth": "something",
    "sth": "something",
    "abt": "about",
    "msg": "message",
    "msgs": "messages",
    "asap": "urgent",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "wanna": "want",
    "gimme": "show",
    "cuz": "because",
    "thru": "through",
    "nvm": "never",
    "rn": "now",
    "atm": "now",
    "incl": "including",
    "w": "with",
    "u": "you",
    "r": "are",
    "ur": "your",
    "take over": "reassign",
    "taking over": "reassign",
    "takes over": "reassign",
    "took over": "reassign",
    "give to": "reassign",
    "any more": "anymore",
    "dont need": "delete",
    "do not need": "delete",
    "who is": "who",
    "where do": "where",
    "wake up": "reactivate",
}
"""Verbs of several words, in one."""
