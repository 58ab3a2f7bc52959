"""A folder of ES modules, read once, under a name that changes with its content.

Browsers may keep such a file for ever, and `import "../plot/plot.js"` in one of the modules finds
the other of the same version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True)
class Modules:
    """The modules of a folder.

    Attributes:
        files: content by path in the folder, `live_view/feed.js`.
        digest: of all paths and contents, 16 hexadecimal digits.
    """

    files: Mapping[str, bytes]
    digest: str


@lru_cache(maxsize=8)
def load_modules(folder: Path) -> Modules:
    """Read a folder's JavaScript and CSS, once: addresses and contents always agree.

    Raises:
        OSError: if a file can't be read.
    """
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in MEDIA_TYPES and path.is_file()
    }
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return Modules(files, digest.hexdigest()[:16])
