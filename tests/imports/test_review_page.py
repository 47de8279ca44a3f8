"""The page on which a list is reviewed: what was read, what may be meant, and what was decided, with one press each."""

import html

import pytest

from guildhall.employers.models import Contact
from guildhall.imports.actions import applying, comparing, reading
from guildhall.imports.models import Batch

HEAD = "Company,City,Phone,Employees,Contact,Contact email\n"


@pytest.fixture
def client(cast):
    return cast.client(cast.mesa_wbl)


@pytest.fixture
def bring(cast, tmp_path, settings):
    settings.FILES = tmp_path / "files"

    def bring(text, kind="employers", check=True):
        path = tmp_path / "list.csv"
        path.write_text(text)
        with path.open("rb") as file:
            batch = reading.start_import(file, "list.csv", institution=cast.mesa, by=cast.mesa_wbl, kind=kind)
        if check:
            reading.match_columns(batch, batch.columns, by=cast.mesa_wbl, in_background=False)
            comparing.check_rows(batch)
        return batch

    return bring


def page(client, batch, show=""):
    return html.unescape(client.get(f"/imports/{batch.pk}/?show={show}").content.decode())


def post(client, batch, row, **values):
    return client.post(f"/imports/{batch.pk}/rows/{row.pk}/decide/", values)


def test_a_suggestion_is_taken_with_one_press(client, bring):
    batch = bring(HEAD + "Tern Works,Redstone,,about 200,,\n")
    assert "Use: Number of employees “200”" in " ".join(page(client, batch, "invalid").split())
    row = batch.rows.get()
    answer = post(client, batch, row, decision="accept", show="invalid", after="0")
    assert answer["Location"].startswith(f"/imports/{batch.pk}/?show=invalid")
    row.refresh_from_db()
    assert (row.status, row.values["size"]) == ("new", "200")


@pytest.mark.parametrize("show", ["duplicate", "invalid", "repeated", "new", "decided", "skipped", "applied"])
def test_every_tab_opens_empty_and_full(client, bring, show):
    batch = bring(HEAD + "Tern Works,Redstone,,about 200,,\nOsprey Inn,Redstone,,,,\nOsprey Inn,Redstone,,,,\n")
    assert client.get(f"/imports/{batch.pk}/?show={show}").status_code == 200


def test_all_suggestions_are_taken_with_one_press(client, bring):
    batch = bring(
        HEAD
        + "Tern Works,Redstone,,about 200,,\nOsprey Inn,Redstone,,large,,\nQuartz Air,Poway,,,Lee Park / Ana Ruiz,\n"
    )
    assert "Accept all suggestions" in page(client, batch, "invalid")
    client.post(f"/imports/{batch.pk}/decide/", {"status": "invalid", "decision": "accept", "show": "invalid"})
    assert list(batch.rows.order_by("line").values_list("status", flat=True)) == ["new", "invalid", "new"]


def test_a_decision_leads_to_the_row_that_follows(client, bring):
    batch = bring(HEAD + "".join(f"Osprey Inn {n},Redstone,,large,,\n" for n in range(3)))
    first, second, _third = batch.rows.order_by("pk")
    said = page(client, batch, "invalid")
    assert f'name="beside" value="{second.pk}"' in " ".join(said.split())
    answer = post(client, batch, first, decision="skip", show="invalid", beside=second.pk)
    assert answer["Location"].endswith(f"#r{second.pk}")


def test_another_person_is_always_offered(client, bring):
    text = "First name,Last name,Company,E-mail\nMaria,Garcia,Calder,a@calder.example\n"
    batch = bring(text + "Maria,Garcia,Calder,b@calder.example\n", kind="contacts")
    assert "Another person" in page(client, batch, "repeated")
    post(client, batch, batch.rows.get(status="repeated"), decision="person", show="repeated")
    applying.apply(batch, by=batch.by)
    assert Contact.objects.count() == 2
    applied = page(client, batch, "applied")
    assert applied.count("Open the employer") == 2


