"""``junit.xml``: one test case a check, one test suite a category, for the CI systems that read it.

There is no one JUnit format; this is what Jenkins and GitLab both take: counts on every suite, a class name with a
dot (the part before it is the package by which Jenkins groups), names that are unique within their class, properties
before anything else, and as the text of a failure all that they show of it.  The first suite's properties name the
causes too: what fails together is one cause, which no test case can say.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PACKAGE = "chat-conformance"
LONGEST_OUTPUT = 4000
CAUSES, CAUSE = "causes", "cause"
"""Properties of the first suite: how many causes the run has, and one for each, as a JSON object."""


def render(results: Mapping[str, Any]) -> str:
    """``results.json``'s checks as JUnit XML."""
    by_category: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for check in results["checks"]:
        by_category[check["category"]].append(check)
    attributes = {"name": PACKAGE, "time": str(results["duration_s"])}
    root = ElementTree.Element("testsuites", {**attributes, **_counts(results["checks"])})
    for category, checks in sorted(by_category.items()):
        causes = _causes(results) if len(root) == 0 else []
        root.append(_suite(category, checks, results, causes))
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document.decode()


def _causes(results: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Everything that broke by itself, with what it breaks and blocks and with its statement."""
    statements = {entry["id"]: entry["statement"] for entry in results["requirements"]}
    shown = ("requirement", "severity", "origin", "summary", "failed", "blocked", "fingerprint")
    told = [
        {**{key: cause[key] for key in shown}, "statement": statements[cause["requirement"]]}
        for cause in results["causes"]
    ]
    return [(CAUSES, str(len(told))), *((CAUSE, json.dumps(one)) for one in told)]


def _suite(
    category: str, checks: list[dict[str, Any]], results: Mapping[str, Any], causes: list[tuple[str, str]]
) -> ElementTree.Element:
    attributes = {
        "name": category,
        "timestamp": results["run"]["began"].removesuffix("Z"),
        "time": f"{sum(check['duration_s'] for check in checks):.3f}",
    }
    suite = ElementTree.Element("testsuite", {**attributes, **_counts(checks)})
    suite.append(_properties([*_about(results).items(), *causes]))
    for check in checks:
        suite.append(_case(check))
    return suite


def _counts(checks: list[dict[str, Any]]) -> dict[str, str]:
    tags = [_tag(check) for check in checks]
    named = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    return {"tests": str(len(tags)), **{name: str(tags.count(tag)) for name, tag in named.items()}}


def _about(results: Mapping[str, Any]) -> dict[str, str]:
    """What a run was, as properties of its suites."""
    return {
        "verdict": results["verdict"]["sentence"],
        "profile": results["profile"]["name"],
        "contract": results["suite"]["contract_version"],
        "suite": results["suite"]["version"],
        "run": results["run"]["id"],
        "seed": str(results["seed"]),
    }


def _tag(check: dict[str, Any]) -> str | None:
    """Blocked, inconclusive and not run are neither passed nor failed: JUnit's word for that is ``skipped``."""
    return {"passed": None, "failed": "failure", "error": "error"}.get(check["outcome"], "skipped")


def _case(check: dict[str, Any]) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname=f"{PACKAGE}.{check['category']}", name=check["id"], time=f"{check['duration_s']:.3f}"
    )
    failure = check["failure"]
    known = {key: failure[key] for key in ("fingerprint", "reproduce")} if failure else {}
    about = {"requirements": " ".join(check["requirements"]), "outcome": check["outcome"], **known}
    case.append(_properties(about.items()))
    tag = _tag(check)
    if tag is not None:
        case.append(_told(tag, check))
    if failure and tag in ("failure", "error"):
        ElementTree.SubElement(case, "system-out").text = _clean(_output(failure))
    return case


def _told(tag: str, check: dict[str, Any]) -> ElementTree.Element:
    """Why a check did not pass; the text is what CI systems show at once."""
    by = f" by {check['blocked_by']}" if check["blocked_by"] else ""
    inside = ElementTree.Element(tag, message=_clean(f"{check['outcome']}{by}: {check['reason']}"))
    failure = check["failure"]
    if failure:
        inside.set("type", failure["clause"])
        inside.text = _clean(f"{failure['statement']}\n{failure['why']}\nAgain: {failure['reproduce']}")
    return inside


def _output(failure: dict[str, Any]) -> str:
    """What was sent, what came, and how to see it again."""
    shown = {"sent": failure["sent"], "observed": failure["observed"]}
    text = json.dumps(shown, indent=1, ensure_ascii=True)[:LONGEST_OUTPUT]
    return f"{failure['reproduce']}\n{text}"


def _properties(values: Iterable[tuple[str, str]]) -> ElementTree.Element:
    properties = ElementTree.Element("properties")
    for name, value in values:
        ElementTree.SubElement(properties, "property", name=name, value=_clean(value))
    return properties


def _clean(text: str) -> str:
    """Text without the characters that no XML document can hold, and in which GitLab and Jenkins find no attachment."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text).replace("[[ATTACHMENT|", "[ [ATTACHMENT|")
