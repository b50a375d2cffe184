"""Three commands: ``python3 run.py demo``, ``… test [pytest arguments]`` and ``… bench [--long]``.

Makes ``.venv`` beside this file, installs the pinned set when it changed, and runs. Standard library only.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
COMMANDS = {
    "demo": ["-m", "verhaal", "demo"],
    "test": ["-m", "pytest", *PARALLEL],
    "bench": ["-m", "tests.benchmarks"],
}


def needed() -> str:
    """Fingerprint of what must be installed: the pinned set, the project file, this Python."""
    parts = [(HERE / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")]
    return hashlib.sha256(b"".join(parts) + sys.version.encode()).hexdigest()


def install() -> None:
    """Fill ``.venv``; leaves the stamp only when every step succeeded."""
    print("Eén keer installeren, ongeveer een tot twee minuten …", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        sys.exit("Python kan geen eigen omgeving maken. Op Debian en Ubuntu: apt-get install python3-venv")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps"]
    for what in (["-r", str(HERE / "requirements.txt")], ["-e", str(HERE)]):
        if subprocess.run([*pip, *what], cwd=HERE).returncode:
            sys.exit("Het installeren is niet gelukt; de regels hierboven zeggen waarom. Probeer het daarna opnieuw.")
    STAMP.write_text(needed())


def main() -> None:
    """Run one of the commands in the environment of the project."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"Elk verhaal telt draait op Python 3.11, 3.12 of 3.13. Dit is Python {sys.version.split()[0]}.")
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit("Gebruik: python3 run.py demo   of   … test [argumenten voor pytest]   of   … bench [--long]")
    if not STAMP.exists() or STAMP.read_text() != needed():
        install()
    command = [str(PYTHON), *COMMANDS[sys.argv[1]], *sys.argv[2:]]
    try:
        sys.exit(subprocess.run(command, cwd=HERE).returncode)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
