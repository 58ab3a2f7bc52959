"""Text that somebody typed, where Streamlit reads markdown: labels, captions, messages."""

from __future__ import annotations

import re
import string

_MARKS = re.compile(f"[{re.escape(string.punctuation)}]")
# Streamlit looks for emoji, icons, links and mail addresses once more after it has read the
# markdown, when the backslashes are gone: what joins two letters unseen keeps it from finding any.
_JOINED = re.compile(r"[:@]|(?<=www)\.", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"


def as_plain(text: str) -> str:
    """The markdown that shows a text as it is: no bold, link, emoji, colour, formula or tag."""
    return _MARKS.sub(r"\\\g<0>", _JOINED.sub(rf"\g<0>{_JOINER}", text))
