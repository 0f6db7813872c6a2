"""Profiles: every mistake is one line that names file and key and says what to write; nearer files win."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import check, clause, contract, manifest, one_line

from conformance.contract import registry
from conformance.contract.registry import Registry
from conformance.controller.options import Options, refuse_nonsense, selected
from conformance.target import profile as profiles
from conformance.target.profile import KNOWN_CAPABILITIES, Impact, Profile, ProfileError, Stake
from conformance.usage import UsageError

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a profile into a folder of its own."""

    def write(text: str, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refusal(path: Path | str) -> str:
    """Why a profile is refused."""
    with pytest.raises(ProfileError) as caught:
        profiles.load(str(path))
    return str(caught.value)


# -- mistakes in a file -----------------------------------------------------------------------------------------------

MISTAKES = {
    "unknown table": ("[lunch]\n", "lunch: unknown key; did you mean launch?"),
    "unknown table like no other": (
        "[xyz]\n",
        "xyz: unknown key; a profile knows extends, "
        "auth, control, expected_failures, impact, launch, load, profile, scope, slo, target",
    ),
    "unknown key": ("[target]\nurrl = 'x'\n", "target.urrl: unknown key; did you mean url?"),
    "unknown key like no other": (
        "[slo]\nxyz = 1\n",
        "slo.xyz: unknown key; [slo] knows bounds, enforce",
    ),
    "unknown key deep inside": ("[launch.load]\narg = []\n", "launch.load.arg: unknown key; did you mean args?"),
    "an outage without an end": (
        "[control]\nbreak_storage = ['x']\n",
        "control.mend_storage: is needed where control.break_storage is given",
    ),
    "an end without an outage": (
        "[control]\nmend_storage = ['x']\n",
        "control.break_storage: is needed where control.mend_storage is given",
    ),
    "an impact on no group": (
        "[impact.groups.basic-mesaging]\nrevenue = 'all of it'\n",
        "impact.groups.basic-mesaging: the contract holds no such group; did you mean basic-messaging?",
    ),
    "an impact on no requirement": (
        "[impact.requirements.MSG-ACK-99]\nrevenue = 'all of it'\n",
        "impact.requirements.MSG-ACK-99: the contract holds no such requirement; did you mean MSG-ACK-01?",
    ),
    "an impact on no severity": (
        "[impact.severities.urgent]\ncustomers = 'all of them'\n",
        "impact.severities.urgent: the contract holds no such severity; expected one of P0, P1, P2, P3",
    ),
    "an impact that says nothing": (
        "[impact.groups.basic-messaging]\n",
        'impact.groups.basic-messaging: says nothing; expected revenue = "..." or customers = "..."',
    ),
    "an impact in figures": (
        "[impact.groups.basic-messaging]\nrevenue = 40000\n",
        "impact.groups.basic-messaging.revenue: expected a string, got a whole number (40000)",
    ),
    "an impact of another sort": (
        "[impact.groups.basic-messaging]\nreputation = 'ours'\n",
        "impact.groups.basic-messaging.reputation: unknown key; [impact.groups.basic-messaging] knows customers, "
        "revenue",
    ),
    "a value for a table": ("launch = 'x'\n", "launch: expected a table, got a string ('x')"),
    "a number for a string": ("[target]\nurl = 8080\n", "target.url: expected a string, got a whole number (8080)"),
    "a string for a list": (
        "[launch]\ncommand = 'serve'\n",
        "launch.command: expected an array, got a string ('serve')",
    ),
    "a number in a list of strings": (
        "[launch]\ncommand = ['serve', 80]\n",
        "launch.command[1]: expected a string, got a whole number (80)",
    ),
    "a number among headers": (
        "[target.headers]\nX-Key = 5\n",
        "target.headers.X-Key: expected a string, got a whole number (5)",
    ),
    "true for a number": (
        "[launch]\nready_timeout_s = true\n",
        "launch.ready_timeout_s: expected a number, got true or false (True)",
    ),
    "true for a whole number": (
        "[launch]\ninstances = true\n",
        "launch.instances: expected a whole number, got true or false (True)",
    ),
    "a fraction for a whole number": (
        "[launch]\ninstances = 1.5\n",
        "launch.instances: expected a whole number, got a number (1.5)",
    ),
    "a string for a switch": (
        "[slo]\nenforce = 'yes'\n",
        "slo.enforce: expected true or false, got a string ('yes')",
    ),
    "a list for a table of numbers": ("[slo]\nbounds = []\n", "slo.bounds: expected a table, got an array"),
    "a load without anybody to hear it": ("[load]\npeople = 1\n", "load.people: expected at least 2, got 1"),
    "a load of no time": ("[load]\nseconds = 0\n", "load.seconds: expected at least 1, got 0"),
    "a string for a date": (
        "[[expected_failures]]\nrequirement = 'X'\nreason = 'y'\nexpires = '2027-01-31'\n",
        "expected_failures[0].expires: expected a date such as 2027-01-31, got a string ('2027-01-31')",
    ),
    "an expected failure without its end": (
        "[[expected_failures]]\nrequirement = 'X'\nreason = 'y'\n",
        "expected_failures[0]: 'expires' is missing",
    ),
    "an unknown capability": (
        "[profile]\ncapabilities = ['roles', 'invite']\n",
        "profile.capabilities: invite is no capability; did you mean invites?",
    ),
    "a capability like no other": (
        "[profile]\ncapabilities = ['xyz']\n",
        f"profile.capabilities: xyz is no capability; known are {', '.join(KNOWN_CAPABILITIES)}",
    ),
    "an unknown word of scope": (
        "[scope.without]\nkill = 'no'\n",
        "scope.without.kill: expected one of launch, mint, browser, load",
    ),
    "an unknown kind of tokens": (
        "[auth]\nkind = 'oauth'\n",
        "auth.kind: 'oauth' is none of issuer, key_file, shared_secret, command, static",
    ),
    "no key": ("[auth]\nkind = 'key_file'\n", "auth.key: is needed where auth.kind is key_file"),
    "no secret": ("[auth]\nkind = 'shared_secret'\n", "auth.secret: is needed where auth.kind is shared_secret"),
    "an empty secret": (
        "[auth]\nkind = 'shared_secret'\nsecret = ''\n",
        "auth.secret: is needed where auth.kind is shared_secret",
    ),
    "no command": ("[auth]\nkind = 'command'\n", "auth.command: is needed where auth.kind is command"),
    "no tokens": ("[auth]\nkind = 'static'\n", "auth.tokens: is needed where auth.kind is static"),
    "an environment variable that is not set": (
        "[auth]\nsecret = 'env:CONFORMANCE_TEST_UNSET'\n",
        "auth.secret: the environment variable CONFORMANCE_TEST_UNSET is not set",
    ),
    "an environment variable in a list": (
        "[launch]\ncommand = ['x', 'env:CONFORMANCE_TEST_UNSET']\n",
        "launch.command[1]: the environment variable CONFORMANCE_TEST_UNSET is not set",
    ),
    "a placeholder that is misspelt": (
        "[launch]\ncommand = ['x', '--port', '{prot}']\n",
        "launch.command[2]: {prot}: unknown placeholder; did you mean {port}?",
    ),
    "a placeholder in another case": (
        "[launch]\ncommand = ['x', '{port}']\n[launch.env]\nDIR = '{DATA}'\n",
        "launch.env.DIR: {DATA}: unknown placeholder; did you mean {data}?",
    ),
    "a parent that is no name": (
        "extends = ['full']\n",
        'extends: expected the name or path of a profile, for example "full"',
    ),
}


@pytest.mark.parametrize(("text", "words"), MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_one_line_that_names_file_and_key(write: Write, text: str, words: str) -> None:
    path = write(text)
    assert refusal(path) == f"{path}: {words}"
    one_line(refusal(path))


@pytest.mark.parametrize(
    "words", [["sh", "{port}", "{prot}"], ["awk", "{print}", "{port}"], ["sh", "${prot}"], ["x", "{name}"], ["x", "{}"]]
)
def test_braces_of_a_commands_own_are_no_mistake(write: Write, words: list[str]) -> None:
    assert profiles.load(str(write(f"[launch]\ncommand = {words}\n"))).launch.command == words


def test_mistake_in_the_toml_names_file_and_line(write: Write) -> None:
    path = write("[target]\nurl = \n")
    one_line(refusal(path), f"{path}: is not valid TOML: ", "line 2")


def test_mistake_a_file_that_is_no_text_names_the_file(write: Write) -> None:
    path = write("")
    path.write_bytes(b"\xff\xfe")
    one_line(refusal(path), f"{path}: cannot be read: ")


def test_mistake_a_secret_file_that_is_not_there_names_the_key(write: Write) -> None:
    path = write("[auth]\nkey = 'file:missing.pem'\n")
    one_line(refusal(path), f"{path}: auth.key: cannot read missing.pem: ", "No such file")


@pytest.mark.parametrize("name", ["missing.toml", "somewhere/missing.toml", "profiles/missing.toml"])
def test_mistake_a_file_that_is_not_there_lists_the_bundled_ones(name: str) -> None:
    one_line(refusal(name), f"{name}: there is no such file; bundled profiles are core, full, messaging, reference")


def test_mistake_a_name_that_no_bundled_profile_has_lists_them() -> None:
    one_line(
        refusal("ful"), "ful: no bundled profile has that name, expected core, full, messaging, reference, or a path"
    )


def test_mistake_a_cycle_of_parents_is_shown(write: Write) -> None:
    write("extends = 'mine.toml'\n", "other.toml")
    path = write("extends = 'other.toml'\n")
    one_line(refusal(path), f"{path}: extends itself, by way of {path} -> {path.with_name('other.toml')}")


def test_mistake_a_cycle_that_goes_up_and_down_is_seen(write: Write) -> None:
    path = write("extends = '../here/mine.toml'\n", "here/mine.toml")
    one_line(refusal(path), "extends itself")


@pytest.mark.parametrize("parent", ["nothing", "nothing.toml"])
def test_mistake_a_parent_that_is_not_there_names_who_wants_it(write: Write, parent: str) -> None:
    path = write(f"extends = '{parent}'\n")
    one_line(refusal(path), f"{path}: extends: ", parent)


@pytest.mark.parametrize("name", ["unknown table", "an unknown capability", "an unknown word of scope"])
def test_mistake_of_a_parent_names_the_parent(write: Write, name: str) -> None:
    text, words = MISTAKES[name]
    parent = write(text, "parent.toml")
    assert refusal(write("extends = 'parent.toml'\n")) == f"{parent}: {words}"


def test_mistake_a_key_that_only_the_suite_may_set_is_unknown(write: Write) -> None:
    one_line(refusal(write("source = 'x'\n")), "source: unknown key")


@pytest.mark.parametrize("expires", ["2027-01-31T00:00:00", "2027-01-31T00:00:00Z"])
def test_mistake_a_time_for_a_date_is_refused(write: Write, expires: str) -> None:
    path = write(f"[[expected_failures]]\nrequirement = 'X'\nreason = 'y'\nexpires = {expires}\n")
    one_line(refusal(path), "expected_failures[0].expires: expected a date such as 2027-01-31")


def test_mistake_an_unknown_algorithm_names_the_file(write: Write) -> None:
    path = write("[auth]\nalgorithm = 'none'\n")
    one_line(refusal(path), f"{path}: auth.algorithm: ")


# -- what a profile says ----------------------------------------------------------------------------------------------


def test_profile_that_says_nothing_is_a_whole_one(write: Write) -> None:
    path = write("")
    assert profiles.load(str(path)) == Profile(str(path))


def test_extends_merges_tables_and_the_nearer_file_wins(write: Write) -> None:
    write("[target]\nurl = 'http://far'\nheaders = {A = 'far', B = 'far'}\n[launch]\ninstances = 2\n", "far.toml")
    write(
        "extends = 'far.toml'\n[target]\nheaders = {B = 'mid'}\n[profile]\ncapabilities = ['roles', 'typing']\n",
        "mid.toml",
    )
    path = write("extends = 'mid.toml'\n[target]\nca = 'near'\n[profile]\ncapabilities = ['roles']\n")
    profile = profiles.load(str(path))
    assert (profile.target.url, profile.target.ca) == ("http://far", "near")
    assert profile.target.headers == {"A": "far", "B": "mid"}
    assert profile.profile.capabilities == ["roles"]
    assert profile.launch.instances == 2
    assert profile.source == str(path)


def test_impact_keeps_the_words_of_the_vendor_and_adds_none(write: Write) -> None:
    write("[impact.severities.P0]\ncustomers = 'everybody'\n", "far.toml")
    path = write("extends = 'far.toml'\n[impact.groups.basic-messaging]\nrevenue = 'EUR 40 000 a month'\n")
    impact = profiles.load(str(path)).impact
    assert impact.groups == {"basic-messaging": Stake("EUR 40 000 a month", None)}
    assert impact.severities == {"P0": Stake(None, "everybody")}
    assert profiles.load("full").impact == Impact()


def test_extends_a_bundled_profile_by_name_even_from_a_file_of_that_name(write: Write) -> None:
    profile = profiles.load(str(write("extends = 'full'\n[target]\nurl = 'http://x'\n", "full.toml")))
    assert profile.profile.capabilities == list(KNOWN_CAPABILITIES)
    assert profile.target.url == "http://x"


def test_values_come_from_the_environment_and_from_files(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFORMANCE_TEST_TOKEN", "t0ken")
    write("k3y\n", "deep/key.txt")
    write("[auth]\nsecret = 'file:key.txt'\n", "deep/parent.toml")
    path = write(
        "extends = 'deep/parent.toml'\n[auth]\nkind = 'static'\ntokens = {alice = 'env:CONFORMANCE_TEST_TOKEN'}\n"
    )
    auth = profiles.load(str(path)).auth
    assert auth.tokens == {"alice": "t0ken"}
    assert auth.secret == "k3y"


def test_here_is_the_folder_of_the_profile_that_says_it(write: Write) -> None:
    parent = write("[launch]\ncommand = ['{here}/serve', '--port', '{port}']\n", "deep/parent.toml")
    path = write("extends = 'deep/parent.toml'\n[launch]\nenv = {HOME = '{here}'}\n")
    launch = profiles.load(str(path)).launch
    assert launch.command == [f"{parent.parent}/serve", "--port", "{port}"]
    assert launch.env == {"HOME": str(path.parent)}


def test_numbers_may_be_written_without_a_point(write: Write) -> None:
    profile = profiles.load(str(write("[launch]\nready_timeout_s = 5\n[slo.bounds]\nSLO-ACK-01 = 300\n")))
    assert (profile.launch.ready_timeout_s, profile.slo.bounds) == (5.0, {"SLO-ACK-01": 300.0})


def test_expected_failures_keep_their_dates(write: Write) -> None:
    path = write("[[expected_failures]]\nrequirement = 'X'\nreason = 'bug 7'\nexpires = 2027-01-31\n")
    assert profiles.load(str(path)).expected_failures[0].expires == datetime.date(2027, 1, 31)


def test_a_url_beside_a_launch_command_wins(write: Write) -> None:
    command = "[launch]\ncommand = ['serve']\n"
    assert profiles.load(str(write(command))).launches
    assert not profiles.load(str(write(command + "[target]\nurl = 'http://x'\n"))).launches


@pytest.mark.parametrize("name", ["core", "full", "messaging", "reference"])
def test_bundled_profile_loads_by_name_from_anywhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    profile = profiles.load(name)
    assert profile.profile.name == name
    assert profile.profile.contract == registry.CONTRACT_VERSION
    assert profiles.load(f"profiles/{name}.toml").profile == profile.profile


def test_bundled_profiles_demand_more_and_more() -> None:
    core, messaging, full, reference = (
        set(profiles.load(name).profile.capabilities) for name in ("core", "messaging", "full", "reference")
    )
    assert core == set()
    assert core < messaging < full == reference == set(KNOWN_CAPABILITIES)


def test_reference_profile_launches_a_server() -> None:
    assert profiles.load("reference").launches


# -- held against the contract and the command line -------------------------------------------------------------------

KNOWN = contract(
    clause("AUTH-SIG-01", category="security"), clause("MSG-POST-01"), clause("LATER-01", draft=True), clause("NET-01")
)
SERVED = "[target]\nurl = 'http://127.0.0.1:1'\n"
EXPECTING = "[[expected_failures]]\nreason = 'y'\nexpires = 2027-01-31\n"


def usage(path: Path, contract: Registry = KNOWN, **options: object) -> str:
    """Why a run is refused before it starts."""
    with pytest.raises(UsageError) as caught:
        refuse_nonsense(Options(str(path), **options), profiles.load(str(path)), contract, CHECKS)  # type: ignore[arg-type]
    return str(caught.value)


def test_usage_no_server_anywhere_says_what_to_write(write: Write) -> None:
    path = write("")
    one_line(usage(path), f"{path}: target.url: ", 'write [target] url = "http://127.0.0.1:8080"', "--url")


def test_usage_another_contract_is_refused(write: Write) -> None:
    path = write(f"[profile]\ncontract = '2.0'\n{SERVED}")
    one_line(usage(path), f"{path}: profile.contract: this suite judges contract 1.0, not 2.0")


@pytest.mark.parametrize("url", ["ws://x", "127.0.0.1:8080", ""])
def test_usage_a_url_of_another_kind_is_refused(write: Write, url: str) -> None:
    one_line(usage(write(SERVED), url=url), f"target url {url!r}: expected http:// or https://")


def test_usage_an_unknown_requirement_is_refused_with_a_suggestion(write: Write) -> None:
    message = usage(write(SERVED), requirements=("AUTH-SIG-1",))
    assert message == ("--requirement: AUTH-SIG-1 is no requirement that this suite judges; did you mean AUTH-SIG-01?")
    assert usage(write(SERVED), requirements=("zzz",)) == "--requirement: zzz is no requirement that this suite judges"
    one_line(usage(write(SERVED), requirements=("LATER-01",)), "LATER-01 is no requirement that this suite judges")


def test_usage_an_unknown_check_is_refused_with_a_suggestion(write: Write) -> None:
    assert usage(write(SERVED), checks=("posts",)) == "--check: posts is no check of this suite; did you mean post?"


def test_usage_unknown_requirements_of_the_profile_are_refused_with_file_and_key(write: Write) -> None:
    path = write(f"{EXPECTING}requirement = 'MSG-PAST-01'\n{SERVED}")
    one_line(usage(path), f"{path}: expected_failures.requirement: MSG-PAST-01", "did you mean MSG-POST-01?")
    path = write(f"{SERVED}[slo.bounds]\nMSG-PAST-01 = 1\n")
    one_line(usage(path), f"{path}: slo.bounds: MSG-PAST-01", "did you mean MSG-POST-01?")


def test_usage_more_workers_than_instances_is_refused(write: Write) -> None:
    path = write("[launch]\ncommand = ['serve']\ninstances = 2\n")
    assert usage(path, workers=3) == "-n 3: the profile allows 2 (launch.instances)"


def test_usage_that_makes_sense_is_accepted(write: Write) -> None:
    path = write(f"{EXPECTING}requirement = 'MSG-POST-01'\n{SERVED}")
    options = Options(str(path), requirements=("AUTH-SIG-01",), workers=64)
    refuse_nonsense(options, profiles.load(str(path)), KNOWN, CHECKS)


CHECKS = manifest(
    check("rung", "NET-01", phase="rungs"), check("sig", "AUTH-SIG-01"), check("post", "MSG-POST-01", "NET-01")
)


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (Options(), None),
        (Options(categories=("security",)), {"rung", "sig"}),
        (Options(requirements=("MSG-POST-01",)), {"rung", "post"}),
        (Options(requirements=("NET-01",)), {"rung", "post"}),
        (Options(categories=("security",), requirements=("MSG-POST-01",)), {"rung", "sig", "post"}),
        (Options(categories=("e2e",)), {"rung"}),
        (Options(checks=("post",)), {"rung", "post"}),
    ],
)
def test_selected_are_the_chosen_checks_and_always_the_ladder(options: Options, chosen: set[str] | None) -> None:
    assert selected(options, CHECKS, KNOWN) == chosen
