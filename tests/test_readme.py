"""What the README promises of the repository."""

from __future__ import annotations

import re
from pathlib import Path

from harness.collection.feature_file import read_feature
from harness.spec.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| [^|]+ \| `features/(?P<folder>\w+)/` \| (?P<articles>.+) \|$", re.MULTILINE)


def homes() -> dict[str, set[str]]:
    """Articles by folder, as the README's table has them; those without scenarios yet are in italics."""
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    return {row["folder"]: set(row["articles"].split(", ")) for row in ROW.finditer(table)}


def test_every_article_has_a_home() -> None:
    told = [article.strip("*") for articles in homes().values() for article in articles]
    assert sorted(told) == sorted(article.id for article in load_catalogue().articles)


def test_features_live_where_the_readme_says() -> None:
    """A file's articles are those that its title, its description and its comments name."""
    lying: dict[str, set[str]] = {}
    known = {article.id for article in load_catalogue().articles}
    for file in (ROOT / "features").rglob("*.feature"):
        feature = read_feature(file)
        words = re.findall(r"[A-Z]+(?:-[A-Z]+)*", " ".join([feature.name, *feature.description]))
        lying.setdefault(file.parent.name, set()).update(known.intersection(words))
    written = {folder: {one for one in told if "*" not in one} for folder, told in homes().items()}
    assert lying == {folder: articles for folder, articles in written.items() if articles}
