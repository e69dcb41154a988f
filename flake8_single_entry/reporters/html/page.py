"""The page: head, policy, style and script around the sections. It asks for nothing outside itself."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files

from flake8_single_entry import __version__
from flake8_single_entry.reporters.html.elements import Html, element


def page(title: str, lead: str, sections: Sequence[Html], rules: str, command: str) -> str:
    """Return a page. ``rules`` are added to its style, ``command`` is what made it.

    The policy admits this style and this script by their hashes, and nothing else
    (https://www.w3.org/TR/CSP3/#external-hash).
    """
    style, script = _part("style.css") + rules, _part("enhance.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", title),
        Html(f"<style>{style}</style>"),
    )
    body = element(
        "body",
        element("header", element("h1", title), element("p", lead, class_="lead")),
        element("main", *sections),
        element("footer", f"Made by flake8-single-entry {__version__} with ", element("code", command), "."),
        Html(f"<script>{script}</script>"),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _part(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
