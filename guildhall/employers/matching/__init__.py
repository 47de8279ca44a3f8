"""Matching of employer records that explains itself: normal names, blocking keys, scores with reasons, clusters."""

from guildhall.employers.matching.clustering import cluster, cluster_columns
from guildhall.employers.matching.columns import Builder
from guildhall.employers.matching.contacts import registered_domain
from guildhall.employers.matching.keys import Normal, keys, normal_record, weighted_keys
from guildhall.employers.matching.names import is_distinctive, name_words, normal_name, sort_key
from guildhall.employers.matching.near_names import may_be_meant
from guildhall.employers.matching.records import LIKELY, POSSIBLE, Likeness, Record
from guildhall.employers.matching.scoring import (
    NAMES_ALONE,
    SAME_DOMAIN,
    Comparison,
    compare,
    compare_many,
    compare_pairs,
    same_name,
)

__all__ = [
    "LIKELY",
    "NAMES_ALONE",
    "POSSIBLE",
    "SAME_DOMAIN",
    "Builder",
    "Comparison",
    "Likeness",
    "Normal",
    "Record",
    "cluster",
    "cluster_columns",
    "compare",
    "compare_many",
    "compare_pairs",
    "is_distinctive",
    "keys",
    "may_be_meant",
    "name_words",
    "normal_name",
    "normal_record",
    "registered_domain",
    "same_name",
    "sort_key",
    "weighted_keys",
]
