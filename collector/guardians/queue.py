"""The queue: what must be read first, and before when. No words of a teller here."""

from flask import render_template

from collector.guardians import door
from collector.store import store, today
from corpus.database import reading
from corpus.safeguarding import ACUTE, CHILDREN, CONCERN, WORKING_DAYS, waiting

#: shown per level; the rest follows as these are read
SHOWN = 50
LEVELS = {
    ACUTE: ("Misschien nu gevaar", "Lees deze binnen één werkdag."),
    CONCERN: ("Een zorg", "Lees deze binnen vijf werkdagen."),
    CHILDREN: ("Verhalen van kinderen", "Elk verhaal van een kind wordt door een mens gelezen, ook zonder signaal."),
}


@door.get("/signalen")
def queue() -> str:
    """The unread stories by level, the oldest first, with how many there are and how many are too late."""
    with reading(store().engine) as session:
        unread = waiting(session)
    levels = []
    for level, (name, sentence) in LEVELS.items():
        entries = [entry for entry in unread if entry.level == level]
        levels.append(
            {
                "name": name,
                "sentence": sentence,
                "days": WORKING_DAYS[level],
                "count": len(entries),
                "late": sum(entry.late(today()) for entry in entries),
                "entries": entries[:SHOWN],
            }
        )
    return render_template("guardians/queue.html", levels=levels, today=today(), shown=SHOWN)
