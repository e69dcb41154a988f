"""COPY and ADD without one of their sources."""

from __future__ import annotations

import pytest

from flake8_single_entry.project.edits.copied import without_source
from tests.unit.project.edits.marked import changed, span_of


@pytest.mark.parametrize(
    ("marked", "after"),
    [
        ("FROM x\nCOPY «old.py» .\nRUN y\n", "FROM x\nRUN y\n"),
        ("FROM x\r\nCOPY «old.py» ./\r\nRUN y\r\n", "FROM x\r\nRUN y\r\n"),
        ("FROM x\nCOPY «old.py» /srv/\n", "FROM x\n"),
        ("FROM x\nCOPY «old.py» /srv", "FROM x\n"),
        ("COPY --chown=1:1 «old.py» /srv/\nRUN y\n", "RUN y\n"),
        ("COPY a.py «old.py» b.py ./\n", "COPY a.py b.py ./\n"),
        ("COPY «old.py»  b.py ./\n", "COPY b.py ./\n"),
        ("add a.py «old.py» ./\n", "add a.py ./\n"),
        ("COPY \\\n  «old.py» \\\n  ./\nRUN y\n", "RUN y\n"),
        ("COPY a.py \\\n  «old.py» \\\n  ./\nRUN y\n", "COPY a.py \\\n  \\\n  ./\nRUN y\n"),
        ("ONBUILD COPY «old.py» .\n", ""),
    ],
)
def test_dropped(marked: str, after: str) -> None:
    span = span_of(marked)
    found = without_source(span)
    assert found is not None
    assert changed(span.text, [found]) == after


@pytest.mark.parametrize(
    "marked",
    [
        "COPY «old.py» main.py\n",  # gives it another name
        'COPY ["«old.py»", "./"]\n',
        "COPY <<EOF «old.py»\nx\nEOF\n",
        "RUN cp «old.py» ./\n",
        "COPY a.py «old.py» ./ # both\n",
    ],
)
def test_left(marked: str) -> None:
    assert without_source(span_of(marked)) is None
