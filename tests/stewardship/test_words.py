"""Every act that the journal keeps reads as a sentence on its page."""

import ast
from functools import cache

from django.utils import translation

from guildhall.community.actions import improvements
from guildhall.employers.actions.editing import save_contact
from guildhall.people.models.feeds import SecretFeed
from guildhall.stewardship.actions.erasing import WHY
from guildhall.stewardship.acts import ACTS
from guildhall.stewardship.words import OWN_REASONS, READINGS
from tests.architecture.sources import modules, short, tree


def written() -> dict[str, set[str]]:
    """The verbs that the code writes into the journal and into the list of readings, with where."""
    verbs: dict[str, set[str]] = {"record": set(), "accessed": set()}
    for path in modules():
        at = {"record": 0, "record_block": 0, "accessed": 0} | passed_on(path.parent)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func).rpartition(".")[2]) in at:
                verb = node.args[at[name]] if len(node.args) > at[name] else None
                kind = "accessed" if name == "accessed" else "record"
                verbs[kind] |= {f"{word}|{short(path)}" for word in words_in(verb)}
        verbs["record"] |= {f"{verb}|{short(path)}" for verb in declared(tree(path))}
    return verbs


def words_in(verb) -> list[str]:
    """A verb as it is written, or the two between which is chosen."""
    if isinstance(verb, ast.IfExp):
        return words_in(verb.body) + words_in(verb.orelse)
    return [verb.value] if isinstance(verb, ast.Constant) and isinstance(verb.value, str) else []


def declared(module) -> set[str]:
    """The acts that a kind of address names for whoever renews and ends it (`people.models.feeds`)."""
    kinds = [
        n for n in ast.walk(module) if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "(renewed, ended)"
    ]
    return {verb for one in kinds for verb in ast.literal_eval(one.value) if verb}


@cache
def passed_on(folder) -> dict[str, int]:
    """The functions of a folder that pass a verb on to the journal, each with the place of that parameter."""
    places = {"record": 0}
    functions = [n for path in folder.glob("*.py") for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef)]
    for _through_another in range(2):
        for function in functions:
            names = [argument.arg for argument in function.args.args]
            calls = [n for n in ast.walk(function) if isinstance(n, ast.Call) and ast.unparse(n.func) in places]
            given = [(c.args, places[ast.unparse(c.func)]) for c in calls]
            verbs = [args[at].id for args, at in given if len(args) > at and isinstance(args[at], ast.Name)]
            places |= {function.name: names.index(verb) for verb in verbs if verb in names}
    return places


def test_every_verb_has_its_words():
    for kind, known in (("record", ACTS), ("accessed", READINGS)):
        said = {line.split("|")[0]: line.split("|")[1] for line in written()[kind]}
        missing = [f"{verb} ({where})" for verb, where in said.items() if verb not in known]
        assert not missing, f"Say in guildhall/stewardship/acts.py how these read: {missing}"
        assert not (gone := set(known) - set(said)), f"No act writes these any more: {gone}"


def test_acts_that_a_model_declares_are_read():
    """The control: those of a new kind of address are found where they are written; each that there is has words."""
    planted = ast.parse('class Planted(SecretFeed):\n    renewed, ended = "renew planted", "end planted"')
    assert declared(planted) == {"renew planted", "end planted"}
    kinds = [kind for kind in SecretFeed.__subclasses__() if hasattr(kind, "person")]  # visitors stand in no journal
    assert len(kinds) > 1
    acts = {act for kind in kinds for act in (kind.renewed, kind.ended)}
    assert "" not in acts, "a kind of address whose acts the journal could not name"
    assert acts <= {line.split("|")[0] for line in written()["record"]}, "declared otherwise than the walk reads it"
    assert acts <= set(ACTS)


def test_the_page_says_it_in_words(cast):
    page = cast.client(cast.administrator).get("/journal/").content.decode()
    assert "entered an institution" in page
    assert ": found" not in page
    assert '<optgroup label="Community, process maps and improvements">' in page


def test_an_act_that_goes_both_ways_says_which_and_names_what_it_is_about(cast):
    improvements.name_super_user(cast.mesa, cast.mesa_wbl, by=cast.mesa_admin)
    words = ("wish", "A list of our own tags", "We tag by hand.")
    row = improvements.suggest(*words, by=cast.mesa_wbl, institution=cast.mesa)
    reader = cast.client(cast.administrator)
    improvements.vote(row, on=True, by=cast.mesa_wbl)
    assert "voted for an improvement: “A list of our own tags”" in reader.get("/journal/?verb=vote").content.decode()
    improvements.vote(row, on=False, by=cast.mesa_wbl)
    page = reader.get("/journal/?verb=vote").content.decode()
    assert "took a vote for an improvement back: “A list of our own tags”" in page


def own_reasons():
    """The reasons that the code itself gives for acts that reach the journal."""
    given = set()
    for path in modules():
        if "/demo/" not in short(path):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {"end_membership", "note_stages"}:
                    given |= {
                        k.value.value for k in node.keywords if isinstance(k.value, ast.Constant) and k.value.value
                    }
    return {text for text in given if isinstance(text, str)} | {WHY}


def test_the_reasons_of_the_software_itself_are_in_the_readers_language():
    assert own_reasons() == set(OWN_REASONS)
    assert {"handed over", WHY} <= own_reasons(), "the control"
    with translation.override("es"):
        assert all(str(words) != text for text, words in OWN_REASONS.items())


def test_columns_stand_in_the_journal_in_words(cast):
    employer = cast.shared("Kestrel Aerospace", contact={"given_name": "Ann", "family_name": "Bee"}).employer
    contact = employer.contacts.get()
    values = {"title": "Foreman", "given_name": "Anna"}
    save_contact(employer, values, by=cast.mesa_wbl, contact=contact, version=contact.version)
    page = " ".join(cast.client(cast.administrator).get("/journal/?verb=save+contact").content.decode().split())
    assert "position Foreman" in page
    assert "given_name" not in page
