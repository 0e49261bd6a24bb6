"""What pytest prints for a failed step."""

from __future__ import annotations

import pytest

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]

SHUT = FEATURE.replace("When Ann opens it\n", "When Bob looks\n") + "        And it is open\n"
LOOKS = """
    @when("Bob looks")
    def looks():
        pass
"""
EXPECTED = """\
Scenario: A door opens
features/door.feature:3

  ✓ Given a door
  ✓ When Bob looks
  ✗ Then it is open
      features/door.feature:6   is_open in conftest.py:11
  – And it is open

conftest.py:13: in is_open
    assert door["open"], "the door is shut"
E   AssertionError: the door is shut
E   assert False
"""


def test_text(project: Project) -> None:
    project.write(conftest=STEPS + LOOKS, door=SHUT)
    text = project.run().stdout.str()
    assert EXPECTED in text
    assert "FAILED features/door.feature::A door opens - AssertionError: the door is shut" in text
    assert "harness/collection" not in text


def test_deep_exception_shows_the_step_and_the_place(project: Project) -> None:
    project.write(
        conftest="""
        import json
        from pytest_bdd import given

        @given("a door")
        def door():
            json.loads("{")
        """,
        door="Feature: Doors\n  Scenario: A\n    Given a door\n",
    )
    text = project.run().stdout.str()
    assert 'conftest.py:6: in door\n    json.loads("{")' in text
    assert "json/decoder.py" in text
    assert text.count(": in ") == 2
    assert "E   json.decoder.JSONDecodeError: Expecting property name" in text


def test_fixture_that_fails_in_a_step(project: Project) -> None:
    project.write(
        conftest="""
        import pytest
        from pytest_bdd import given

        @pytest.fixture
        def key():
            raise OSError("no key")

        @given("a door")
        def door(key):
            pass
        """,
        door="Feature: Doors\n  Scenario: A\n    Given a door\n",
    )
    text = project.run().stdout.str()
    assert "✗ Given a door" in text
    assert "the fixture 'key' that it asks for could not be set up" in text
    assert "conftest.py:6: in key\n" in text


def test_long_traceback(project: Project) -> None:
    project.write(conftest=STEPS + LOOKS, door=SHUT)
    text = project.run("--tb=long").stdout.str()
    assert "    def is_open(door):" in text
    assert "_run_steps" not in text
    assert "✗ Then it is open" in text


@pytest.mark.parametrize("style", ["native", "line", "no", "short"])
def test_other_styles(project: Project, style: str) -> None:
    project.write(conftest=STEPS + LOOKS, door=SHUT)
    result = project.run(f"--tb={style}")
    result.assert_outcomes(failed=1)
    assert ("the door is shut" in result.stdout.str().partition("short test summary")[0]) == (style != "no")


def test_junit(project: Project) -> None:
    project.write(conftest=STEPS + LOOKS, door=SHUT)
    project.run("--junitxml=junit.xml")
    text = (project.pytester.path / "junit.xml").read_text()
    assert 'classname="features.door.feature" name="A door opens"' in text
    assert 'message="AssertionError: the door is shut' in text
    assert "✗ Then it is open" in text


def test_error_in_setup_is_pytests_own(project: Project) -> None:
    project.write(
        conftest=STEPS
        + """
    import pytest

    @pytest.fixture(autouse=True)
    def broken():
        raise OSError("x")
    """,
        door=FEATURE,
    )
    result = project.run()
    result.assert_outcomes(errors=1)
    assert "✗" not in result.stdout.str()
