"""JUnit XML: one test case a check, one test suite a category, for the CI systems that read it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(results: Mapping[str, Any]) -> str:
    """``results.json``'s checks as JUnit XML."""
    by_category: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for check in results["checks"]:
        by_category[check["category"]].append(check)
    root = ElementTree.Element("testsuites", name="chat-conformance", time=str(results["duration_s"]))
    for category, checks in sorted(by_category.items()):
        root.append(_suite(category, checks))
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document.decode()


def _suite(category: str, checks: list[dict[str, Any]]) -> ElementTree.Element:
    count = {tag: sum(1 for check in checks if _tag(check) == tag) for tag in ("failure", "error", "skipped")}
    suite = ElementTree.Element(
        "testsuite",
        name=category,
        tests=str(len(checks)),
        failures=str(count["failure"]),
        errors=str(count["error"]),
        skipped=str(count["skipped"]),
        time=f"{sum(check['duration_s'] for check in checks):.3f}",
    )
    for check in checks:
        suite.append(_case(check))
    return suite


def _tag(check: dict[str, Any]) -> str | None:
    """Blocked, inconclusive and not run are neither passed nor failed: JUnit's word for that is ``skipped``."""
    return {"passed": None, "failed": "failure", "error": "error"}.get(check["outcome"], "skipped")


def _case(check: dict[str, Any]) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname=check["category"], name=check["id"], time=f"{check['duration_s']:.3f}"
    )
    tag = _tag(check)
    if tag is not None:
        by = f" by {check['blocked_by']}" if check["blocked_by"] else ""
        inside = ElementTree.SubElement(case, tag, message=_clean(f"{check['outcome']}{by}: {check['reason']}"))
        if check["failure"]:
            inside.text = _clean(
                f"{check['failure']['statement']}\n{check['failure']['why']}\n{check['failure']['reproduce']}"
            )
    return case


def _clean(text: str) -> str:
    """Text without the characters that no XML document can hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
