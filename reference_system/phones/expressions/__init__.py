"""Expressions by which clients find elements: XPath and regular expressions, with a limit of size and time.

What is plainly cheap is evaluated on the spot. All else may take for ever (``(a*)*b`` does), and the event
loop is shared with everybody: it is evaluated aside, in a process that ends when it has computed too long.

    aside.Aside       that process, as its owner sees it
    worker            what runs in it
    xpath.select      elements that an XPath expression selects
    pattern.Pattern   a regular expression that texts must fit as a whole
"""

LONGEST = 4096
"""Characters an expression may have."""


class ExpressionRefused(ValueError):
    """An expression cannot be evaluated; the message goes on after the expression: "is not ..., has ..."."""


def check_length(expression: str) -> None:
    """Raises: ExpressionRefused, when it has more than `LONGEST` characters."""
    if len(expression) > LONGEST:
        raise ExpressionRefused(
            f"has {len(expression)} characters; this phone takes expressions of up to {LONGEST}"
        )
