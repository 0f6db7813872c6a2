"""Every rule about the source of tests, both ways: what it finds, and what looks like it and is not accused."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from gardens import PROJECT, cases, entries, files, laid_out, of_source, read
from helpers import PURE
from hypothesis import given
from hypothesis import strategies as st

from conformance.garden.source import RULES
from conformance.garden.source.folder import Folder, parsed
from conformance.garden.source.shape import Naming
from conformance.usage import UsageError

FOUND = cases("found")
HEALTHY = cases("healthy")
LISTED = '[project]\nname = "product"\ndependencies = ["pytest", {}]\n'
CONFTEST = "import pytest\nimport product\n\n@pytest.fixture\ndef served():\n    return product.serve()\n"


@pytest.mark.parametrize("name", FOUND)
def test_source_rule_finds(name: str, tmp_path: Path) -> None:
    words, rule = FOUND[name]
    assert of_source(tmp_path, words, conftest=CONFTEST) == [rule]


@pytest.mark.parametrize("name", HEALTHY)
def test_source_rule_does_not_accuse(name: str, tmp_path: Path) -> None:
    assert of_source(tmp_path, HEALTHY[name][0], conftest=CONFTEST) == []


def test_null_byte_is_no_python(tmp_path: Path) -> None:
    assert of_source(tmp_path, "def test_a():\n    assert '\0'\n") == ["syntax"]


# -- what a folder is -------------------------------------------------------------------------------------------------


def test_broken_file_beside_the_tests_is_data(tmp_path: Path) -> None:
    assert of_source(tmp_path, HEALTHY["a smoke test"][0], tests__data__broken="def (:") == []


def test_broken_conftest_is_found_and_hides_what_its_fixtures_are(tmp_path: Path) -> None:
    assert of_source(tmp_path, "def test_a(one):\n    assert one\n", tests__conftest="def (:") == ["syntax"]


def test_newer_syntax_is_not_accused_and_said_to_be_unread(tmp_path: Path) -> None:
    log = read(files(tmp_path, {"tests/test_it.py": HEALTHY["a newer Python's syntax"][0]}))
    assert log.entries == ()
    assert log.left_out[0].startswith("tests/test_it.py:1: Python 3.")


def test_naming_of_the_project_decides_what_is_a_test(tmp_path: Path) -> None:
    project = files(
        tmp_path,
        {
            "pytest.ini": "[pytest]\npython_files = check_*.py\npython_functions = check_*\n",
            "tests/check_it.py": "def check_a():\n    assert 1 == 1\n",
            "tests/test_it.py": "def test_a():\n    assert 1 == 1\n",
        },
    )
    assert [entry.explains for entry in entries(project)] == [("tests/check_it.py::check_a",)]


@pytest.mark.parametrize(
    "more",
    [
        {"pytest.ini": "[pytest]\nnorecursedirs = samples\n"},
        {"pytest.ini": "[pytest]\nnorecursedirs = tests/samples\n"},
        {"pytest.ini": "[pytest]\naddopts = -ra --ignore=tests/samples\n"},
        {"conftest.py": 'collect_ignore = ["tests/samples"]\n'},
        {"tests/conftest.py": 'collect_ignore_glob = ["samples/*.py"]\n'},
        {"tests/conftest.py": 'collect_ignore = []\nif True:\n    collect_ignore.append("samples/test_it.py")\n'},
    ],
)
def test_what_the_project_tells_pytest_to_ignore_is_no_test(more: dict[str, str], tmp_path: Path) -> None:
    sample = {
        "tests/samples/test_it.py": "def test_a():\n    assert False\n",
        "tests/test_it.py": HEALTHY["a smoke test"][0],
    }
    assert len(entries(files(tmp_path / "told", sample))) == 1
    assert entries(files(tmp_path / "ignored", sample | more)) == ()


def test_names_begin_at_the_projects_root_whatever_folder_is_given(tmp_path: Path) -> None:
    project = laid_out(tmp_path, "11-mock-only")
    assert [one.id for one in entries(project)] == [one.id for one in entries(project / "tests")]


def test_conftest_above_the_given_folder_is_read(tmp_path: Path) -> None:
    project = files(tmp_path, {"conftest.py": CONFTEST, "tests/test_it.py": "def test_a(served):\n    assert served\n"})
    assert entries(project / "tests") == ()


def test_conftest_of_a_neighbour_gives_no_fixture(tmp_path: Path) -> None:
    project = files(
        tmp_path, {"one/conftest.py": CONFTEST, "two/test_it.py": "def test_a(served):\n    assert served\n"}
    )
    (entry,) = entries(project)
    assert entry.title == "Fixture served is asked for and defined nowhere"
    assert entry.explains == ("two/test_it.py::test_a",)


@pytest.mark.parametrize(
    "more",
    [
        {"pyproject.toml": '[project]\ndependencies = ["pytest-django>=4"]\n'},
        {"requirements.txt": "pytest_homeassistant==1\n"},
        {"pyproject.toml": '[project.entry-points.pytest11]\nmine = "mine.plugin"\n'},
        {"tests/conftest.py": 'pytest_plugins = ["mine.plugin"]\n'},
    ],
)
def test_missing_fixture_that_a_stranger_may_bring_is_said_to_be_untold(more: dict[str, str], tmp_path: Path) -> None:
    log = read(files(tmp_path, {"tests/test_it.py": "def test_a(db):\n    assert db\n", **more}))
    assert log.entries == ()
    assert "whether fixtures are missing cannot be told without running pytest (db)" in log.left_out[0]


STRANGERS = {
    "a package with a plugin of another name": {"pyproject.toml": LISTED.format('"syrupy"')},
    "an extra": {"pyproject.toml": LISTED.format('"celery[pytest]>=5"')},
    "a group": {"pyproject.toml": PROJECT + '[dependency-groups]\ndev = ["respx"]\n'},
    "poetry's group": {"pyproject.toml": PROJECT + '[tool.poetry.group.dev.dependencies]\nfaker = "^30"\n'},
    "a folder of requirements": {"requirements/test.txt": "pytest\npytest-django\n"},
    "pipenv": {"Pipfile": '[dev-packages]\npytest = "*"\ntime-machine = "*"\n'},
    "conda": {"environment.yml": "dependencies:\n  - pytest=8\n  - pip:\n    - pyfakefs\n"},
    "nox": {"noxfile.py": 'def tests(session):\n    session.install("pytest", "requests-mock")\n'},
    "tox": {"tox.ini": "[testenv]\ndeps =\n    pytest\n    py312: dash[testing]\n"},
    "setup.py": {"setup.py": 'from setuptools import setup\nsetup(extras_require={"test": ["pytest", "faker"]})\n'},
    "an option": {"pytest.ini": "[pytest]\naddopts = -ra -p myproj.testing\n"},
    "an import": {"tests/conftest.py": "import respx\n"},
    "no list": {"pyproject.toml": "[tool.ruff]\n"},
    "a list without pytest": {"pyproject.toml": '[project]\ndependencies = ["flask"]\n'},
    "a call": {"tests/conftest.py": "from product import register\n\nregister(str)\n"},
    "a factory": {
        "tests/conftest.py": "import pytest\n\ndef make(name):\n    @pytest.fixture(name=name)\n"
        '    def one():\n        return 1\n    return one\n\n_db = make("db")\n'
    },
    "a factory that is imported": {"tests/conftest.py": 'from product import make\n\n_db = make("db")\n'},
}


@pytest.mark.parametrize("name", STRANGERS)
def test_missing_fixture_is_untold_where_something_unread_may_bring_it(name: str, tmp_path: Path) -> None:
    log = read(files(tmp_path, {"tests/test_it.py": "def test_a(db):\n    assert db\n", **STRANGERS[name]}))
    assert log.entries == ()
    assert "whether fixtures are missing cannot be told without running pytest (db)" in log.left_out[0]


def test_list_above_the_nearest_root_is_read(tmp_path: Path) -> None:
    service = {"setup.py": "", "tests/test_it.py": "def test_a(db):\n    assert db\n"}
    inner = files(tmp_path / "services" / "x", {**service, "pyproject.toml": ""})
    (tmp_path / "requirements.txt").write_text("pytest\npytest-django\n")
    log = read(inner)
    assert log.entries == ()
    assert "pytest-django" in log.left_out[0]


@pytest.mark.parametrize(
    "more",
    [
        {"requirements/test.txt": "-r base.txt\npytest==8  # the runner\nhttpx[http2]>=0.27\n"},
        {"setup.cfg": "[options.extras_require]\ntest =\n    pytest\n    pyyaml\n"},
        {"environment.yml": "dependencies:\n  - python=3.12\n  - conda-forge::numpy\n  - pip:\n    - pytest\n"},
        {"Pipfile": '[packages]\nflask = "*"\n\n[dev-packages]\npytest = "*"\n'},
        {"tests/conftest.py": "import os\nimport sys\n\nsys.path.insert(0, '.')\nHOME = os.getenv('HOME')\n"},
        {"pytest.ini": "[pytest]\naddopts = -p no:cacheprovider\n"},
    ],
)
def test_missing_fixture_is_found_where_the_lists_leave_no_doubt(more: dict[str, str], tmp_path: Path) -> None:
    pure = {} if {"tests/conftest.py", "pytest.ini"} & more.keys() else {"pyproject.toml": ""}
    project = files(tmp_path, {"tests/test_it.py": "def test_a(db):\n    assert db\n", **pure, **more})
    assert [entry.title for entry in entries(project)] == ["Fixture db is asked for and defined nowhere"]


def test_plugin_whose_fixtures_are_known_brings_no_other(tmp_path: Path) -> None:
    project = files(
        tmp_path,
        {"requirements.txt": "pytest-mock\n", "tests/test_it.py": "def test_a(mocker, db):\n    assert db\n"},
    )
    assert [entry.title for entry in entries(project)] == ["Fixture db is asked for and defined nowhere"]


@pytest.mark.parametrize(
    "statement",
    [
        "assert lambda: one.x",
        "assert (x for x in one)",
        'assert f"not {one}"',
        "assert [one.x]",
        "assert (one.x,)",
        "assert one.x == one.x",
        "one.called_once_with(1)",
        "assert one.called_once_with(1)",
    ],
)
def test_statement_that_holds_whatever_is_true_is_found(statement: str, tmp_path: Path) -> None:
    words = f"import product\nfrom unittest import mock\n\ndef test_a():\n    one = product.go()\n    {statement}\n"
    assert of_source(tmp_path, words) == ["always-true"]


@pytest.mark.parametrize(
    "statement",
    ["assert [*one]", 'assert f"{one}"', "assert one == one", "assert one.x() == one.x()", "assert one.x == one.y",
     "one.assert_called_once_with(1)", "assert one.called", "assert one[0].x == one[0].x", "one.called_once_with(1)"],
)  # fmt: skip
def test_statement_that_may_fail_is_not_accused(statement: str, tmp_path: Path) -> None:
    assert of_source(tmp_path, f"import product\n\ndef test_a():\n    one = product.go()\n    {statement}\n") == []


def test_same_missing_fixture_is_one_cause_for_all_that_ask_for_it(tmp_path: Path) -> None:
    words = "def test_a(db):\n    assert db\n\ndef test_b(db):\n    assert db\n"
    (entry,) = entries(files(tmp_path, {"tests/test_it.py": words, "tests/test_other.py": words}))
    assert len(entry.explains) == 4


def test_tests_of_a_pytest_plugin_are_not_said_to_touch_nothing(tmp_path: Path) -> None:
    project = files(
        tmp_path,
        {
            "pyproject.toml": '[project.entry-points.pytest11]\nmine = "mine.plugin"\n',
            "tests/test_it.py": "def test_a():\n    assert 1 == 1\n",
        },
    )
    log = read(project)
    assert log.entries == ()
    assert "whether its tests reach the code is not judged" in log.left_out[0]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (
            "class Manager:\n    def paint(self): ...\n    def frame(self): ...\n    def hang(self): ...\n",
            "another role",
        ),
        ("class Manager:\n    def open(self): ...\n    def close(self): ...\n", "too little in common"),
        (
            "from app.one import Manager as Base\n\nclass Manager(Base):\n    def open(self): ...\n",
            "made from the first",
        ),
    ],
)
def test_classes_of_one_name_are_not_accused_where_they_have(other: str, why: str, tmp_path: Path) -> None:
    one = "class Manager:\n    def open(self): ...\n    def close(self): ...\n    def count(self): ...\n"
    uses = "from app.{} import Manager\n\n\ndef test_it():\n    assert Manager()\n"
    contents = {"app/one.py": one, "app/two.py": other}
    tests = {f"tests/test_{name}.py": uses.format(name) for name in ("one", "two")}
    assert entries(files(tmp_path, contents | tests)) == (), why


def test_folder_without_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no Python file in this folder"):
        entries(tmp_path)


def test_links_are_not_followed(tmp_path: Path) -> None:
    project = files(tmp_path / "project", {"tests/test_it.py": HEALTHY["a smoke test"][0]})
    (tmp_path / "test_elsewhere.py").write_text("def test_a():\n    assert 1 == 1\n")
    (project / "tests" / "test_link.py").symlink_to(tmp_path / "test_elsewhere.py")
    log = read(project)
    assert log.entries == ()
    assert log.left_out == ("tests/test_link.py: not read: it is a link, no file, or larger than 1000000 bytes",)


# -- nothing makes it stumble -----------------------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        ["def test_a(", "class Test", "):\n", "    ", "assert ", "@", "pytest.mark.parametrize(", "[", "]", "'", '"""',
         "\\", "\n", "import ", "from . import *", "x", ".", "=", "lambda: ", "async ", "await ", "try:\n", "except ",
         "with ", "*", "**", ":", ",", "\0", "\x0c", "# def test_b():", "self", "patch('a.b')", "# -*- coding: x -*-\n"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


def judged(content: bytes) -> None:
    module = parsed("tests/test_it.py", Path("/nowhere/tests/test_it.py"), content, Naming())
    folder = Folder("tests", Path("/nowhere"), (module,), Naming())
    for rule in RULES:
        list(rule(folder))


@PURE
@given(st.binary(max_size=200))
def test_garbage_for_a_module_is_no_traceback(content: bytes) -> None:
    judged(content)


@PURE
@given(PIECES)
def test_what_nearly_is_python_is_no_traceback(words: str) -> None:
    judged(words.encode("utf-8", "replace"))


@PURE
@given(st.text(alphabet=string.printable, max_size=40), PIECES)
def test_anything_inside_a_test_is_no_traceback(name: str, words: str) -> None:
    body = "\n".join(f"    {line}" for line in words.splitlines())
    judged(f"import pytest\n\ndef test_it({name}):\n    x = 1\n{body}\n".encode())


def test_module_that_is_nested_too_deep_is_said_to_be() -> None:
    module = parsed("test_it.py", Path("test_it.py"), b"(" * 100_000, Naming())
    assert module.tree is None
    assert module.fault
