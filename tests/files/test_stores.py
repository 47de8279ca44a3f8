"""Files in the home and in an S3-compatible store: uploads, lists, downloads, erasure, backup and restore alike."""

import io
import tarfile

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.management import call_command

from guildhall.employers.models import Employer
from guildhall.files import storage
from guildhall.files.actions import download, keep, place
from guildhall.imports.actions.reading import start_import
from guildhall.imports.models import Batch
from guildhall.project import archives, given
from guildhall.stewardship.actions.papers import holds
from tests.project.test_private_files import open_to_others

LIST = b"Employer,City\nKestrel Aerospace,Harbor Point\nTern Composites,Redstone\n"


@pytest.fixture(scope="session")
def server():
    """A store of this machine, by its address."""
    from moto.server import ThreadedMotoServer

    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    yield "{}:{}".format(*running.get_host_and_port())
    running.stop()


@pytest.fixture(params=["the home", pytest.param("a store", marks=pytest.mark.slow)])
def store(request, settings, tmp_path, monkeypatch):
    """Each kind of place where files may lie, empty."""
    settings.HOME, settings.FILES = tmp_path / "home", tmp_path / "home" / "files"
    settings.HOME.mkdir()
    monkeypatch.delenv("GUILDHALL_FILES", raising=False)
    if request.param == "a store":
        address = request.getfixturevalue("server")
        monkeypatch.setenv(
            "GUILDHALL_FILES", f"s3+http://key:secret@{address}/guildhall-{tmp_path.name.lower()[-20:]}/x"
        )
    default = given.files("GUILDHALL_FILES")
    settings.STORAGES = settings.STORAGES | {"default": default}
    if request.param == "a store":
        bucket = default["OPTIONS"]["bucket_name"].replace("_", "-")
        default["OPTIONS"]["bucket_name"] = bucket
        storages["default"].connection.create_bucket(Bucket=bucket)
    return request.param


@pytest.mark.django_db
def test_papers_and_lists_are_kept_and_given_out(store, cast, settings):
    paper = keep([b"a paper about laura@kestrel.example"], "paper.txt")
    batch = start_import(io.BytesIO(LIST), "list.csv", institution=cast.region, by=cast.director)
    assert sorted(storage.names()) == sorted([place(paper), batch.path])
    assert download(paper, "paper.txt").content.startswith(b"a paper")
    assert holds(place(paper), {b"laura@kestrel.example"})
    with batch.file_at_hand() as path:
        assert path.read_bytes() == LIST
    on_this_machine = [path for path in settings.FILES.rglob("*") if path.is_file()]
    assert len(on_this_machine) == (2 if store == "the home" else 0)
    assert open_to_others(settings.FILES) == []
    batch.delete_file()
    batch.delete_file()
    assert not batch.has_file()
    assert list(storage.names()) == [place(paper)]
    with pytest.raises(FileNotFoundError), batch.file_at_hand() as path:
        path.read_bytes()


@pytest.mark.django_db
def test_a_list_is_read_compared_applied_and_undone(store, cast, tmp_path):
    (tmp_path / "list.csv").write_bytes(LIST)
    words = ["--institution", cast.mesa.slug, "--by", cast.mesa_wbl.email]
    call_command("import", "employers", str(tmp_path / "list.csv"), *words, "--apply", "--json")
    assert Employer.objects.filter(name="Tern Composites").exists()
    batch = str(Batch.objects.get().pk)
    call_command("import", "undo", batch, "--by", cast.mesa_wbl.email)
    assert not Employer.objects.filter(name="Tern Composites").exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_brings_the_files_back(store, cast, tmp_path):
    paper = keep([b"a paper"], "paper.txt")
    archives.backup(tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert f"files/{place(paper)}" in archive.getnames()
    storage.delete(place(paper))
    later = keep([b"of later"], "later.txt")
    archives.restore(tmp_path / "backup.tar.gz")
    archives.finish()
    assert storage.content(place(paper)) == b"a paper"
    assert storage.exists(place(later)), "nothing is taken away"


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("s3://bucket", {"bucket_name": "bucket", "location": "", "region_name": "us-east-1"}),
        ("s3://bucket/a/b?region=eu-west-1", {"bucket_name": "bucket", "location": "a/b", "region_name": "eu-west-1"}),
        ("s3://k:s%2F@minio:9000/bucket", {"endpoint_url": "https://minio:9000", "secret_key": "s/"}),
        ("s3+http://k:s@[::1]:9000/bucket/x", {"endpoint_url": "http://[::1]:9000", "location": "x"}),
    ],
)
def test_an_address_names_a_store(monkeypatch, text, options):
    monkeypatch.setenv("GUILDHALL_FILES", text)
    assert options.items() <= given.files("GUILDHALL_FILES")["OPTIONS"].items()


@pytest.mark.parametrize(
    "text", ["/a/folder", "s3://", "http://minio/bucket", "s3://k:s@minio:port/bucket", "s3://k:s@minio"]
)
def test_what_names_none_is_told(monkeypatch, text):
    monkeypatch.setenv("GUILDHALL_FILES", text)
    with pytest.raises(ImproperlyConfigured, match="GUILDHALL_FILES"):
        given.files("GUILDHALL_FILES")
