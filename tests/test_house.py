"""The house itself: who may import whom, lint, types, and that the README's tree is the real one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from forms.fields import KINDS as FIELDS
from forms.questionnaire import KINDS

ROOT = Path(__file__).resolve().parents[1]
PYTHON = Path(sys.executable)


def run(*command):
    """Output of a command in the root of the project; its failure is the failure of the test."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_import_rules_hold():
    assert "0 broken" in run(str(PYTHON.with_name("lint-imports")))


def test_the_code_is_formatted_and_lint_clean():
    run(str(PYTHON.with_name("ruff")), "check", ".")
    run(str(PYTHON.with_name("ruff")), "format", "--check", ".")


def test_the_types_hold_under_mypy_strict():
    run(str(PYTHON.with_name("mypy")))


@pytest.mark.parametrize(
    ("room", "never"),
    [
        ("collector.site", {"spacy", "numpy", "sklearn", "bertopic", "matplotlib", "pandas"}),
        ("analysis.pipeline", {"flask", "wtforms", "flask_wtf", "flask_security"}),
        ("analysis.publication", {"flask", "wtforms", "flask_wtf", "flask_security"}),
        ("corpus.tables", {"flask", "wtforms", "spacy", "numpy"}),
        ("forms.questionnaire", {"flask", "wtforms", "sqlalchemy"}),
        ("verhaal", {"flask", "spacy", "sqlalchemy", "numpy"}),
    ],
)
def test_a_room_does_not_load_what_it_does_not_need(room, never):
    code = f"import sys, {room}; print(*sorted({never!r} & set(sys.modules)))"
    assert run(sys.executable, "-c", code).strip() == ""


def test_every_kind_of_question_has_a_field_and_a_template():
    templates = {path.stem for path in (ROOT / "templates" / "fields").glob("[a-z]*.html")}
    assert set(FIELDS) == set(KINDS) == templates


def test_the_tree_in_the_readme_is_the_real_tree():
    tree = (ROOT / "README.md").read_text("utf-8").split("## The tree")[1].split("```")[1]
    rooms = set(re.findall(r"^([a-z]+)/", tree, re.M))
    real = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert rooms == real - {"instance", "dist"}
    for name in re.findall(r"\b([a-z_]+\.py)\b", tree):
        assert list(ROOT.rglob(name)), f"{name} staat in de README maar niet in het huis"


def test_no_room_has_a_drawer_for_leftovers():
    drawers = {"utils", "helpers", "common", "manager", "service", "misc"}
    assert [path for path in ROOT.rglob("*.py") if path.stem in drawers and ".venv" not in path.parts] == []


def test_run_py_is_small_and_needs_only_the_standard_library():
    text = (ROOT / "run.py").read_text("utf-8")
    assert len(text.splitlines()) <= 60
    assert set(re.findall(r"^(?:import|from) (\w+)", text, re.M)) <= set(sys.stdlib_module_names)


def test_the_requirements_are_pinned_without_hosts_and_without_torch():
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    assert all(re.match(r"[a-z0-9-]+==[^ ]+( ; .*)?$", line) for line in lines)
    assert not any(line.startswith(("torch=", "sentence-transformers=")) for line in lines)
