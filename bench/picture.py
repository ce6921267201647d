"""A picture of how cost grows: curves on logarithmic axes, as SVG that refers to nothing outside."""

from __future__ import annotations

import math
from html import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 210, 24, 56
COLOURS = ("#0b5cad", "#b3541e", "#7a7a7a", "#2f7d4f", "#7b3fa0")
Points = list[tuple[float, float]]


def curves(series: dict[str, Points], *, across: str, up: str, title: str) -> str:
    """Draws a curve for each series, with its name at its end.

    Args:
        series: points (x, y) above 0 by name; empty ones are left out.
        across: what x is.
        up: what y is.
        title: for who cannot see it.
    """
    series = {name: sorted(points) for name, points in series.items() if points}
    every = [point for points in series.values() for point in points]
    if not every:
        return ""
    x_from, x_to = _decades([x for x, _ in every])
    y_from, y_to = _decades([y for _, y in every])

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + (math.log10(x) - x_from) / (x_to - x_from) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - (math.log10(y) - y_from) / (y_to - y_from) * (HEIGHT - TOP - BOTTOM),
        )

    drawn = [_grid(at, (x_from, x_to), (y_from, y_to))]
    ends = _apart({name: at(*points[-1])[1] for name, points in series.items()})
    for (name, points), colour in zip(series.items(), COLOURS, strict=False):
        places = [at(*point) for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places]
        drawn.append(
            f'<text x="{WIDTH - RIGHT + 12}" y="{ends[name] + 4:.1f}" fill="{colour}" font-weight="600">'
            f"{escape(name)}</text>"
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    centred, half = 'text-anchor="middle" fill="#333"', f"{HEIGHT / 2:.0f}"
    drawn += [
        f'<text x="{middle:.0f}" y="{HEIGHT - 14}" {centred}>{escape(across)}</text>',
        f'<text x="16" y="{half}" {centred} transform="rotate(-90 16 {half})">{escape(up)}</text>',
    ]
    body = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13">\n<title>{escape(title)}</title>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _decades(values: list[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values)) + 1e-9), math.ceil(math.log10(max(values)) - 1e-9)
    return low, max(high, low + 1)


def _grid(at, across: tuple[int, int], up: tuple[int, int]) -> str:  # noqa: ANN001 -- from values to places
    drawn = []
    for power in range(across[0], across[1] + 1):
        x, y = at(10.0**power, 10.0 ** up[0])
        drawn.append(f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{y:.1f}" stroke="#e3e3e3"/>')
        drawn.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle" fill="#555">{_number(power)}</text>')
    for power in range(up[0], up[1] + 1):
        x, y = at(10.0 ** across[0], 10.0**power)
        drawn.append(f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="#e3e3e3"/>')
        drawn.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end" fill="#555">{_number(power)}</text>')
    return "\n".join(drawn)


def _number(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def _apart(places: dict[str, float], least: float = 18) -> dict[str, float]:
    """Places of labels, moved down until none covers another."""
    found: dict[str, float] = {}
    lowest = -math.inf
    for name, place in sorted(places.items(), key=lambda item: item[1]):
        lowest = max(place, lowest + least)
        found[name] = lowest
    return found
