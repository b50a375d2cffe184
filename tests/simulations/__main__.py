"""``python -m tests.simulations [--long]``: prints the table of the simulations."""

import argparse
import sys
import time

from tests.simulations.table import LONG, SHORT, every_row


def main() -> int:
    """Print the table; 1 when a row lies outside its bounds."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulations", description=__doc__)
    parser.add_argument(
        "--long", action="store_true", help="200 programma's en 2.000 reeksen in plaats van de korte maat"
    )
    size = LONG if parser.parse_args().long else SHORT
    outside = 0
    for row in every_row(size):
        outside += not row.holds
        print(
            f"{row.name:<66}{row.found:>8.3f}  {row.low:.2f} … {row.high:.2f}{'' if row.holds else '  BUITEN'}",
            flush=True,
        )
    print(f"Rekentijd: {time.process_time():.0f} s. Buiten de grenzen: {outside}.")
    return 1 if outside else 0


if __name__ == "__main__":
    sys.exit(main())
