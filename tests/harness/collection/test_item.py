"""Running: fixtures, values that steps provide, step functions of every kind."""

from __future__ import annotations

import json

from tests.harness.collection.project import FEATURE, STEPS, Project

pytest_plugins = ["pytester"]


def run_steps(project: Project, conftest: str, steps: str, outcome: str = "passed") -> str:
    project.write(conftest=conftest, one=f"Feature: One\n  Scenario: One\n{steps}")
    result = project.run("-s")
    assert result.parseoutcomes() == {outcome: 1}, result.stdout.str()
    return result.stdout.str()


def test_arguments_of_all_parsers(project: Project) -> None:
    run_steps(
        project,
        """
        from pytest_bdd import given, parsers

        @given(parsers.parse("{count:d} doors of {what}"), converters={"what": str.upper})
        def parse(count, what):
            assert (count, what) == (3, "OAK")

        @given(parsers.cfparse("doors {names:Name+}", extra_types={"Name": str.title}))
        def cfparse(names):
            assert names == ["Ann"]

        @given(parsers.re(r"a (?P<size>big|small) door(?P<rest>.*)"), converters={"rest": len})
        def regular(size, rest, colour="red"):
            assert (size, rest, colour) == ("small", 1, "red")

        @given(parsers.parse("{unused} and {used} go"))
        def not_all(used, *, request):
            assert (used, request.node.name) == ("Bob", "One")
        """,
        "    Given 3 doors of oak\n    And doors ann\n    And a small door!\n    And Ann and Bob go\n",
    )


def test_table_and_text_block(project: Project) -> None:
    run_steps(
        project,
        """
        from pytest_bdd import given

        @given("doors")
        def doors(datatable, docstring=None):
            assert datatable == [["a", "b|c"], ["", "d"]] and docstring is None

        @given("a letter")
        def letter(docstring):
            assert docstring == "Dear Ann,\\n\\n  yours"
        """,
        "    Given doors\n      | a | b\\|c |\n      |   | d |\n"
        '    And a letter\n      """\n      Dear Ann,\n\n        yours\n      """\n',
    )


