"""Which place is offered for a position, and that the table is what its tool promises."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.places.names import said
from bot.domain.places.towns import (
    TOWN_WITHIN,
    kilometres,
    nearest,
    number_of,
    towns,
    unit_vectors,
)


def offered(latitude: float, longitude: float, language: str = "en") -> list[str]:
    return [said(place, language) for place in nearest(latitude, longitude)]


@pytest.mark.parametrize(
    ("where", "position", "expected"),
    [
        ("a suburb", (45.77, 4.89), ["Lyon, France"]),
        ("Kehl, across the Rhine", (48.57, 7.81), ["Strasbourg, France", "Germany"]),
        ("Annemasse, behind Geneva", (46.19, 6.23), ["Geneva, Switzerland", "France"]),
        ("El Paso", (31.76, -106.49), ["El Paso, United States", "Ciudad Juárez, Mexico"]),
        ("Brazzaville", (-4.26, 15.28), ["Brazzaville, Congo - Brazzaville", "Kinshasa, Congo - Kinshasa"]),  # noqa: E501
        ("Monaco", (43.73, 7.42), ["Nice, France", "Monaco"]),
        ("Malta", (35.9, 14.5), ["Malta"]),
        ("Corsica", (41.92, 8.74), ["France"]),
        ("Azores", (37.74, -25.67), ["Portugal"]),
        ("Faroe Islands", (62.0, -6.8), ["Faroe Islands"]),
        ("Tuvalu", (-8.5, 179.2), ["Tuvalu"]),
        ("Taveuni, east of the antimeridian", (-16.8, -179.97), ["Fiji"]),
        ("Taveuni, west of it", (-16.8, 179.97), ["Fiji"]),
        ("Anadyr, 900 km from the antimeridian", (64.73, 177.5), ["Russia"]),
        ("Alice Springs", (-23.7, 133.88), ["Australia"]),
        ("Akureyri", (65.68, -18.1), ["Iceland"]),
        ("Svalbard", (78.2, 15.6), ["Svalbard & Jan Mayen"]),
        ("the North Pole", (90, 0), []),
        ("the South Pole", (-90, 10), []),
        ("the middle of the Atlantic", (0, -30), []),
        ("no place on the globe", (91, 0), []),
    ],
)  # fmt: skip
def test_a_position_is_offered_as_a_sensible_person_would_name_it(
    where: str, position: tuple[float, float], expected: list[str]
):
    assert offered(*position) == expected, where


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_position_yields_more_than_a_big_town_that_is_near_or_a_country(
    latitude: float, longitude: float
):
    table = towns()
    here = unit_vectors(np.array([[latitude, longitude]]))[0]
    for place in nearest(latitude, longitude):
        town = table.town_of(place)
        if town is None:
            assert len(place) == 2
        else:
            row = table.every.index(town)
            assert kilometres(table.points[row : row + 1], here)[0] <= TOWN_WITHIN + 0.1
    assert len(nearest(latitude, longitude)) <= 2


def test_the_antimeridian_is_a_line_like_any_other():
    assert nearest(-16.8, 180.0) == nearest(-16.8, -180.0)


def test_the_table_holds_big_towns_alone_and_a_place_for_every_other_country():
    table = towns()
    assert 4_700 < table.big < 4_900
    names = {town.name for town in table.every[: table.big]}
    assert {"Lyon", "Tokyo", "Kinshasa"} <= names
    assert not {"Villeurbanne", "Croydon"} & names  # parts of a city are found, and never shown
    assert all(town.only_country for town in table.every[table.big :])
    assert len({town.country for town in table.every}) > 240


def test_what_a_button_carries_means_the_same_place_again():
    table = towns()
    for town in table.every:
        assert table.numbered(number_of(town.place)) == town.place
        assert 0 < number_of(town.place) < 2**32
        assert table.numbered(number_of(town.country_place)) == town.country_place
    assert table.numbered(1) is None
    assert table.numbered(0xFFFF5A5A) is None  # "ZZ"


def test_the_nearest_town_is_found_in_a_fraction_of_a_millisecond():
    nearest(0, 0)
    took = []
    for n in range(200):
        start = time.process_time()
        nearest(n % 90, n)
        took.append(time.process_time() - start)
    assert sorted(took)[len(took) // 2] < 0.001