def test_what_was_not_kept_is_said_by_name(cast, client, bring):
    cast.shared("Kestrel Aerospace", city="Harbor Point", domain="kestrel.example")
    batch = bring("Company,City,Website\nKestrel Aerospace,Harbor Point,other.example\n")
    row = batch.rows.get()
    if row.status == "duplicate":
        post(client, batch, row, decision=f"link:{row.candidates[0]['employer']}", where_both="")
    applying.apply(Batch.objects.get(pk=batch.pk), by=batch.by)
    assert "Not kept: Website “other.example”" in page(client, batch, "applied")


def test_two_columns_for_one_field_are_refused_in_words_and_notes_are_joined(client, bring):
    batch = bring("Company,Town,Remarks,More\nTern Works,Redstone,a,b\n", check=False)
    address = f"/imports/{batch.pk}/columns/"
    chosen = {"s0-c0": "name", "s0-c1": "name", "s0-c2": "notes", "s0-c3": "notes", "version": batch.version}
    refused = client.post(address, chosen)
    assert refused.status_code == 200
    assert "holds the same already" in refused.content.decode()
    assert client.post(address, chosen | {"s0-c1": "city"}).status_code == 302
    batch.refresh_from_db()
    assert batch.columns[""] == {"name": 0, "city": 1, "notes": [2, 3]}
    assert client.get(address).status_code == 200


def test_a_list_without_its_name_says_the_likeliest_columns(client, bring):
    batch = bring("Whatsit,Town\nAmberly Loaves,Redstone\nGranite Rays,Lakeside\n", check=False)
    answer = client.post(f"/imports/{batch.pk}/columns/", {"s0-c0": "", "s0-c1": "city", "version": batch.version})
    assert "Whatsit" in html.unescape(answer.content.decode()).split("Likeliest")[1][:60]


def test_a_decision_stays_where_it_was_made(client, bring):
    """Asked by the page's own script, the answer is its list alone: counts, rows, and the focus on the next row."""
    batch = bring("Name,City,ZIP\nA Works,Mesa Grande,9210X\nB Works,Mesa Grande,9211X\nC Works,Mesa Grande,92101\n")
    first, second = batch.rows.filter(status="invalid").order_by("line")
    assert f'data-then="r{second.pk}"' in page(client, batch, "invalid")
    sent = {"decision": "skip", "show": "invalid", "beside": str(second.pk)}
    answer = client.post(
        f"/imports/{batch.pk}/rows/{first.pk}/decide/", sent, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in answer
    assert 'id="messages" hx-swap-oob' in answer
    tabs = " ".join(answer.partition("<nav")[2].partition("</nav>")[0].split())
    assert 'To fix <span class="count">1</span>' in tabs
    assert "review-row" not in answer
    assert 'id="apply-bar" hx-swap-oob' in " ".join(answer.split())


def test_a_row_that_is_decided_leaves_what_asks(client, bring):
    batch = bring(HEAD + "Osprey Inn,Redstone,(619) 555-0142,,,\n" * 3)
    first, second = batch.rows.filter(status="repeated").order_by("line")
    post(client, batch, first, decision="link")
    tabs = " ".join(page(client, batch, "repeated").split())
    assert 'Repeated in the file <span class="count">1</span>' in tabs
    assert f'id="r{second.pk}"' in tabs
    assert f'id="r{first.pk}"' not in tabs
    decided = page(client, batch, "decided")
    assert f'id="r{first.pk}"' in decided
    assert f'id="r{second.pk}"' not in decided


def test_the_grid_shows_every_row_with_the_cells_to_fix_and_leads_to_its_card(client, bring):
    batch = bring(HEAD + "Alder,Mesa,619-555-0101,20,,\nBirch,Mesa,call me,20,,\n")
    shown = html.unescape(client.get(f"/imports/{batch.pk}/all/").content.decode())
    assert shown.count('class="bad-cell"') == 1
    assert "call me" in shown
    row = batch.rows.get(line=3)
    assert f"?show=invalid&after={row.pk - 1}#r{row.pk}" in shown
    card = page(client, batch, f"invalid&after={row.pk - 1}")
    assert f'id="r{row.pk}"' in card
    assert card.index("call me") < card.index("values in order") < card.index('value="Birch"')
