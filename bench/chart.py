"""A bar chart as SVG that reads well on a light and on a dark page."""

from collections.abc import Sequence
from html import escape

from bench.rounds import Group

WIDTH = 760
LABEL_WIDTH = 210
BAR_WIDTH = 430
BAR_HEIGHT = 18
ROW_HEIGHT = 26
TITLE_HEIGHT = 38
MARGIN = 16
OURS = ("generated client", "generated client over aiohttp", "GreenApi", "AsyncGreenApi",
        "green_api_client", "green_api_client, client made", "green_api_files",
        "green_api_files, client made", "green-api-mock")  # fmt: skip

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .ours { fill: #1a7f64 }
  .peer { fill: #8c959f }
  .spread { stroke: #1f2328; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ours { fill: #3fb68f }
    .peer { fill: #6e7681 }
    .spread { stroke: #e6edf3 }
  }
"""


def bar_chart(groups: Sequence[Group], description: str) -> str:
    """One panel per group, one bar per row; the thin line on a bar spans its quartiles.

    Args:
        groups: What to show.
        description: The chart in words, for those who do not see it.
    """
    parts: list[str] = []
    top = MARGIN
    for group in groups:
        parts += _panel(group, top)
        top += TITLE_HEIGHT + ROW_HEIGHT * len(group.rows)
    height = top + MARGIN
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img">'
        f"<title>{escape(description)}</title><style>{STYLE}</style>"
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _panel(group: Group, top: float) -> list[str]:
    better = "more is better" if group.more_is_better else "less is better"
    title = escape(f"{group.title} ({group.unit}, {better})")
    parts = [f'<text class="title" x="{MARGIN}" y="{top + 20}">{title}</text>']
    longest = max(row.high for row in group.rows) or 1
    for number, row in enumerate(group.rows):
        y = top + TITLE_HEIGHT + number * ROW_HEIGHT
        parts += _bar(row.name, (row.low, row.median, row.high), longest, y)
    return parts


def _bar(name: str, figures: tuple[float, float, float], longest: float, y: float) -> list[str]:
    low, median, high = (figure / longest * BAR_WIDTH for figure in figures)
    left = MARGIN + LABEL_WIDTH
    middle = y + BAR_HEIGHT / 2
    kind = "ours" if name in OURS else "peer"
    label = f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
    bar = (
        f'<rect class="{kind}" x="{left}" y="{y}" width="{median:.1f}" '
        f'height="{BAR_HEIGHT}" rx="2"/>'
    )
    spread = (
        f'<line class="spread" x1="{left + low:.1f}" x2="{left + high:.1f}" '
        f'y1="{middle}" y2="{middle}"/>'
    )
    value = f'<text x="{left + high + 8:.1f}" y="{y + 14}">{shown(figures[1])}</text>'
    return [label, bar, spread, value]


def shown(figure: float, digits: int = 3) -> str:
    """The figure with so many digits that count, thousands set apart."""
    if abs(figure) >= 10 ** (digits - 1):
        return f"{figure:,.0f}"
    return f"{figure:.{digits}g}"
