"""Who speaks: the holder in the sentence, before it, by function, and the one who is not."""

import pytest

from tests.core.grounding.articles import grounded, person, position, reasons

CAST = [
    person("Anna Berg", 1, "Ministerin"),
    person("Jens Kolb", 2),
    person("SPD", 1, None, "organization"),
    person("Türkei", 1, None, "country"),
]
OPENING = "Ministerin Anna Berg, die SPD und die Türkei stehen im Mittelpunkt. Auch Jens Kolb ist dabei."


def judged(sentences: str, holder: str, statement: str, *evidence: int, language: str = "de") -> set[str]:
    found = grounded(
        f"{OPENING} {sentences}",
        language,
        actors=CAST,
        positions=[position(holder, statement, *(n + 2 for n in evidence))],
    )
    return reasons(found)


SPEAKS = [
    ("Kolb sagte, die Brücke sei sicher.", "Jens Kolb"),
    ("Die Brücke sei sicher, sagte Kolb.", "Jens Kolb"),
    ("„Die Brücke ist sicher“, sagte der Ingenieur Jens Kolb am Montag.", "Jens Kolb"),
    ("Laut Kolb ist die Brücke sicher.", "Jens Kolb"),
    ("Kolb zufolge ist die Brücke sicher.", "Jens Kolb"),
    ("Nach Angaben von Kolb ist die Brücke sicher.", "Jens Kolb"),
    ("Nach Darstellung der türkischen Regierung ist die Brücke sicher.", "Türkei"),
    ("Die Brücke sei sicher, so Kolb.", "Jens Kolb"),
    ("Die Brücke sei sicher, teilte der Ingenieur Jens Kolb mit.", "Jens Kolb"),
    ("Das bestätigte Kolb: Die Brücke ist sicher.", "Jens Kolb"),
    ("Aus der SPD hieß es, die Brücke sei sicher.", "SPD"),
    ("Die Ministerin sagte, die Brücke sei sicher.", "Anna Berg"),
]


@pytest.mark.parametrize(("sentence", "holder"), SPEAKS)
def test_the_speaker_of_the_sentence_is_the_holder(sentence, holder):
    assert judged(sentence, holder, "Die Brücke ist sicher.", 1) == set()


@pytest.mark.parametrize(("sentence", "holder"), SPEAKS)
def test_another_actor_is_not(sentence, holder):
    other = "Jens Kolb" if holder != "Jens Kolb" else "Anna Berg"
    assert judged(sentence, other, "Die Brücke ist sicher.", 1) & {
        "holder_contradicted",
        "holder_inferred",
        "holder_not_speaker",
    }


NOT_SPEAKERS = [
    ("Kolb sagte, Berg habe die Brücke gesperrt.", "Anna Berg", "Die Brücke ist gesperrt."),
    ("Kolb warf Berg vor, die Brücke gesperrt zu haben.", "Anna Berg", "Die Brücke wurde gesperrt."),
    ("Kolb traf sich mit Berg und sagte, die Brücke sei gesperrt.", "Anna Berg", "Die Brücke ist gesperrt."),
    ("„Berg hat die Brücke gesperrt“, sagte Kolb.", "Anna Berg", "Die Brücke ist gesperrt."),
    ("Kolb (SPD) sagte, die Brücke sei gesperrt.", "SPD", "Die Brücke ist gesperrt."),
    ("SPD-Chef Kolb sagte, die Brücke sei gesperrt.", "SPD", "Die Brücke ist gesperrt."),
]


@pytest.mark.parametrize(("sentence", "holder", "statement"), NOT_SPEAKERS)
def test_who_is_only_spoken_of_is_not_the_holder(sentence, holder, statement):
    assert judged(sentence, holder, statement, 1) == {"holder_contradicted"}


def test_a_pronoun_means_the_last_named_speaker():
    text = "Kolb sagte, er habe Zweifel. Er forderte ein neues Gutachten."
    assert judged(text, "Jens Kolb", "Es soll ein neues Gutachten geben.", 2) == set()
    assert judged(text, "Anna Berg", "Es soll ein neues Gutachten geben.", 2) == {"holder_inferred"}


def test_reported_speech_without_a_speaker_goes_on_with_the_last_one():
    text = "Kolb äußerte Zweifel. Das Gutachten sei veraltet."
    assert judged(text, "Jens Kolb", "Das Gutachten ist veraltet.", 2) == set()
    assert judged(text, "Anna Berg", "Das Gutachten ist veraltet.", 2) == {"holder_inferred"}


def test_a_function_given_before_stands_for_its_bearer_and_an_unknown_one_does_not():
    assert judged("Die Ministerin lehnte das ab.", "Anna Berg", "Die Ministerin lehnt das ab.", 1) == set()
    assert judged("Der Bürgermeister lehnte das ab.", "Anna Berg", "Der Bürgermeister lehnt das ab.", 1)


def test_a_stranger_who_speaks_contradicts_the_holder():
    """The local model's typical slip: the right sentence under the wrong name."""
    text = "Witkoff Meier bezeichnete die Gespräche als „produktiv“."
    assert judged(text, "Jens Kolb", "Die Gespräche waren „produktiv“.", 1) == {"holder_contradicted"}


ENGLISH = [
    ("“It is a wall,” said the minister, Anna Berg.", "Anna Berg", set()),
    ("Anna Berg, the minister, said it was a wall.", "Anna Berg", set()),
    ("According to Anna Berg, it is a wall.", "Anna Berg", set()),
    ("It is a wall, Ms Berg said.", "Anna Berg", set()),
    ("Jens Kolb told Anna Berg it was a wall.", "Jens Kolb", set()),
    ("Jens Kolb told Anna Berg it was a wall.", "Anna Berg", {"holder_contradicted"}),
    ("Jens Kolb said that Anna Berg had called it a wall.", "Anna Berg", {"holder_contradicted"}),
    ("Anna Berg’s deputy said it was a wall.", "Anna Berg", {"holder_not_speaker"}),
    ("Jens Kolb rejected a report by Anna Berg that called it a wall.", "Anna Berg", {"holder_contradicted"}),
    ("A spokesman for Anna Berg said it was a wall.", "Anna Berg", {"holder_not_speaker"}),
]


@pytest.mark.parametrize(("sentence", "holder", "expected"), ENGLISH)
def test_english_sentences_name_their_speaker(sentence, holder, expected):
    text = f"The minister Anna Berg and Jens Kolb met. {sentence}"
    cast = [person("Anna Berg", 1, "minister"), person("Jens Kolb", 1)]
    assert (
        reasons(grounded(text, "en", actors=cast, positions=[position(holder, "It is a wall.", 2)]))
        == expected
    )


def test_two_speakers_parted_by_a_semicolon_keep_their_words():
    text = "The minister Anna Berg and Jens Kolb met. Anna Berg said 1,900 ships were waiting; Jens Kolb put the figure at 600."
    cast = [person("Anna Berg", 1), person("Jens Kolb", 1)]

    def judge(holder: str, statement: str) -> set[str]:
        return reasons(grounded(text, "en", actors=cast, positions=[position(holder, statement, 2)]))

    assert judge("Jens Kolb", "The figure is 600.") == set()
    assert judge("Anna Berg", "The figure is 600.") == {"holder_contradicted"}
