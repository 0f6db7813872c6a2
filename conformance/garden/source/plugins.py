"""Packages of which it is known what fixtures they bring: those below, or none."""

from __future__ import annotations

import re
from collections.abc import Mapping

BUILTIN = frozenset(
    {"cache", "capfd", "capfdbinary", "caplog", "capsys", "capsysbinary", "capteesys", "config", "doctest_namespace",
     "monkeypatch", "pytestconfig", "pytester", "record_property", "record_testsuite_property", "record_xml_attribute",
     "recwarn", "request", "subtests", "testdir", "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory"}
)  # fmt: skip
"""What pytest 9 brings."""

PLUGINS: Mapping[str, frozenset[str]] = {
    "pytest-asyncio": frozenset(
        {"event_loop", "event_loop_policy", "unused_tcp_port", "unused_tcp_port_factory", "unused_udp_port",
         "unused_udp_port_factory"}
    ),
    "anyio": frozenset(
        {"anyio_backend", "anyio_backend_name", "anyio_backend_options", "free_tcp_port", "free_udp_port",
         "free_tcp_port_factory", "free_udp_port_factory"}
    ),
    "pytest-mock": frozenset(
        {"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"}
    ),
    "pytest-benchmark": frozenset({"benchmark", "benchmark_weave"}),
    "pytest-cov": frozenset({"cov", "no_cover"}),
    "pytest-xdist": frozenset({"worker_id", "testrun_uid"}),
    "pytest-httpserver": frozenset(
        {"httpserver", "make_httpserver", "httpserver_listen_address", "httpserver_ssl_context"}
    ),
    "pytest-httpbin": frozenset({"httpbin", "httpbin_secure", "httpbin_both", "httpbin_ca_bundle"}),
    "pytest-subtests": frozenset({"subtests"}),
    "pytest-timeout": frozenset(),
    "pytest-randomly": frozenset(),
    "pytest-rerunfailures": frozenset(),
    "pytest-sugar": frozenset(),
    "pytest-html": frozenset({"extra", "extras"}),
    "hypothesis": frozenset(),
}  # fmt: skip
"""Plugins whose fixtures are known, under the names that their packages have."""

PLAIN = frozenset(
    re.findall(
        r"\S+",
        """
    aiofiles aiohttp alembic attrs beautifulsoup4 black boto3 botocore build certifi click coverage cryptography django
    djangorestframework docker factory-boy fastapi flake8 flask flask-sqlalchemy freezegun gunicorn h11 httpcore httpx
    idna iniconfig isort itsdangerous jinja2 jsonschema lxml markdown-it-py markupsafe matplotlib mock moto msgpack mypy
    networkx nox numpy orjson packaging pandas parameterized pillow pip pluggy pre-commit psutil psycopg psycopg2
    psycopg2-binary pydantic pydantic-settings pygments pyjwt pylint pyright pytest python python-dateutil
    python-dotenv pytz pyyaml quart redis requests responses rich ruff scipy setuptools setuptools-scm simplejson six
    sqlalchemy starlette tabulate tenacity tomli tomlkit tornado tox tqdm trio twine typer typing-extensions tzdata
    ujson urllib3 uvicorn websocket-client websockets werkzeug wheel
    """,
    )
)
"""Well-known packages without a plugin for pytest."""

_IMPORTED_AS = {
    "bs4": "beautifulsoup4", "dateutil": "python-dateutil", "dotenv": "python-dotenv", "factory": "factory-boy",
    "flask_sqlalchemy": "flask-sqlalchemy", "jwt": "pyjwt", "PIL": "pillow", "rest_framework": "djangorestframework",
    "websocket": "websocket-client", "yaml": "pyyaml", "attr": "attrs", "_pytest": "pytest",
}  # fmt: skip

KNOWN_FIXTURES = BUILTIN.union(*PLUGINS.values())


def package(name: str) -> str:
    """The one spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def is_known(name: str) -> bool:
    """Whether it is known what fixtures a package brings."""
    name = package(name)
    return name in PLUGINS or name in PLAIN or name.startswith("types-")


def is_known_import(name: str) -> bool:
    """The same of the name by which code imports it."""
    return is_known(_IMPORTED_AS.get(name, name))
