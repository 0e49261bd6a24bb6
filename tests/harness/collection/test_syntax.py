"""Our reading of feature files against that of the parser as shipped."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest
from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

from harness.collection.syntax import (
    BlockNode,
    Comment,
    ExamplesNode,
    FeatureNode,
    FeatureSyntaxError,
    Row,
    RuleNode,
    ScenarioNode,
    StepNode,
    Tag,
    parse_feature,
)

FEATURES = {
    "plain": """
        Feature: Doors
          Scenario: A
            Given a door
            When it opens
            Then it is open
            And it stays open
            But not for long
            * until night
        """,
    "everything": '''
        # language: en
        # a comment
        @one   @two # a comment behind
        @three
        Feature: Doors: of all kinds
          They open.

            They shut.
          # in between

          Background: of doors
            Given a door
              | a | b\\|c | d\\\\e | f\\ng |
              |\u00a0a\u3000| b\\|c\u00a0|\u00a0d\u2028| \\n |
              |   |  x  y | | z |

          @four
          Scenario: A: with a colon
            A description
            of two lines

            # clause: A-1
            When text
              """ json
              Given no step
                \\"\\"\\"
              | no | row |
              # no comment

              """
            And text
              ```
              """
                indented
             less
              ```
            And Given a name: x

          @five
          Scenario Outline: B <x>
            Given <x>
            @six
            @seven
            Examples: some
              What they are.
              | x | y |
              | 1 | 2 |
              # between rows
              | 3 | 4 |

            Examples:

            Examples: empty
              | x |

          Example: C
            * a

          Rule: R
            About R.
            Background:
              Given b
            @eight
            Scenario Template: D
              Then <x>
              Scenarios:
                | x |
                | 1 |

          @nine
          Rule: S
            Example: E
              When e
        ''',
    "chinese": """
        # language: zh-TW
        功能: 登錄
          背景:
            假如一個用戶
          場景大綱: 用戶 <名> 登錄
            當用戶登錄
            那麼他登錄了
            並且沒有別人
            例子:
              | 名 |
              | 王 |
        """,
    "french": """
        # language: fr
        Fonctionnalité: Portes
          Scénario: A
            Étant donné qu'une porte est fermée
            Quand elle s'ouvre
            Et que le vent souffle
        """,
    "nothing": "",
    "only comments": "# one\n\n   # two\n",
    "no scenario": "Feature: A\n",
    "windows": "Feature: A\r\n  about\r\n  Scenario: B\r\n    Given c \r\n      | d |\r\n",
    "no newline at the end": "Feature: A\n  Scenario: B\n    Given c",
}
BROKEN = {
    "prose among steps": "Feature: A\n  Scenario: B\n    Given c\n    oops\n    Then d\n    oops again\n",
    "no feature": "Scenario: A\n  Given b\n",
    "ragged table": "Feature: A\n  Scenario: B\n    Given c\n      | a | b |\n      | c |\n    Then d\n",
    "ragged examples": "Feature: A\n  Scenario: B\n    Given <a>\n    Examples:\n  | a |\n  | b | c |\n",
    "open text": 'Feature: A\n  Scenario: B\n    Given c\n      """\n      text\n',
    "tag with a space": "@a b\nFeature: A\n  Scenario: B\n    Given c\n",
    "tags at the end": "Feature: A\n  Scenario: B\n    Given c\n  @late\n",
    "unknown language": "# language: xx\nFeature: A\n",
    "keyword without its space": "Feature: A\n  Scenario: B\n    Given c\n    Then\n",
    "table above the steps": "Feature: A\n  Scenario: B\n    | a |\n    Given c\n    | b |\n  | c | d |\n",
    "second background": "Feature: A\n  Background:\n    Given a\n  Background:\n    Given b\n",
    "many": "Feature: A\n  Scenario: B\n    Given c\n"
    + "".join(f"    oops {number}\n" for number in range(20)),
}


@pytest.mark.parametrize("name", FEATURES)
def test_same_tree_as_the_parser_as_shipped(name: str) -> None:
    source = textwrap.dedent(FEATURES[name])
    assert parse_feature(source) == _shipped(source)


@pytest.mark.parametrize("name", BROKEN)
def test_same_words_as_the_parser_as_shipped(name: str) -> None:
    with pytest.raises(CompositeParserException) as theirs:
        Parser().parse(BROKEN[name])
    with pytest.raises(FeatureSyntaxError) as ours:
        parse_feature(BROKEN[name])
    shipped = [(error.location["line"], str(error).partition("): ")[2]) for error in theirs.value.errors]
    assert [tuple(fault) for fault in ours.value.faults] == shipped


def _shipped(source: str) -> FeatureNode:
    """What gherkin's own parser and tree builder make of it, in the form of our tree."""
    document: dict[str, Any] = Parser().parse(source)  # type: ignore[assignment]
    comments = [Comment(each["location"]["line"], each["text"].strip()) for each in document["comments"]]
    feature = document.get("feature")
    if feature is None:
        return FeatureNode(comments=comments)
    tree = FeatureNode(
        feature["language"],
        feature["keyword"],
        feature["name"],
        feature["location"]["line"],
        _tags(feature),
        _description(feature),
        comments=comments,
    )
    for child in feature["children"]:
        if "background" in child:
            tree.background = _background(child["background"])
        elif "scenario" in child:
            tree.scenarios.append(_scenario(child["scenario"], None))
        else:
            rule = child["rule"]
            node = RuleNode(
                rule["name"], rule["location"]["line"], rule["keyword"], _tags(rule), _description(rule)
            )
            tree.rules.append(node)
            for grandchild in rule["children"]:
                if "background" in grandchild:
                    node.background = _background(grandchild["background"])
                else:
                    tree.scenarios.append(_scenario(grandchild["scenario"], node))
    return tree


def _tags(node: dict[str, Any]) -> list[Tag]:
    return [Tag(tag["name"][1:], tag["location"]["line"]) for tag in node["tags"]]


def _description(node: dict[str, Any]) -> list[str]:
    description: str = node["description"]
    return description.split("\n") if description else []


def _background(node: dict[str, Any]) -> BlockNode:
    return BlockNode(node["location"]["line"], [_step(step) for step in node["steps"]])


def _scenario(node: dict[str, Any], rule: RuleNode | None) -> ScenarioNode:
    return ScenarioNode(
        node["keyword"],
        node["keyword"] in ("Scenario Outline", "Scenario Template", "場景大綱"),
        node["name"],
        node["location"]["line"],
        _tags(node),
        rule,
        _description(node),
        [_step(step) for step in node["steps"]],
        [_examples(examples) for examples in node["examples"]],
    )


def _examples(node: dict[str, Any]) -> ExamplesNode:
    header = node.get("tableHeader")
    return ExamplesNode(
        node["name"],
        node["location"]["line"],
        _tags(node),
        _row(header) if header else None,
        [_row(row) for row in node["tableBody"]],
    )


def _row(node: dict[str, Any]) -> Row:
    return Row(node["location"]["line"], tuple(cell["value"] for cell in node["cells"]))


def _step(node: dict[str, Any]) -> StepNode:
    kinds = {"Context": "given", "Action": "when", "Outcome": "then", "Conjunction": "and", "Unknown": "*"}
    line = node["location"]["line"]
    step = StepNode(node["keyword"].rstrip(), kinds[node["keywordType"]], node["text"], line, line)
    if "docString" in node:
        step.docstring = node["docString"]["content"]
        step.last_line = (
            node["docString"]["location"]["line"] + step.docstring.count("\n") + 2 - (not step.docstring)
        )
    if "dataTable" in node:
        rows = [_row(row) for row in node["dataTable"]["rows"]]
        step.table = [row.cells for row in rows]
        step.last_line = max(step.last_line, rows[-1].line)
    return step
