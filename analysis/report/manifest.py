"""The manifest of a report: which run and versions made it, what was hidden, and a fingerprint of every file."""

import hashlib
import json
from collections.abc import Mapping

from analysis.report.material import Material
from analysis.report.quality import NOT_VERSIONS, hidden_count, told


def manifest(material: Material, files: Mapping[str, bytes]) -> str:
    """The manifest as JSON, the same text for the same report: it holds no clock and no path."""
    run = material.run
    hidden = hidden_count(material)
    described = {
        "round": material.round.id,
        "status": material.status,
        "audience": material.audience,
        "run": run.id,
        "table_hash": run.table_hash,
        "finished": run.finished.date().isoformat(),
        "versions": {name: value for name, value in sorted(run.manifest.items()) if name not in NOT_VERSIONS},
        "areas": {area.slug: area.version for area in sorted(material.areas, key=lambda one: one.slug)},
        "counts": {
            "stories": told(run.stories, material.audience),
            "unread": told(run.unread, material.audience),
            "cells_shown": len(material.told) - hidden,
            "cells_hidden": hidden,
            "places": len(material.places),
        },
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(files.items())
        },
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"
