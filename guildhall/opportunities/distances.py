"""Distances on the ground, and the box in which everything near lies: arithmetic over degrees."""

from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt

EARTH = 3958.8  # miles
DEGREE = 2 * pi * EARTH / 360  # miles of a degree of latitude
POLAR = 0.01  # so that no division fails at a pole


@dataclass(frozen=True, slots=True)
class Point:
    """Where something is, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Box:
    """Between which degrees everything lies that is near a point."""

    south: float
    north: float
    west: float
    east: float


def miles_between(one: Point, other: Point) -> float:
    """The distance of two points, as the crow flies."""
    up = radians(other.latitude - one.latitude) / 2
    along = radians(other.longitude - one.longitude) / 2
    h = sin(up) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(along) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, h)))


def box_around(point: Point, miles: float) -> Box:
    """The box that holds everything within so many miles, and a little more in its corners."""
    up = miles / DEGREE
    along = up / max(cos(radians(point.latitude)), POLAR)
    return Box(point.latitude - up, point.latitude + up, point.longitude - along, point.longitude + along)
