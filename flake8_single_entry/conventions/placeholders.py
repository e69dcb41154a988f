"""Placeholders: names that a reader is expected to replace by their own, and texts that cannot be a path.

There is one question for each place in which a text may stand. A name such as ``my_app`` or ``foo`` is an example in a
document, but a real directory after ``cd``.
"""

from __future__ import annotations

import re

from flake8_single_entry.conventions.tables import word_set

MARK = "\ue001"
"""Replaces the brackets of a placeholder such as ``<repository>``, so that the shell grammar parses it as a word."""

_OPEN = rf"[<>{{}}{MARK}…]|\.\.\.|YYYY"
_IN_DOCUMENT = re.compile(rf"{_OPEN}|[*?\[\]$%|]")
_EXAMPLE_STEMS = word_set(
    "example script file filename foo bar baz qux xxx yyy name module mymodule program myscript myfile some_file "
    "some_script somefile hello hello_world helloworld my_script test_file untitled path yourfile yourscript "
    "myprogram mymain example_script your_script my_file another_file other_file file1 file2 script1 script2 "
    "module1 module2 module_a module_b foobar test_x test_xxx test_something test_foo my_module my_app myapp "
    "your_app yourapp package your_module new_file new_module some_module a b c x y z"
)
_EXAMPLE_PARTS = re.compile(r"(?:^|[/._-])(?:your|my|some|path[/_-]to|xxx+|placeholder|dummy)(?:[/._-]|$)|^path/to\b")
_IN_CODE = re.compile(
    r"(?:old|new|my|your|some|foo|bar|baz|example|sample|dummy|fake|file|script|module|path|name|[a-z])"
    r"[_-]?(?:file|script|module|app|path|name)?\d*\.pyw?"
)
_DIRECTORY = re.compile(
    rf"{_OPEN}|(?:^|[/_.-])your[-_]?|(?:^|/)path/to(?:/|$)|^(?:\./)?path/"
    rf"|(?:^|/)my[-_]?(?:repo|project)(?:/|$)|(?:^|/)x{{3,}}",
    re.IGNORECASE,
)
_NO_PATH = re.compile(r"[*?{}<>$`]|[^\S ]|^[ ~]| $|^[A-Za-z]+://")


def is_placeholder(text: str) -> bool:
    """True if the text of a document names no particular file or module (``your_app.py``, ``<file>.py``)."""
    if _IN_DOCUMENT.search(text):
        return True
    lowered = text.lower().lstrip("./")
    if _EXAMPLE_PARTS.search(lowered):
        return True
    stem = lowered.partition(":")[0].rpartition("/")[2].removesuffix(".py").rpartition(".")[2]
    return stem in _EXAMPLE_STEMS


def is_placeholder_in_code(text: str) -> bool:
    """True if a string in Python code is a made-up file name (``old_file.py``, ``a.py``)."""
    return _IN_CODE.fullmatch(text) is not None


def is_placeholder_directory(text: str) -> bool:
    """True if a directory or path in a command has to be replaced (``<repo>``, ``your_app``, ``path/to/x``)."""
    return _DIRECTORY.search(text) is not None


def is_no_path(text: str, is_word: bool = False) -> bool:
    """True if a text has parts that are unknown before it is used, or is an address: it names no file by itself.

    A text with a blank names a file only if it is a single word of a command, which quotes it.
    """
    return (" " in text and not is_word) or _NO_PATH.search(text) is not None
