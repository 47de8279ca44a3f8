"""Matching of employer records that explains itself: normal names, blocking keys, scores with reasons, clusters."""

from guildhall.employers.matching.clustering import cluster
from guildhall.employers.matching.keys import keys
from guildhall.employers.matching.names import is_distinctive, name_words, normal_name, sort_key
from guildhall.employers.matching.records import LIKELY, POSSIBLE, Likeness, Record
from guildhall.employers.matching.scoring import Comparison, compare, compare_many, compare_pairs, same_name

__all__ = [
    "LIKELY",
    "POSSIBLE",
    "Comparison",
    "Likeness",
    "Record",
    "cluster",
    "compare",
    "compare_many",
    "compare_pairs",
    "is_distinctive",
    "keys",
    "name_words",
    "normal_name",
    "same_name",
    "sort_key",
]
