"""Tides."""

import subprocess


def main() -> None:
    print("tides")
    subprocess.run(["python3", "/app/gone_report.py"], check=True)
    subprocess.run(["python3", "/opt/vendor/lost.py"], check=True)


if __name__ == "__main__":
    main()
