"""The start page of the staff: the doors this account may open."""

from flask import Blueprint, render_template

from collector.permissions import guard

door = Blueprint("workplace", __name__)
guard(door)


@door.get("/werkplek")
def start() -> str:
    """The doors, and who is signed in."""
    return render_template("security/workplace.html")
