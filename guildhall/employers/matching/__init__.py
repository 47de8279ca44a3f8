"""Matching of employer records that explains itself: normal names, blocking keys, scores with reasons, clusters."""

from guildhall.employers.matching.clustering import cluster
from guildhall.employers.matching.keys import keys
from guildhall.employers.matching.names import name_words, normal_name, sort_key
from guildhall.employers.matching.records import LIKELY, POSSIBLE, Likeness, Record
from guildhall.employers.matching.scoring import compare, compare_many, compare_pairs, same_name

__all__ = [
    "LIKELY",
    "POSSIBLE",
    "Likeness",
    "Record",
    "cluster",
    "compare",
    "compare_many",
    "compare_pairs",
    "keys",
    "name_words",
    "normal_name",
    "same_name",
    "sort_key",
]
