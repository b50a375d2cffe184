"""The queue: what must be read first, and before when. No words of a teller here."""

from flask import render_template

from collector.guardians import door
from collector.store import now, store, today
from corpus import audio, canary, contact, handling
from corpus.database import reading
from corpus.safeguarding import ACUTE, CHILDREN, CONCERN, WORKING_DAYS, active_guardians, waiting

#: shown per level; the rest follows as these are read
SHOWN = 50
LEVELS = {
    ACUTE: (
        "Misschien nu gevaar",
        "Lees deze binnen één werkdag, met z'n tweeën. Een verhaal is klaar als twee mensen hetzelfde kiezen.",
    ),
    CONCERN: ("Een zorg", "Lees deze binnen vijf werkdagen."),
    CHILDREN: (
        "Verhalen van kinderen, in een andere taal of ingesproken",
        "Elk verhaal van een kind, in een andere taal of ingesproken wordt door een mens gelezen, ook zonder signaal.",
    ),
}


@door.get("/signalen")
def queue() -> str:
    """Requests to get in touch, then the unread stories by level, the oldest first, with how many are too late."""
    with reading(store().engine) as session:
        unread, asked, answered = waiting(session), contact.waiting(session), contact.kept(session)
        spoken, left = audio.waiting(session), canary.waiting(session)
        firsts, guardians = handling.first_readings(session), active_guardians(session, now())
    levels = []
    for level, (name, sentence) in LEVELS.items():
        entries = [entry for entry in unread if entry.level == level]
        levels.append(
            {
                "id": level,
                "name": name,
                "sentence": sentence,
                "days": WORKING_DAYS[level],
                "count": len(entries),
                "late": sum(entry.late(now()) for entry in entries),
                "entries": entries[:SHOWN],
            }
        )
    return render_template(
        "guardians/queue.html",
        levels=levels,
        asked=asked,
        answered=answered,
        spoken=spoken,
        canary=left,
        canary_level=CONCERN,
        firsts=firsts,
        alone=len(guardians) < 2,
        now=now(),
        today=today(),
        shown=SHOWN,
    )
