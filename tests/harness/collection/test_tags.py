"""Tags, and the markers of scenarios: what ``-m`` selects, and what it says of names that nobody knows."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

CATALOGUE = """
    from types import SimpleNamespace

    def pytest_ibkey_known_clauses(config):
        return {f"DOORS-{n}": SimpleNamespace(text=f"Text {n}.", article="DOORS") for n in (1, 2)}
"""
SURFACES = """
    from harness.spec.vocabulary import LOGIN_SURFACES, PHONES, Surface
    from harness.words import Words
    from types import SimpleNamespace

    PHONE = Words("phone", {"red": SimpleNamespace(surface=Surface.ANDROID)})

    @given(parsers.parse("a page of {where}"), converters={"where": LOGIN_SURFACES})
    def page(where):
        pass

    @given(parsers.parse("a {phone} phone"), converters={"phone": PHONE})
    def has_phone(phone):
        pass
"""
TWO = """
    Feature: Doors

      @severity-critical
      Scenario: A door opens
        Given a page of TWS
        And a red phone
        # clause: DOORS-1
        Then it is seen

      @negative @slow @needs-clock
      Scenario: A door shuts
        Given a page of Client Portal
        # clause: DOORS-2
        Then it is seen
"""
SEEN = """
    @then("it is seen")
    def seen():
        pass
"""


@pytest.fixture
def two(project: Project) -> Project:
    """A project with the feature ``TWO``."""
    project.write(conftest=STEPS + CATALOGUE + SURFACES + SEEN, door=TWO)
    return project


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("tws and android", ["A door opens"]),
        ("client-portal", ["A door shuts"]),
        ("webtrader", []),
        ("not negative", ["A door opens"]),
        ("tws and not negative", ["A door opens"]),
        ("slow", ["A door shuts"]),
        ("clause-DOORS-1", ["A door opens"]),
        ("clause-DOORS-1 or clause-DOORS-2", ["A door opens", "A door shuts"]),
        ("article-DOORS and android", ["A door opens"]),
        ("severity-critical", ["A door opens"]),
        ("severity-blocker", []),
        ("needs-clock", ["A door shuts"]),
        ("needs-push", []),
    ],
)
def test_markers_select(two: Project, expression: str, names: list[str]) -> None:
    assert two.node_ids("-m", expression) == [f"features/door.feature::{name}" for name in names]


@pytest.mark.parametrize("word", ["clause-DOORS-1", "tws", "severity-critical"])
def test_keywords_select(two: Project, word: str) -> None:
    assert two.node_ids("-k", word) == ["features/door.feature::A door opens"]


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("andriod", "-m: no scenario can be 'andriod'; did you mean 'android'?"),
        ("tws and not negatve", "no scenario can be 'negatve'; did you mean 'negative'?"),
        ("clause-DOOR-1", "no scenario can be 'clause-DOOR-1'; did you mean 'clause-DOORS-1'?"),
        ("severity-urgent", "no scenario can be 'severity-urgent'"),
        ("needs-clok", "no scenario can be 'needs-clok'; did you mean 'needs-clock'?"),
        ("tws and", "-m 'tws and' is no expression: at column 8: expected"),
    ],
)
def test_unknown_names_are_an_error(two: Project, expression: str, told: str) -> None:
    result = two.run("-m", expression)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert told in result.stderr.str()


def test_names_are_let_through_where_markers_are_not_strict(two: Project) -> None:
    two.pytester.makeini("[pytest]\nmarkers = slow: takes long\n")
    two.run("-m", "anything").assert_outcomes(deselected=2)


def test_help_tells_what_selects(two: Project) -> None:
    said = two.run("--help").stdout.str()
    assert '-m takes names and expressions of names, such as "tws and not negative"' in said
    assert "clause-ID, article-ID, needs-CAPABILITY" in said


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        ("@wip", "unknown tag @wip"),
        ("@negatve", "unknown tag @negatve; did you mean 'negative'?"),
        ("@severity-urgent", "unknown tag @severity-urgent; severities are blocker, critical"),
        ("@needs-clok", "unknown capability in the tag @needs-clok; did you mean 'clock'?"),
        ("@android", "the tag @android is needless: the surfaces of a scenario are those that its steps"),
        ("@clause-DOORS-1", "the tag @clause-DOORS-1 is needless: the clauses of a scenario are those of"),
        ("@article-DOORS", "the tag @article-DOORS is needless: the clauses of a scenario are those of"),
    ],
)
def test_tags_that_are_not_allowed(project: Project, tag: str, message: str) -> None:
    project.write(door=FEATURE.replace("Scenario:", f"{tag}\n      Scenario:"))
    assert f"features/door.feature:3: {message}" in project.problems()


def test_unknown_tag_of_a_feature_is_told_once(project: Project) -> None:
    project.write(
        door="@wip\n" + "Feature: Doors\n  Scenario: A\n    Given a door\n  Scenario: B\n    Given a door\n"
    )
    assert project.problems().count("unknown tag @wip") == 1


APPLY = """
    import pytest

    def pytest_bdd_apply_tag(tag, function):
        if tag.startswith("ticket-"):
            pytest.mark.slow(function)
            return True
        if tag == "warm":
            pytest.mark.usefixtures("warmth")(function)
            return True

    @pytest.fixture
    def warmth():
        print("WARM")
"""


def test_apply_tag_hook(project: Project) -> None:
    project.write(
        conftest=STEPS + APPLY, door=FEATURE.replace("Scenario:", "@ticket-7 @warm\n      Scenario:")
    )
    assert project.node_ids("-m", "slow") == ["features/door.feature::A door opens"]
    result = project.run("-s")
    result.assert_outcomes(passed=1)
    assert "WARM" in result.stdout.str()


def test_apply_tag_hook_of_a_folder_below(project: Project) -> None:
    """Whatever was collected before it."""
    project.write(door=FEATURE)
    project.write_at("features/sub/conftest.py", APPLY)
    tagged = FEATURE.replace("Scenario:", "@ticket-7 @warm\n      Scenario:")
    project.write_at("features/sub/door.feature", tagged)
    project.run().assert_outcomes(passed=2)
    project.run("features/sub/door.feature").assert_outcomes(passed=1)
    project.write(zebra=tagged)
    assert "features/zebra.feature:3: unknown tag @ticket-7" in project.problems()


def test_catalogue_of_a_folder_below(project: Project) -> None:
    said = FEATURE.replace("Then", "# clause: DOORS-1\n        Then")
    project.write(door=said.replace("DOORS", "GATES"))
    project.write_at("features/sub/conftest.py", CATALOGUE)
    project.write_at("features/sub/door.feature", said)
    project.run().assert_outcomes(passed=2)
    project.write_at("features/sub/gate.feature", said.replace("DOORS", "GATES"))
    assert "features/sub/gate.feature:6: unknown clause GATES-1" in project.problems()


def test_skip_and_xfail_tags(project: Project) -> None:
    project.write(
        door=FEATURE.replace("Scenario:", "@skip\n      Scenario:"),
        shut=FEATURE.replace("When Ann opens it\n", "").replace("Scenario:", "@xfail\n      Scenario:"),
    )
    project.run().assert_outcomes(skipped=1, xfailed=1)
