"""What a server may say to become a part of a Markdown document, and the structure by which that shows."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

HOSTILE = [
    "```\n# pwned\n```",
    "a\n\n````\n\n# pwned",
    "~~~",
    "~~~ is 1 on the socket and 2 in the page",
    "| a | b |\n|---|---|\n| c | d |",
    "a | b || c",
    "<script>alert(1)</script>",
    "</details>\n\n<h1>pwned</h1>",
    "<!-- ",
    "<http://evil.example>",
    "[click](javascript:alert(1))",
    "![see](http://evil.example/x.png)",
    "[a]: http://evil.example 'b'",
    "`code` and ``more``",
    "**bold** __bold__ *em* _em_ ~~gone~~",
    "# pwned",
    "pwned\n===",
    "pwned\n---",
    "---",
    "===",
    "- pwned",
    "+ pwned",
    "* pwned",
    "1. pwned",
    "2) pwned",
    "> pwned",
    "    pwned",
    "\t\tpwned",
    "pwned\\",
    "\\`pwned\\`",
    "&lt;script&gt; &#60;",
    "{{ 7 * 7 }}{% raw %}{# x #}",
    "a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h",
    "\x00\x07\x1b[31m\x7f\u202epwned\ufeff\ufffe\uffff",
    "\ud800 and \udfff",
    "]]><pwned/>",
    "@pwned and @pwned/all, a@b.example, `@`@pwned",
    "$$pwned$$ and $a$ and $`a`$",
    "",
    " ",
]


def skeleton(text: str) -> list[str]:
    """The structure of a Markdown document: everything but its text."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])

    def names(token: Token) -> Iterator[str]:
        # In code nobody is called by their name.
        called = token.type == "code_inline" and token.content == "@"
        if token.type not in ("text", "text_special", "softbreak") and not called:
            yield f"{token.type} {token.info} {token.content if token.type.startswith('html') else ''}"
        for child in token.children or []:
            yield from names(child)

    return [name for token in parser.parse(text) for name in names(token)]
