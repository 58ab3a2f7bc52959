"""Numbers and times in words, as a page, a message or the command line says them."""

from __future__ import annotations

import math

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# Stands where there is no value.
NO_VALUE = "–"
# Between these powers of ten a number is written out.
_PLAIN = range(-4, 4)


def number(value: float | None) -> str:
    """Four significant digits, scientific where it is very small or large: `0.0281`, `1.025e22`.

    `texts.js` says the same in the browser.
    """
    if value is None or not math.isfinite(value):
        return NO_VALUE
    mantissa, _, exponent = f"{value:.3e}".partition("e")
    power = int(exponent)
    if value == 0 or power in _PLAIN:
        return f"{float(f'{value:.3e}'):,.{3 - power}f}"
    return f"{mantissa}e{power}"


def duration(seconds: float) -> str:
    """About how long something takes: `85 s`, `12 min`, `2.5 h`; at least `1 s`."""
    if seconds < 1.5 * _MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < 1.5 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"


def countdown(seconds: float | None) -> str:
    """What is left, to the second: `43 s`, `12 min 5 s`, `2 h 30 min`; a dash if not known."""
    if seconds is None:
        return NO_VALUE
    if seconds < _MINUTE:
        return f"{math.ceil(seconds)} s"
    if seconds < _HOUR:
        minutes, rest = divmod(_nearest(seconds), _MINUTE)
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(_nearest(seconds / _MINUTE), 60)
    return f"{hours} h {minutes} min"


def time_ago(seconds: float) -> str:
    """How long ago something was: `3 minutes ago`, `1 day ago`; `just now` up to a minute."""
    for size, unit in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' * (count > 1)} ago"
    return "just now"


def _nearest(value: float) -> int:
    """The nearest whole number, a half upwards."""
    return math.floor(value + 0.5)
