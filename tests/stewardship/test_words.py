"""Every act that the journal keeps reads as a sentence on its page."""

import ast

from guildhall.stewardship.words import ACTS, READINGS
from tests.architecture.sources import modules, short, tree


def written() -> dict[str, set[str]]:
    """The verbs that the code writes into the journal and into the list of readings, with where."""
    found: dict[str, set[str]] = {"record": set(), "accessed": set()}
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                kind = {"record_block": "record"}.get(node.func.id, node.func.id)
                first = node.args[0]
                if kind in found and isinstance(first, ast.Constant):
                    found[kind].add(f"{first.value}|{short(path)}")
    return found


def test_every_verb_has_its_words():
    for kind, known in (("record", ACTS), ("accessed", READINGS)):
        said = {line.split("|")[0]: line.split("|")[1] for line in written()[kind]}
        missing = [f"{verb} ({where})" for verb, where in said.items() if verb not in known]
        assert not missing, f"Say in guildhall/stewardship/words.py how these read: {missing}"
        assert not (gone := set(known) - set(said)), f"No act writes these any more: {gone}"


def test_the_page_says_it_in_words(cast):
    page = cast.client(cast.administrator).get("/journal/").content.decode()
    assert "entered an institution" in page
    assert ": found" not in page
