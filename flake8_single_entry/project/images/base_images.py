"""Contents of base images: which of them hold no program, and which directories they fill."""

from __future__ import annotations

import re
from posixpath import basename

# Images that contain an operating system or an interpreter, but no program.
_PLAIN_IMAGES = frozenset(
    {"scratch", "debian", "ubuntu", "alpine", "fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "busybox",
     "buildpack-deps", "python", "pypy", "node", "golang", "rust", "uv", "ubi", "ubi-minimal", "cuda", "pytorch",
     "tensorflow", "miniconda", "miniconda3", "anaconda3", "micromamba", "mambaforge", "miniforge3", "playwright"}
)  # fmt: skip
_PLAIN_PREFIX = re.compile(r"(?:python-?3|ubi\d|debian\d|cuda-|l4t-)")
# Directories that base images fill. Absence from the repository proves nothing about them.
SYSTEM_DIRECTORIES = frozenset(
    {"/", "/usr", "/usr/local", "/opt", "/etc", "/var", "/bin", "/sbin", "/lib", "/tmp", "/root", "/home"}
)
SYSTEM_TREES = tuple("/usr/bin/ /usr/sbin/ /usr/lib/ /usr/local/bin/ /usr/local/lib/ /bin/ /sbin/ /lib/ /etc/".split())


def is_plain_image(base: str) -> bool:
    """Return True if the image that FROM names contains no program: ``python:3.12-slim``, ``debian@sha256:...``."""
    name = basename(base.rpartition("@")[0] or base).partition(":")[0].lower()
    return name in _PLAIN_IMAGES or _PLAIN_PREFIX.match(name) is not None
