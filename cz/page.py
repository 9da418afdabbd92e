"""An HTML page that stands by itself: no script, nothing from elsewhere, printed on A4."""

from __future__ import annotations

import re
from html import escape

from cz.typography import visible, width

# What a browser goes by before it reads anything of the page's own.
HEAD = """\
<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
"""
STYLE = """\
@page{size:A4;margin:16mm 14mm}
*{box-sizing:border-box}
body{margin:0 auto;padding:16px;max-width:1000px;color:#1b1f24;background:#fff;
 font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;
 overflow-wrap:anywhere}
h1{font-size:1.6em;line-height:1.3;margin:.2em 0 .6em}
h2{font-size:1.2em;margin:1.4em 0 .5em}
h3{font-size:1.05em;margin:1.2em 0 .4em}
p,ul,ol,dl{margin:.5em 0}
blockquote{margin:.6em 0;padding:0 0 0 .8em;border-left:3px solid #c9cfd6;color:#4a5360}
.wide{overflow-x:auto;margin:.6em 0}
table{border-collapse:collapse;min-width:100%;font-size:.92em}
th,td{border:1px solid #c9cfd6;padding:.3em .5em;text-align:left;vertical-align:top;
 overflow-wrap:normal}
th{border-bottom:2px solid #6b7684;white-space:nowrap}
.w{min-width:9em}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em}
dt{color:#4a5360}
dd{margin:0}
.r{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.m{text-align:center}
.n{white-space:nowrap}
.good{color:#1a7f4e}.warn{color:#9a6700}.bad{color:#c0281f;font-weight:700}.busy{color:#1f5fa8}
.dim{color:#5f6b7a}.strong{font-weight:700}
svg{vertical-align:middle}
@media print{body{padding:0;max-width:none;font-size:10pt}.wide{overflow:visible}
 th,td{padding:.2em .35em}td svg{width:60px}.w{min-width:4em}
 thead{display:table-header-group}tr{break-inside:avoid}h1,h2,h3{break-after:avoid}
 h1~h1{break-before:page}}
"""
TABLE_OPEN, TABLE_CLOSE = '<div class="wide"><table>', "</table></div>"
# What acts or reaches out. None of it is text of the plan, in which < is written &lt;.
_LIVE_TAGS = re.compile(
    "<(script|meta|base|link|iframe|frame|frameset|object|embed|applet|form|img|image|audio|video"
    r"|source|track|portal|foreignobject|animate|set|use)(?![\w-])",
    re.I,
)
_LIVE_ATTRIBUTES = frozenset(["src", "srcset", "srcdoc", "xlink:href", "action", "background"])
_BAR = re.compile("(█*)(░*)")
_LAMPS = {"🟢": "good", "🟡": "warn", "🔴": "bad"}


def drawn(html: str) -> str:
    """What stands for a picture in text, drawn: bars of blocks, coloured lamps beside their words.

    ``html``: escaped text.
    """
    if "█" in html or "░" in html:
        html = _BAR.sub(_drawn_bar, html)
    for lamp, style in _LAMPS.items():
        html = html.replace(f"{lamp} ", f'<span class="{style}">●</span>')
    return html


def _drawn_bar(bar: re.Match[str]) -> str:
    full, room = len(bar[1]), len(bar[0])
    if not room:
        return ""
    return (
        f'<svg width="90" height="10" viewBox="0 0 {room} 1" preserveAspectRatio="none">'
        f"<title>约{100 * full // room}%</title>"
        f'<path fill="#dfe3e8" d="M0 0h{room}v1H0z"/><path fill="#1f5fa8" d="M0 0h{full}v1H0z"/>'
        "</svg>"
    )


SHORT = 14  # columns of a terminal


def cell_class(text: str, *others: str) -> str:
    """The ``class`` of a table's cell: what is short stays on one line, what is long has room."""
    names = [name for name in others if name]
    columns = width(text)
    if 0 < columns <= SHORT and "r" not in names:
        names.append("n")
    elif columns > SHORT:
        names.append("w")
    return f' class="{" ".join(names)}"' if names else ""


def escaped(text: str) -> str:
    """``text`` as HTML that shows exactly this text, in an attribute's quotes as well."""
    return escape(visible(text))


MANY = 10  # columns of a table from which on it is printed on its side


def page(title: str, body: str, columns: int = 0) -> str:
    """A whole page of HTML that shows ``body``, as all our pages look.

    ``columns``: of its widest table.
    """
    style = STYLE.replace("size:A4", "size:A4 landscape") if columns > MANY else STYLE
    return f"{HEAD}<title>{escaped(title)}</title>\n<style>\n{style}</style>\n{body}"


def what_is_live(html: str) -> str:
    """What in a page acts by itself or reaches out, "" where nothing does.

    The browser is told to let none of it pass (HEAD); this is for whoever wrote the template.
    """
    from html.parser import HTMLParser

    if tag := _LIVE_TAGS.search(html):  # wherever: browsers differ on what is a comment
        return f"<{tag[1].lower()}>"
    live: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            for name, value in attributes:
                if name in _LIVE_ATTRIBUTES or name.startswith("on"):
                    live.append(f"{name}=")
                elif (value or "").strip().lower().startswith("javascript:"):
                    live.append("javascript:")

        def handle_data(self, data: str) -> None:
            if self.cdata_elem == "style" and "@import" in data.lower():
                live.append("@import")

    Reader().feed(html)
    return live[0] if live else ""
