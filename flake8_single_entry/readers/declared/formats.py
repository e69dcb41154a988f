"""All declarations: files whose keys hold commands, paths or objects, each read by ``declared``.

To add a format, declare its file patterns, its syntax, its keys, its category and weight, and the directory its
commands start in, in the module of formats like it. Add a row to the table of
``tests/unit/readers/declared/test_declared.py`` and a project ``tests/projects/surface_<name>``.
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

# The first declaration that matches a path is used. CLUSTERS match every YAML file, so they come last.
DECLARATIONS: tuple[Declaration, ...] = (*PLATFORMS, *CLOUDS, *CONTINUOUS, *EDITORS, *PROCESSES, *TOOLS, *CLUSTERS)
