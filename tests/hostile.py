"""Names that a repository may give its files, and that somebody else's terminal, log or build server has to bear."""

from __future__ import annotations

NAMES = (
    "\udcff",  # no UTF-8
    "caf\udce9",
    "a\n::error title=forged::x",
    "a\nsrc/main.py:1:1: ONE101 forged",
    "::stop-commands::t",
    "::add-mask::a",
    "::error file=x::p",
    " ::warning::behind a blank",
    "a ::error::b",
    "##[error]x",
    "a##[group]b",
    "##vso[task.setvariable variable=x]y",
    " ##vso[task.complete result=Succeeded]",
    "##teamcity[buildStop comment='x']",
    "###[error]x",
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b31m",
    "\rover",
    "a\tb",
    "\x01\x02\x04",
    "\x7f\x08",
    "\x85::error::next line",
    "\u2028::error::line separator",
    "\u2029::error::paragraph separator",
    "\u3000::error::wide blank",
    "\xa0::error::firm blank",
    "\u202eyp.niam",
    "\u2066\u2067\u2068\u2069",
    "\u200e\u200f\u061c",
    "\u200b\u200d\ufeff",
    "\U000e0041\U000e007f",
    "-rf",
    ":(glob)**",
    "'\"$(echo x)`echo y`",
)
COMMANDS = ("##[", "##vso[", "##teamcity[")  # obeyed wherever they stand in a line


def faults(text: str) -> list[str]:
    """The lines of an output that something would obey, or that hide what they hold."""
    lines = text.removesuffix("\n").split("\n")
    return [
        line
        for line in lines
        if not line.isprintable() or line.lstrip().startswith("::") or any(command in line for command in COMMANDS)
    ]