def test_values_are_converted_anew_for_every_scenario(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given, parsers

        @given(parsers.parse("doors {names}"), converters={"names": lambda text: text.split(",")})
        def doors(names):
            assert names == ["b", "a"]
            names.sort()
        """,
        one="""
        Feature: One
          Scenario: A
            Given doors b,a
            And doors b,a
          Scenario: B
            Given doors b,a
        """,
    )
    project.run().assert_outcomes(passed=2)


def test_step_value_replaces_a_fixture_for_this_scenario_alone(project: Project) -> None:
    project.write(
        conftest="""
        import pytest
        from pytest_bdd import given, then

        @pytest.fixture(scope="session")
        def door():
            return "session"

        @pytest.fixture
        def house(door):
            return f"house with {door} door"

        @given("the door is used", target_fixture="before")
        def used(door):
            return door

        @given("another door", target_fixture="door")
        def another(before):
            return "another"

        @then("it is another")
        def is_another(door, house):
            assert (door, house) == ("another", "house with another door")

        @then("it is the old one")
        def is_old(door):
            assert door == "session"
        """,
        one="""
        Feature: One
          Scenario: A
            Given the door is used
            And another door
            Then it is another

          Scenario: B
            Then it is the old one
        """,
    )
    project.run().assert_outcomes(passed=2)


def test_fixtures_are_set_up_when_a_step_asks(project: Project) -> None:
    text = run_steps(
        project,
        """
        import pytest
        from pytest_bdd import given, when

        @pytest.fixture(autouse=True)
        def always():
            print("AUTOUSE")

        @pytest.fixture
        def late():
            print("LATE")
            yield
            print("TORN")

        @given("a door")
        def door():
            print("DOOR")

        @when("it opens")
        def opens(late):
            print("OPENS")
        """,
        "    Given a door\n    When it opens\n",
    )
    assert [line for line in text.splitlines() if line.isupper()] == ["AUTOUSE", "DOOR", "LATE", "OPENS"] or (
        text.index("AUTOUSE")
        < text.index("DOOR")
        < text.index("LATE")
        < text.index("OPENS")
        < text.index("TORN")
    )


def test_generator_steps_are_finished_at_the_end(project: Project) -> None:
    text = run_steps(
        project,
        """
        from pytest_bdd import given, when

        @given("a door", target_fixture="door")
        def door():
            yield "oak"
            print("SHUT")

        @when("it opens")
        def opens(door):
            print("OPEN", door)
        """,
        "    Given a door\n    When it opens\n",
    )
    assert text.index("OPEN oak") < text.index("SHUT")


def test_fixture_parameters(project: Project) -> None:
    project.write(
        conftest="""
        import pytest
        from pytest_bdd import given

        @pytest.fixture(params=["oak", "pine"])
        def wood(request):
            return request.param

        @given("a door")
        def door(wood):
            assert wood in ("oak", "pine")
        """,
        one="""
        Feature: One
          Scenario: A
            Given a door
          Scenario Outline: B <n>
            Given a door
            Examples:
              | n |
              | 1 |
        """,
    )
    file = "features/one.feature"
    assert project.node_ids() == [
        f"{file}::A[oak]", f"{file}::A[pine]", f"{file}::B <n>[1-oak]", f"{file}::B <n>[1-pine]"
    ]  # fmt: skip
    project.run().assert_outcomes(passed=4)
    assert project.node_ids(f"{file}::A[pine]") == [f"{file}::A[pine]"]


def test_pytest_generate_tests(project: Project) -> None:
    project.write(
        conftest="""
        from pytest_bdd import given

        def pytest_generate_tests(metafunc):
            if "wood" in metafunc.fixturenames:
                metafunc.parametrize("wood", ["oak", "pine"])

        @given("a door")
        def door(wood):
            assert wood in ("oak", "pine")
        """,
        one="Feature: One\n  Scenario: A\n    Given a door\n",
    )
    assert project.node_ids() == ["features/one.feature::A[oak]", "features/one.feature::A[pine]"]
    project.run().assert_outcomes(passed=2)


def test_pytest_generate_tests_of_a_folder_below(project: Project) -> None:
    """Whatever was collected before it."""
    project.write(door=FEATURE)
    project.write_at(
        "features/sub/conftest.py",
        """
        from pytest_bdd import given

        def pytest_generate_tests(metafunc):
            if "wood" in metafunc.fixturenames:
                metafunc.parametrize("wood", ["oak", "pine"])

        @given("a wooden door", target_fixture="door")
        def door(wood):
            return {"open": wood in ("oak", "pine")}
        """,
    )
    project.write_at("features/sub/wood.feature", FEATURE.replace("a door", "a wooden door"))
    project.run().assert_outcomes(passed=3)


def test_module_fixtures_live_for_a_file(project: Project) -> None:
    project.write(
        conftest="""
        import itertools
        import pytest
        from pytest_bdd import given

        numbers = itertools.count(1)

        @pytest.fixture(scope="module")
        def number(request):
            assert request.module.__name__ == request.path.stem
            return next(numbers)

        @given("a door")
        def door(number, request):
            assert number == {"a": 1, "b": 2}[request.path.stem]
        """,
        a="Feature: A\n  Scenario: A\n    Given a door\n  Scenario: B\n    Given a door\n",
        b="Feature: B\n  Scenario: A\n    Given a door\n",
    )
    project.run().assert_outcomes(passed=3)


def test_skip_in_a_step(project: Project) -> None:
    run_steps(
        project,
        """
        import pytest
        from pytest_bdd import given

        @given("a door")
        def door():
            pytest.skip("no doors here")
        """,
        "    Given a door\n    And a door\n",
        outcome="skipped",
    )


def test_own_hooks(project: Project) -> None:
    project.write(
        conftest=STEPS
        + """
    import pytest

    @pytest.fixture
    def key():
        assert False, "no key"

    @then("it is locked")
    def locked(key):
        pass

    def pytest_ibkey_step_start(item, step):
        print("START", step.keyword, step.text, item.current_step is step)

    def pytest_ibkey_step_end(item, step, error, duration_s):
        failed = item.failed_step.text if item.failed_step else None
        print("END", step.text, repr(error)[:14], failed, item.failed_fixture, 0 < duration_s < 5)

    def pytest_runtest_teardown(item):
        print("DEFINED", item.scenario.steps[1].definition.line)
    """,
        passes=FEATURE,
        shuts=FEATURE.replace("Then it is open", "Then it is locked\n        And it is open"),
    )
    text = project.run("-s").stdout.str()
    assert [line for line in text.splitlines() if "START" in line or "END" in line or "DEFINED" in line][
        :7
    ] == [
        "features/passes.feature START Given a door True",
        "END a door None None None True",
        "START When Ann opens it True",
        "END Ann opens it None None None True",
        "START Then it is open True",
        "END it is open None None None True",
        ".DEFINED 7",
    ]
    assert "START Then it is locked True\nEND it is locked AssertionError it is locked key True" in text
    assert "START And it is open" not in text


def test_words_of_a_step(project: Project) -> None:
    project.write(
        conftest="""
    from pytest_bdd import given, parsers
    from harness.words import Words

    COLOURS = Words("colour", {"red": 1, "blue": 2})

    @given(parsers.parse("a {colour} door of {metres:d} m"), converters={"colour": COLOURS})
    def door(colour, metres):
        pass

    @given("a wall")
    def wall():
        pass

    def pytest_collection_modifyitems(items):
        print("WORDS", [step.words for step in items[0].scenario.steps])
    """,
        door="""
        Feature: Doors

          Scenario: A door in a wall
            Given a blue door of 2 m
            And a wall
        """,
    )
    project.run("-s").stdout.fnmatch_lines(["*WORDS [[]{'colour': 'blue'}, {}]"])


def test_model(project: Project) -> None:
    project.write(
        conftest=STEPS
        + """
    import json
    from harness.spec.vocabulary import Surface

    SITS_AT = (Surface.TWS,)

    def pytest_collection_modifyitems(items):
        for item in items:
            scenario = item.scenario
            print("MODEL", json.dumps([
                scenario.id, scenario.name, scenario.feature_name, scenario.feature_description,
                str(scenario.feature_file), scenario.line, scenario.tags, scenario.clauses, scenario.surfaces,
                scenario.row, scenario.description,
                [(s.keyword, s.type, s.text, s.line, s.background, s.definition.pattern)
                 for s in scenario.steps],
            ]))
    """,
        door="""
        @negative
        Feature: Doors
          Source: the house.

          Background:
            Given a door

          @slow
          Scenario Outline: <who> opens
            Somebody comes.

            When <who> opens it
            Then it is open
            @severity-minor @negative
            Examples:
              | who |
              | Ann |
        """,
    )
    line = next(line for line in project.run("-s").outlines if "MODEL" in line)
    assert json.loads(line.split("MODEL ")[1]) == [
        "features/door.feature::<who> opens[Ann]",
        "Ann opens",
        "Doors",
        "Source: the house.",
        "features/door.feature",
        17,
        ["negative", "slow", "severity-minor", "negative"],
        [],
        ["tws"],
        {"who": "Ann"},
        "Somebody comes.",
        [
            ["Given", "given", "a door", 6, True, "a door"],
            ["When", "when", "Ann opens it", 12, False, "{who} opens it"],
            ["Then", "then", "it is open", 13, False, "it is open"],
        ],
    ]
