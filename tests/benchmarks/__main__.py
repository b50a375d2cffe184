"""Runs every benchmark and prints one table: ``python -m tests.benchmarks [--long] [name …]``."""

import argparse

from tests.benchmarks import masking, memory, polarity, stage, themes
from tests.benchmarks.frame import table

BENCHMARKS = (stage.BENCHMARK, masking.BENCHMARK, polarity.BENCHMARK, themes.BENCHMARK, memory.BENCHMARK)


def main() -> None:
    """Measure and print."""
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser = argparse.ArgumentParser(prog="python3 run.py bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="ook het geheugen bij 100.000 verhalen")
    parser.add_argument("names", nargs="*", metavar="naam", help=f"alleen deze: {', '.join(names)}")
    given = parser.parse_args()
    if unknown := set(given.names) - set(names):
        parser.error(f"deze bestaan niet: {', '.join(sorted(unknown))}; kies uit {', '.join(names)}")
    chosen = [benchmark for benchmark in BENCHMARKS if not given.names or benchmark.name in given.names]
    for line in table(chosen, given.long):
        print(line, flush=True)


if __name__ == "__main__":
    main()
