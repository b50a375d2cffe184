"""Finds the sentences for residents in Python, for Babel: what is handed to gettext, and every text that is a sentence.

The forms know nothing of the site or its languages, so their sentences carry no mark. What is said to a teller begins
with a capital and ends as a sentence does; names, keys, ids and docstrings do not count.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO

_SENTENCE = re.compile(r"[A-Z].* .*[.!?”]", re.DOTALL)
Message = tuple[int, str | None, str, list[str]]


def extract(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Message]:
    """Every sentence in a Python file, as Babel asks of an extraction method: (line, function, text, comments)."""
    nodes = list(_within(ast.parse(file.read()), str(options.get("only", "")).split()))
    marked = {
        id(node.args[0]) for node in nodes if isinstance(node, ast.Call) and node.args and _name(node) in keywords
    }
    # Docstrings, and the parts of a text that is put together on the spot.
    apart = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    apart |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in apart:
            continue
        if id(node) in marked or _SENTENCE.fullmatch(node.value):
            yield node.lineno, None, node.value, []


def _within(module: ast.Module, only: Collection[str]) -> Iterator[ast.AST]:
    """The whole module; or, where the rest is for the staff, what is given to these names alone."""
    for statement in module.body:
        names = {getattr(target, "id", "") for target in getattr(statement, "targets", [])}
        if not only or names & set(only):
            yield from ast.walk(statement)


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""
