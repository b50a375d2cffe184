"""The journal: the last lines, and whether the chain is whole."""

from flask import render_template
from sqlalchemy import select

from collector.managers import door
from collector.store import store
from corpus.database import reading
from corpus.journal import Entry, broken_at

SHOWN = 100

#: what was done, in words
DEEDS = {
    "story.received": "verhaal binnengekomen",
    "story.conflict": "tweede versie van een verhaal bewaard",
    "story.withdrawn": "verhaal ingetrokken",
    "story.read": "verhaal gelezen",
    "story.handled": "signaal afgehandeld",
    "story.handled_first": "signaal door een eerste gelezen",
    "story.reopened": "signaal weer geopend",
    "canary.placed": "proefbericht in de rij gezet",
    "canary.ticked": "proefbericht gevonden",
    "notice.sent": "bericht gestuurd dat er iets wacht",
    "notice.failed": "bericht niet verstuurd",
    "story.judged": "besloten over een verhaal",
    "story.masked_again": "gemaskeerde tekst verbeterd",
    "quote.proposed": "citaat voorgesteld",
    "quote.judged": "besloten over een citaat",
    "story.permission_ended": "toestemming ingetrokken",
    "contact.asked": "om contact gevraagd",
    "contact.read": "vraag om contact gelezen",
    "contact.handled": "vraag om contact afgehandeld",
    "contact.removed": "vraag om contact verwijderd",
    "stories.loaded": "verhalen uit een bestand geladen",
    "round.open": "meetmoment geopend",
    "round.close": "meetmoment gesloten",
    "kiosk.made": "kiosk gemaakt",
    "kiosk.closed": "kiosk gesloten",
    "cards.made": "kaarten gemaakt",
    "cards.revoked": "kaarten ingetrokken",
    "cards.certified": "aantal toestemmingen verklaard",
    "report.published": "rapport gepubliceerd",
    "reading.written": "tekst bij een rapport bewaard",
    "run.stored": "berekening bewaard",
    "account.made": "account gemaakt",
    "account.invited": "link gemaakt voor een account",
    "account.accepted": "account in gebruik genomen",
    "account.reset": "account opnieuw begonnen",
    "account.roles": "rollen veranderd",
    "account.off": "account uitgezet",
    "account.on": "account aangezet",
    "account.codes_made": "herstelcodes gemaakt",
    "account.code_spent": "herstelcode gebruikt",
    "account.code_given": "code voor een verzonnen account gegeven",
    "account.signed_in": "ingelogd",
    "account.refused": "inloggen geweigerd",
}


@door.get("/beheer/logboek")
def journal_lines() -> str:
    """The last lines, newest first."""
    with reading(store().engine) as session:
        lines = session.scalars(select(Entry).order_by(Entry.id.desc()).limit(SHOWN)).all()
        broken = broken_at(session)
    return render_template("managers/journal.html", lines=lines, broken=broken, shown=SHOWN, deeds=DEEDS)
