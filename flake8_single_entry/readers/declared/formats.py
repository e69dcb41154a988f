"""Files whose keys hold commands, paths or objects: one declaration each, read by ``declared``.

To add a format: its file patterns, its syntax, where its commands start, and the keys that matter, in the module of its
kind; a row in the table of ``tests/unit/test_reader_declared.py``; a project ``tests/projects/surface_<name>``.
"""

from __future__ import annotations

from flake8_single_entry.readers.declared.clouds import CLOUDS
from flake8_single_entry.readers.declared.clusters import CLUSTERS
from flake8_single_entry.readers.declared.declaration import Declaration, Image, Key, Listed, Value
from flake8_single_entry.readers.declared.editors import EDITORS
from flake8_single_entry.readers.declared.pipelines import CONTINUOUS
from flake8_single_entry.readers.declared.platforms import PLATFORMS
from flake8_single_entry.readers.declared.process_managers import PROCESSES
from flake8_single_entry.readers.declared.tools import TOOLS

__all__ = ["DECLARATIONS", "Declaration", "Image", "Key", "Listed", "Value"]

# The first that fits a path is taken: CLUSTERS, which take every YAML file, come last.
DECLARATIONS: tuple[Declaration, ...] = (*PLATFORMS, *CLOUDS, *CONTINUOUS, *EDITORS, *PROCESSES, *TOOLS, *CLUSTERS)
