"""Who may open what: one table, enforced at every door. What is not in the table is open to nobody."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, abort, flash, make_response, redirect, request, session, url_for
from flask_security import current_user

from collector.errors import SENTENCES, refusal
from corpus.accounts import ANALYST, CODER, GUARDIAN, MANAGER, ROLES, WORKER

#: endpoint -> the roles that may use it
MATRIX: dict[str, frozenset[str]] = {
    "workplace.start": frozenset(ROLES),
    "workers.overview": frozenset({WORKER}),
    "workers.ask": frozenset({WORKER}),
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
    "coders.overview": frozenset({CODER}),
    "coders.open_next": frozenset({CODER}),
    "coders.story": frozenset({CODER}),
    "coders.keep": frozenset({CODER}),
    "coders.later": frozenset({CODER}),
    "coders.reliability": frozenset({CODER, ANALYST}),
    "analysts.stories": frozenset({ANALYST}),
    "analysts.trends": frozenset({ANALYST}),
    "analysts.reports": frozenset({ANALYST, MANAGER}),
    "analysts.report": frozenset({ANALYST, MANAGER}),
    "analysts.reporting": frozenset({ANALYST, MANAGER}),
    "analysts.write_section": frozenset({ANALYST}),
    "analysts.save_section": frozenset({ANALYST}),
    "managers.overview": frozenset({MANAGER}),
    "managers.change_round": frozenset({MANAGER}),
    "managers.accounts": frozenset({MANAGER}),
    "managers.journal_lines": frozenset({MANAGER}),
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
    Door("analysts.trends", "Trends", "Zie wat we over de meetmomenten heen mogen zeggen."),
    Door("analysts.reports", "Rapporten", "Bekijk de verslagen en hoe ze zijn gemaakt."),
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
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return make_response(redirect(url_for("security.login", next=back)))
