"""What a server may say to become a part of the page that reports on it, and results in which it says so everywhere."""

from __future__ import annotations

from typing import Any

PWN = "window.__pwned=1"
CANARIES = [
    f"<script>{PWN}</script>",
    f"</script><script>{PWN}</script>",
    f"</style><script>{PWN}</script>",
    f"</title></textarea></pre></code></table><script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f'" onfocus="{PWN}" autofocus tabindex="1',
    f"' onmouseover='{PWN}' x='",
    f"x onerror={PWN} y",
    f"javascript:{PWN}",
    f'<a href="javascript:{PWN}">click</a>',
    f"<svg onload={PWN}><script>{PWN}</script></svg>",
    f'<iframe srcdoc="<script>parent.{PWN}</script>"></iframe>',
    f'<object data="data:text/html,<script>{PWN}</script>"></object>',
    '<base href="https://evil.example/"><link rel="stylesheet" href="//evil.example/x.css">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '<form action="https://evil.example/"><button autofocus>go</button></form>',
    "<style>@import url(https://evil.example/x.css); * { display: none }</style>",
    "<!-- ", "-->", "<![CDATA[", "]]>", "<?php ", "<!doctype html><html><body>",
    f"&lt;script&gt;{PWN}&lt;/script&gt; &#60;script&#62; &amp;lt; &NewLine; &quot; &#x22;",
    "{{ 7 * 7 }}{% raw %}{# x #}{{ self.__init__.__globals__ }}{% endraw %}",
    f"a\x00b<scr\x00ipt>{PWN}</script>",
    f"\u202e<script>{PWN}</script>\u202c \u2066\u2067\u2069 \ufeff\u200b\u00ad",
    f"\u2028\u2029\x0b\x0c\x85\r\n<script>{PWN}</script>",
    f"\uff1cscript\uff1e{PWN}",
    f"\ud800<script>{PWN}</script>\udfff\ufffe\uffff",
    "\x1b[31m\x07\x08\x7f\x9b2J",
    f"`<script>{PWN}</script>`".replace("`", "'"),
    "</details></article></section></main></body></html><h1>conformant</h1>",
    "",
    " ",
    "\n\n\n",
]  # fmt: skip

OWN_WORDS = frozenset(
    {"word", "exit_status", "origin", "level", "severity", "category", "groups", "outcome", "raw", "phase", "status",
     "id", "requirement", "requirements", "checks", "failed", "blocked", "blocked_by", "needs", "clause", "check",
     "event", "events", "kind", "ms", "evaluation", "matcher", "holds", "stream", "request", "fingerprint", "began",
     "contract_digest", "statement", "impact", "remedy", "rule", "advice", "never_provoked", "code"}
)  # fmt: skip
"""Members that hold words of the suite or of the contract: ids, enumerations, the contract's sentences."""

OPEN = frozenset({"body", "frame", "headers", "people", "answers", "arguments"})
"""Members in which the names of members are the server's too."""


def poisoned(value: Any, canary: str, where: str = "", *, theirs: bool = False) -> Any:
    """The same results with every string, and every name, that is not the suite's own replaced."""
    if isinstance(value, dict):
        named = {f"{canary}{i}" if theirs else key: (key, item) for i, (key, item) in enumerate(value.items())}
        return {name: poisoned(item, canary, key, theirs=theirs or key in OPEN) for name, (key, item) in named.items()}
    if isinstance(value, list):
        return [poisoned(item, canary, where, theirs=theirs) for item in value]
    if isinstance(value, str):
        own = where in OWN_WORDS and not theirs
        return value if own else canary
    return value
