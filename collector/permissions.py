"""Who may open what: one table, enforced at every door. What is not in the table is open to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, session, url_for
from flask_security import current_user

from collector.errors import SENTENCES, refusal
from corpus.accounts import ANALYST, CODER, GUARDIAN, MANAGER, PRIVACY, READER, ROLES, WORKER

#: endpoint -> the roles that may use it
MATRIX: dict[str, frozenset[str]] = {
    "workplace.start": frozenset(ROLES),
    "workers.overview": frozenset({WORKER}),
    "workers.ask": frozenset({WORKER}),
    "workers.on_the_road": frozenset({WORKER}),
    "workers.worker": frozenset({WORKER}),
    "workers.manifest": frozenset({WORKER}),
    "workers.own_practice": frozenset({WORKER}),
    "workers.take_in": frozenset({WORKER}),
    "workers.receipt": frozenset({WORKER}),
    "workers.done": frozenset({WORKER}),
    "workers.put_interview": frozenset({WORKER}),
    "workers.put_audio": frozenset({WORKER}),
    "workers.audio_parts": frozenset({WORKER}),
    "guardians.queue": frozenset({GUARDIAN}),
    "guardians.story": frozenset({GUARDIAN}),
    "guardians.handle": frozenset({GUARDIAN}),
    "guardians.recording": frozenset({GUARDIAN}),
    "guardians.sound": frozenset({GUARDIAN}),
    "guardians.transcribe": frozenset({GUARDIAN}),
    "guardians.contact_request": frozenset({GUARDIAN}),
    "guardians.handle_contact": frozenset({GUARDIAN}),
    "guardians.closed": frozenset({GUARDIAN}),
    "guardians.reopening": frozenset({GUARDIAN}),
    "guardians.reopen": frozenset({GUARDIAN}),
    "guardians.canary": frozenset({GUARDIAN}),
    "guardians.tick_canary": frozenset({GUARDIAN}),
    "coders.overview": frozenset({CODER}),
    "coders.open_next": frozenset({CODER}),
    "coders.story": frozenset({CODER}),
    "coders.keep": frozenset({CODER}),
    "coders.later": frozenset({CODER}),
    "coders.reliability": frozenset({CODER, ANALYST}),
    "analysts.stories": frozenset({ANALYST}),
    "analysts.story": frozenset({ANALYST}),
    "analysts.decide": frozenset({ANALYST}),
    "analysts.correct": frozenset({ANALYST}),
    "analysts.propose_quote": frozenset({ANALYST}),
    "analysts.quotes": frozenset({ANALYST, CODER, GUARDIAN}),
    "analysts.judge_quote": frozenset({ANALYST, CODER, GUARDIAN}),
    "analysts.codebook": frozenset({ANALYST}),
    "analysts.theme": frozenset({ANALYST}),
    "analysts.proposal": frozenset({ANALYST}),
    "analysts.curate": frozenset({ANALYST}),
    "analysts.trends": frozenset({ANALYST}),
    "analysts.reports": frozenset({ANALYST, MANAGER}),
    "analysts.report": frozenset({ANALYST, MANAGER}),
    "analysts.reporting": frozenset({ANALYST, MANAGER}),
    "analysts.write_section": frozenset({ANALYST}),
    "analysts.save_section": frozenset({ANALYST}),
    "managers.overview": frozenset({MANAGER}),
    "managers.change_round": frozenset({MANAGER}),
    "managers.accounts": frozenset({MANAGER, PRIVACY}),
    "managers.invite": frozenset({MANAGER}),
    "managers.change_roles": frozenset({MANAGER}),
    "managers.switch_account": frozenset({MANAGER}),
    "managers.practices": frozenset({MANAGER}),
    "managers.journal_lines": frozenset({MANAGER, PRIVACY}),
    "managers.clocks": frozenset({PRIVACY}),
    "managers.kiosk_list": frozenset({MANAGER}),
    "managers.make_kiosk": frozenset({MANAGER}),
    "managers.close_kiosk": frozenset({MANAGER}),
    "managers.card_batches": frozenset({MANAGER}),
    "managers.make_cards": frozenset({MANAGER}),
    "managers.revoke_cards": frozenset({MANAGER}),
    "managers.certify_cards": frozenset({MANAGER}),
    "managers.card_counts": frozenset({MANAGER}),
    "managers.posters": frozenset({MANAGER}),
    "managers.poster": frozenset({MANAGER}),
    "readers.reports": frozenset({READER}),
    "readers.report": frozenset({READER}),
}


@dataclass(frozen=True)
class Door:
    """A door on the start page of the staff: its first page, its name, and what is behind it."""

    endpoint: str
    name: str
    behind: str


DOORS = (
    Door("workers.overview", "Gesprekken", "Schrijf een gesprek op en zie wat van jou binnen is."),
    Door("guardians.queue", "Signalen", "Lees verhalen van kinderen en verhalen met een zorg."),
    Door("coders.overview", "Coderen", "Lees verhalen zonder namen en kies waar ze over gaan."),
    Door("analysts.stories", "Verhalen", "Lees verhalen zonder namen, per meetmoment en gebied."),
    Door("analysts.quotes", "Citaten", "Zeg of een citaat in een rapport mag."),
    Door("analysts.codebook", "Codeboek", "Beslis over thema's: hernoemen, samenvoegen, splitsen, en wat nieuw is."),
    Door("analysts.trends", "Trends", "Zie wat we over de meetmomenten heen mogen zeggen."),
    Door("analysts.reports", "Rapporten", "Bekijk de verslagen en hoe ze zijn gemaakt."),
    Door("readers.reports", "Gebiedsteam", "Lees de gepubliceerde rapporten voor de gebiedsteams."),
    Door("managers.clocks", "Toezicht", "Zie wat wij hoe lang bewaren, wie een account heeft, en het logboek."),
    Door(
        "managers.overview", "Beheer", "Open en sluit meetmomenten, nodig uit om te vertellen, zie accounts en logboek."
    ),
)


def allowed(endpoint: str | None, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles may use an endpoint."""
    return not MATRIX.get(endpoint or "", frozenset()).isdisjoint(roles)


def roles_of_visitor() -> frozenset[str]:
    """The roles of who is signed in; none for a visitor."""
    return frozenset(role.name for role in current_user.roles)


def may_open(endpoint: str) -> bool:
    """Whether who is signed in may use an endpoint."""
    return allowed(endpoint, roles_of_visitor())


def open_doors() -> list[Door]:
    """The doors that who is signed in may open."""
    roles = roles_of_visitor()
    return [door for door in DOORS if allowed(door.endpoint, roles)]


def guard(door: Blueprint) -> None:
    """Put the table in front of every page of a door."""
    door.before_request(_admit)


def _admit() -> Response | None:
    if not current_user.is_authenticated:
        return _sign_in_first()
    if not allowed(request.endpoint, roles_of_visitor()):
        abort(403)
    return None


def _sign_in_first() -> Response:
    if request.path.startswith("/api/"):
        return refusal(401)
    if "_flashes" not in session:  # being sent out after half an hour has its own sentence
        flash(SENTENCES[401], "info")
    typed = _typed()
    if typed:
        return make_response(render_template("security/kept.html", typed=typed), 401)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return make_response(redirect(url_for("security.login", next=back)))


def _typed() -> list[tuple[str, str]]:
    """What somebody wrote who was signed out meanwhile: it goes back to the browser, to be sent again; none is stored.

    The token against forgery stays behind: after signing in the form itself opens first, with the words in it.
    """
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "password")]
    return sent if any(value.strip() for _, value in sent) else []
