"""Career clusters in both frameworks, with the way from one to the other (STANDARDS 1.2)."""

import csv
import os
from pathlib import Path

import pytest

from guildhall.pathways.clusters import FRAMEWORKS, NEW, OLD, alike, cluster_of, predecessors, successors


def test_both_frameworks_are_whole():
    assert [(len(one), sum(len(c.within) for c in one)) for one in (FRAMEWORKS[OLD], FRAMEWORKS[NEW])] == [
        (16, 79),
        (14, 72),
    ]


@pytest.mark.parametrize(
    ("framework", "name", "columns"),
    [
        (OLD, "career_clusters_2002_16_79.csv", ("cluster_code", "cluster", "pathway")),
        (NEW, "career_clusters_2024_14_72.csv", ("onet_cluster_code", "cluster", "sub_cluster")),
    ],
)
def test_they_say_what_the_lists_say(framework, name, columns):
    path = Path(os.environ.get("GUILDHALL_DATA", "")) / "vocab" / name
    if not os.environ.get("GUILDHALL_DATA") or not path.exists():
        pytest.skip("GUILDHALL_DATA holds no lists of clusters")
    lines = {tuple(row[c] for c in columns) for row in csv.DictReader(path.open())}
    assert {(c.code, c.name, part) for c in FRAMEWORKS[framework] for part in c.within} == lines


def test_the_way_leads_there_and_back():
    health = cluster_of("2002:08")
    assert [new.name for new, _note in successors(health)] == ["Healthcare & Human Services"]
    assert {old.name for old, _note in predecessors(cluster_of("2024:040200"))} == {"Health Science", "Human Services"}
    assert alike("2002:08") == {"2002:08", "2024:040200"}
    assert alike("2002:99") == set()
    for old in FRAMEWORKS[OLD]:
        assert successors(old), f"{old.name} leads nowhere"
