from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from harness.reports.junit import render
from harness.reports.write import state
from tests.harness.reports.told_runs import result, run

GOOD = result("good", "client-portal iphone", clause="LOGIN-SEAMLESS-01a")
BREACH = replace(
    result("breach", "tws", "nonconformant", "no \x1b<link>", clause="LOGIN-SEAMLESS-01a"),
    detail="E   AssertionError: no <link>",
    screens=("allure-results/1-attachment.png",),
)
LACKING = result("lacking", "tws", "not verified", "needs clock", clause="LOGIN-HELP-LCK01")
DOUBT = result("doubt", "android", "inconclusive", "no phone \ud83d", clause="LOGIN-SEAMLESS-01b")
LEFT = result("left", "tws", "not run", "the run ended before", clause="LOGIN-SEAMLESS-01b")

# The rules of junit-10.xsd of Jenkins' xUnit plugin, which refuses a file that breaks them, in our own words.
TEXT = """<xs:complexType mixed="true">
    <xs:attribute name="type" type="xs:string"/><xs:attribute name="message" type="xs:string"/>
</xs:complexType>"""
RULES = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:simpleType name="Seconds"><xs:restriction base="xs:string">
    <xs:pattern value="[0-9]*(\\.[0-9]*)?"/>
</xs:restriction></xs:simpleType>
<xs:element name="testsuites"><xs:complexType>
    <xs:sequence><xs:element ref="testsuite" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>
    <xs:attribute name="name"/><xs:attribute name="time" type="Seconds"/>
    <xs:attribute name="tests"/><xs:attribute name="failures"/><xs:attribute name="errors"/>
</xs:complexType></xs:element>
<xs:element name="testsuite"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="properties"><xs:complexType><xs:sequence>
            <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                <xs:attribute name="name" use="required"/><xs:attribute name="value" use="required"/>
            </xs:complexType></xs:element>
        </xs:sequence></xs:complexType></xs:element>
        <xs:element ref="testcase"/>
    </xs:choice>
    <xs:attribute name="name" use="required"/><xs:attribute name="tests" use="required"/>
    <xs:attribute name="failures" use="required"/><xs:attribute name="errors" use="required"/>
    <xs:attribute name="time" type="Seconds"/><xs:attribute name="skipped"/>
    <xs:attribute name="timestamp" type="xs:dateTime"/><xs:attribute name="file"/>
</xs:complexType></xs:element>
<xs:element name="testcase"><xs:complexType>
    <xs:choice minOccurs="0" maxOccurs="unbounded">
        <xs:element name="skipped">{TEXT}</xs:element>
        <xs:element name="error">{TEXT}</xs:element>
        <xs:element name="failure">{TEXT}</xs:element>
        <xs:element name="system-out" type="xs:string"/>
    </xs:choice>
    <xs:attribute name="name" use="required"/><xs:attribute name="classname"/><xs:attribute name="time"/>
</xs:complexType></xs:element>
</xs:schema>"""


def rendered(*results: object) -> etree._Element:
    text = render(state(run(*results, details={"Seed": "7"})), Path("/out"))  # type: ignore[arg-type]
    root = etree.fromstring(text.encode())
    etree.XMLSchema(etree.fromstring(RULES)).assertValid(root)
    return root


def test_every_kind_of_verdict() -> None:
    root = rendered(GOOD, BREACH, LACKING, DOUBT, LEFT)
    assert {str(name): str(value) for name, value in root.items()} == {
        "name": "ibkey",
        "time": "12.500",
        "tests": "5",
        "failures": "1",
        "errors": "1",
    }
    (suite,) = root
    assert suite.get("file") == "features/login/a.feature"
    assert suite.get("skipped") == "2"
    shown: dict[str, object] = {
        str(case.get("name")): [(one.tag, one.get("message")) for one in case if one.tag != "system-out"]
        for case in suite.iter("testcase")
    }
    assert shown == {
        "good": [],
        "breach": [("failure", r"no \u001b<link>")],
        "lacking": [("skipped", "needs clock")],
        "doubt": [("error", r"no phone \ud83d")],
        "left": [("skipped", "the run ended before")],
    }
    properties = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert properties["Seed"] == "7"
    assert properties["exit code"] == "1"


def test_where_it_stands_what_it_states_and_its_screens() -> None:
    breach = next(case for case in rendered(BREACH).iter("testcase"))
    assert breach.get("classname") == "features.login.a"
    assert breach.findtext("failure") == "E   AssertionError: no <link>"
    assert (breach.findtext("system-out") or "").splitlines() == [
        "features/login/a.feature:7",
        "verdict: nonconformant",
        "clause LOGIN-SEAMLESS-01a: nonconformant",
        "[[ATTACHMENT|/out/allure-results/1-attachment.png]]",
    ]


def test_rows_of_one_name_are_told_apart() -> None:
    rows = [replace(GOOD, scenario=replace(GOOD.scenario, id=f"a[{row}]", row={"row": row})) for row in "12"]
    names = [case.get("name") for case in rendered(*rows, BREACH).iter("testcase")]
    assert names == ["good [1]", "good [2]", "breach"]


def test_a_run_of_nothing_is_valid() -> None:
    assert len(rendered()) == 0
