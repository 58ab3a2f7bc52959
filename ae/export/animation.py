"""Digits that change, as one picture that moves: GIF or WebP."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ae.errors import SettingError

MEDIA_TYPES = {"gif": "image/gif", "webp": "image/webp"}
MOST_FRAMES, MOST_PANELS, LONGEST_TITLE = 400, 4, 40
# GIF counts in hundredths of a second, and browsers slow down what claims to be faster than two.
LEAST_MILLISECONDS, MOST_MILLISECONDS = 20, 2000
_SIDE = 28
# Pixels of the picture: of one of a digit's, between the panels, of the line of titles.
_SCALE, _GAP, _LINE, _LETTERS = 6, 12, 30, 15
_WHITE = 255


def animate(
    frames: np.ndarray, titles: Sequence[str], kind: str = "gif", milliseconds: int = 60
) -> bytes:
    """A file that shows the frames one after the other, and from the start again.

    Args:
        frames: uint8 (n, panels, 28, 28), the digits beside each other of each frame.
        titles: what stands above each panel.
        kind: "gif" or "webp", without loss.
        milliseconds: of one frame; a GIF rounds them to ten.

    Raises:
        SettingError: for anything else, or more than a page needs.
    """
    _check(frames, titles, kind, milliseconds)
    background = _titles(titles)
    first, *others = [_draw(frame, background) for frame in frames]
    target = io.BytesIO()
    options = {"lossless": True, "method": 2} if kind == "webp" else {"optimize": False}
    first.save(
        target,
        format=kind,
        save_all=True,
        append_images=others,
        duration=milliseconds,
        loop=0,
        **options,
    )
    return target.getvalue()


def _check(frames: np.ndarray, titles: Sequence[str], kind: str, milliseconds: int) -> None:
    if kind not in MEDIA_TYPES:
        raise SettingError("kind", f"expected {' or '.join(MEDIA_TYPES)}, got {kind!r}")
    is_fit = frames.ndim == 4 and frames.shape[2:] == (_SIDE, _SIDE) and frames.dtype == np.uint8
    if not is_fit or not 1 <= len(frames) <= MOST_FRAMES:
        raise SettingError(
            "frames",
            f"expected 1 to {MOST_FRAMES} of uint8 (n, panels, 28, 28), "
            f"got {frames.dtype} {frames.shape}",
        )
    if len(titles) != frames.shape[1] or not 1 <= len(titles) <= MOST_PANELS:
        raise SettingError(
            "titles",
            f"expected 1 to {MOST_PANELS}, one a panel, got {len(titles)} for {frames.shape[1]}",
        )
    if any(len(title) > LONGEST_TITLE for title in titles):
        raise SettingError("titles", f"expected up to {LONGEST_TITLE} letters each, got more")
    if not LEAST_MILLISECONDS <= milliseconds <= MOST_MILLISECONDS:
        raise SettingError(
            "milliseconds",
            f"expected {LEAST_MILLISECONDS} to {MOST_MILLISECONDS}, got {milliseconds}",
        )


def _titles(titles: Sequence[str]) -> Image.Image:
    """The picture without digits."""
    panel = _SIDE * _SCALE
    size = (_left(len(titles)), _LINE + panel + _GAP)
    picture = Image.new("L", size)
    drawing, font = ImageDraw.Draw(picture), ImageFont.load_default(_LETTERS)
    for i, title in enumerate(titles):
        middle = _left(i) + panel / 2
        drawing.text((middle, _LINE / 2), title, fill=_WHITE, font=font, anchor="mm")
    return picture


def _draw(digits: np.ndarray, background: Image.Image) -> Image.Image:
    picture = background.copy()
    for i, digit in enumerate(digits):
        enlarged = np.kron(digit, np.ones((_SCALE, _SCALE), np.uint8))
        picture.paste(Image.fromarray(enlarged), (_left(i), _LINE))
    return picture


def _left(panel: int) -> int:
    return _GAP + panel * (_SIDE * _SCALE + _GAP)
