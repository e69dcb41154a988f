"""Write ``docs/map.png``, the picture of the README: the map of the example. Needs chromium, playwright and pillow."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs/map.png"
WIDTH = 1200


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        example, page_file = Path(name, "realtime-voice"), Path(name, "map.html")
        shutil.copytree(ROOT / "examples/realtime-voice", example)
        command = [
            sys.executable,
            "-m",
            "flake8_single_entry",
            "list",
            "--root",
            str(example),
            "--html",
            str(page_file),
        ]
        subprocess.run(command, cwd=ROOT, check=True)
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
            page.goto(page_file.as_uri())
            box = page.locator(".map").bounding_box()
            clip = {"x": 0, "y": box["y"] - 16, "width": WIDTH, "height": box["height"] + 16}
            page.screenshot(path=TARGET, full_page=True, clip=clip)
            browser.close()
    Image.open(TARGET).quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
