"""Writes the nightly report."""

import csv
import sys
from pathlib import Path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def main() -> int:
    total = sum(int(row["ships"]) for row in rows(Path(sys.argv[1])))
    print(f"{total} ships passed")
    return 0 if total else 1


if __name__ == "__main__":
    raise SystemExit(main())
