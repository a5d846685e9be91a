"""Who is who inside one article, and what a messy name is mended to."""

import pytest

from tests.core.grounding.articles import grounded, person, position, reasons

TWINS = "Bürgermeister Hinnerk Schmidtke (CDU) war verärgert. CDU-Ratsfrau Hilke Schmitke stimmte zu. Schmidtke ging. Schmitke blieb."


def test_near_duplicates_stay_apart():
    found = grounded(TWINS, actors=[person("Hinnerk Schmidtke", 1), person("Hilke Schmitke", 2)])
    assert [(actor.aliases, actor.mentions) for actor in found.actors] == [
        (["Schmidtke"], [1, 3]),
        (["Schmitke"], [2, 4]),
    ]


def test_a_shared_surname_means_nobody():
    text = "Reto Fankhauser und Urs Fankhauser kamen. Fankhauser sagte, es werde teuer."
    found = grounded(
        text,
        actors=[person("Reto Fankhauser"), person("Urs Fankhauser")],
        positions=[position("Fankhauser", "Es wird teuer.", 2)],
    )
    everything = [*found.positions, *(one.item for one in found.rejected)]
    assert everything[0].holder_id is None
    assert all(actor.aliases == [] for actor in found.actors)


@pytest.mark.parametrize(
    ("holder", "expected"),
    [("Rustem Umerov", "a1"), ("Umerov", "a1"), ("Umerovs", "a1"), ("der Chefunterhändler Rustem Umerov", "a1"), ("EZB", "a2"),
     ("Europäische Zentralbank", "a2"), ("der Europäischen Zentralbank", "a2"), ("die EZB", "a2"), ("ein Sprecher", None)],
)  # fmt: skip
def test_a_holder_is_found_by_name_surname_title_and_acronym(holder, expected):
    text = "Chefunterhändler Rustem Umerov sprach mit der Europäischen Zentralbank (EZB). Umerov und die EZB sagten wie ein Sprecher, es gehe voran."
    cast = [
        person("Rustem Umerov", 1, "Chefunterhändler"),
        person("Europäische Zentralbank", 1, None, "organization"),
    ]
    found = grounded(text, actors=cast, positions=[position(holder, "Es geht voran.", 2)])
    everything = [*found.positions, *(one.item for one in found.rejected)]
    assert everything[0].holder_id == expected


def test_participants_are_resolved_and_trimmed():
    text = "Kreml-Sprecher Dmitri Peskow kündigte Gespräche mit Mitgliedern der US-Delegation am 3. Mai in Genf an."
    talk = {"evidence": [1], "participants": ["Kreml-Sprecher Dmitri Peskow", "mit Mitgliedern der US-Delegation"],
            "topic": None, "when": "am 3. Mai", "place": "Genf", "status": "announced"}  # fmt: skip
    found = grounded(text, planned_talks=[talk])
    assert [(one.name, one.actor_id) for one in found.planned_talks[0].participants] == [
        ("Dmitri Peskow", "a1"),
        ("Mitgliedern der US-Delegation", None),
    ]
    assert (found.actors[0].name, found.actors[0].role) == ("Dmitri Peskow", "Kreml-Sprecher")


def test_a_title_in_an_actors_name_becomes_the_role():
    found = grounded("Kreml-Sprecher Dmitri Peskow schwieg.", actors=[person("Kreml-Sprecher Dmitri Peskow")])
    assert (found.actors[0].name, found.actors[0].role) == ("Dmitri Peskow", "Kreml-Sprecher")


@pytest.mark.parametrize(
    "phrase",
    ["zwei anonyme Quellen", "ein Sprecher", "Der Sprecher", "Hersteller der Software", "Augenzeugen"],
)
def test_a_role_phrase_never_becomes_an_actor(phrase):
    text = f"Es werde gebaut, sagten {phrase} der Firma. Auch {phrase} und der Hersteller der Software kamen."
    assert grounded(text, positions=[position(phrase, "Es wird gebaut.", 1)]).actors == []


def test_an_actor_listed_twice_is_one():
    found = grounded(
        "Rustem Umerov kam. Umerov ging.",
        actors=[person("Rustem Umerov"), person("Umerov", 2), person("RUSTEM UMEROV")],
    )
    assert [actor.name for actor in found.actors] == ["Rustem Umerov"]


def test_an_invented_name_is_rejected_as_actor_holder_via_and_participant():
    text = "Anna Berg sagte am 3. Mai, es werde gebaut."
    talk = {
        "evidence": [1],
        "participants": ["Jonas Wittkamp"],
        "topic": None,
        "when": "am 3. Mai",
        "place": None,
        "status": "announced",
    }
    found = grounded(
        text, actors=[person("Jonas Wittkamp")], planned_talks=[talk],
        positions=[position("Jonas Wittkamp", "Es wird gebaut.", 1), position("Anna Berg", "Es wird gebaut.", 1, via="Reuters")],
    )  # fmt: skip
    assert [one.kind for one in found.rejected] == ["actor", "position", "position", "planned_talk"]
    assert all("name_not_in_article" in one.reasons for one in found.rejected)


@pytest.mark.parametrize(
    ("when", "place", "expected"),
    [("am 20. Januar", "Davos", set()), ("AM 20.  Januar", "davos", set()), ("am 21. Januar", "Davos", {"phrase_not_in_evidence", "date_not_in_article"}),
     ("am 20. Januar", "Genf", {"phrase_not_in_evidence"}), (None, None, set())],
)  # fmt: skip
def test_when_and_place_are_words_of_the_evidence(when, place, expected):
    talk = {
        "evidence": [1],
        "participants": ["Anna Berg"],
        "topic": None,
        "when": when,
        "place": place,
        "status": "announced",
    }
    text = "Anna Berg wird am 20. Januar in Davos Gespräche führen. Genug."
    assert reasons(grounded(text, actors=[person("Anna Berg")], planned_talks=[talk])) == expected


def test_evidence_that_does_not_exist_is_named():
    text = "Anna Berg sagte, es werde gebaut."
    assert reasons(grounded(text, positions=[position("Anna Berg", "Es wird gebaut.")])) == {
        "evidence_missing"
    }
    assert reasons(grounded(text, positions=[position("Anna Berg", "Es wird gebaut.", 1, 9)])) == {
        "evidence_out_of_range"
    }
