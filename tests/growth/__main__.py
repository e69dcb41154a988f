"""``python -m tests.growth [--pairs N] [--seed S] [WORD…]``: all tokens at all places, and many pairs of them.

Words limit the subjects to those whose name holds one. Prints what grows too fast; ends with 1 if anything does.
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain

from tests.growth.measure import complaint, pairs, single
from tests.growth.subjects import subjects


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--pairs", type=int, default=200, metavar="N", help="pairs for each subject")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    options = parser.parse_args()
    chosen = [each for each in subjects() if not options.words or any(word in each.name for word in options.words)]
    cases = found = 0
    for case in chain(single(chosen), pairs(chosen, options.pairs, options.seed)):
        cases += 1
        if (said := complaint(case)) is not None:
            found += 1
            print(said, flush=True)
    print(f"{cases} cases of {len(chosen)} subjects, {found} grow too fast")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
