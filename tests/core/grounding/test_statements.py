"""Each check of a statement, by example: what must be caught, and what must pass."""

import pytest

from tests.core.grounding.articles import grounded, person, position, reasons, stated

NEGATION_DE = [
    ("Anna Berg sagte, der Vertrag sei nicht gekündigt.", "Der Vertrag ist gekündigt."),
    ("Anna Berg sagte, der Vertrag sei gekündigt.", "Der Vertrag ist nicht gekündigt."),
    ("Anna Berg erklärte, es gebe keine Beweise für den Betrug.", "Es gibt Beweise für den Betrug."),
    ("Anna Berg sagte, sie habe dem Plan nie zugestimmt.", "Anna Berg hat dem Plan zugestimmt."),
    ("Laut Anna Berg wurde niemand verletzt.", "Es wurde jemand verletzt."),
    (
        "Anna Berg sagte, die Kantone seien weder gefragt noch informiert worden.",
        "Die Kantone sind gefragt und informiert worden.",
    ),
    (
        "Anna Berg sagte, die Steuer werde ohne Zustimmung der Länder erhöht.",
        "Die Steuer wird mit Zustimmung der Länder erhöht.",
    ),
    ("Anna Berg betonte, die Brücke bleibe keinesfalls gesperrt.", "Die Brücke bleibt gesperrt."),
    ("Anna Berg sagte, das Werk werde im März geschlossen.", "Das Werk wird im März nicht geschlossen."),
    ("Anna Berg bestritt, dass sie Geld angenommen habe.", "Anna Berg hat Geld angenommen."),
    ("Anna Berg weigerte sich, das Papier zu unterschreiben.", "Anna Berg wird das Papier unterschreiben."),
    (
        "Nicht die Zahl entscheide, sagte Anna Berg, sondern die Qualität.",
        "Die Zahl entscheidet, sondern die Qualität.",
    ),
]
NEGATION_EN = [
    ("Anna Berg said the contract had not been cancelled.", "The contract has been cancelled."),
    ("Anna Berg said the contract had been cancelled.", "The contract has not been cancelled."),
    ("Anna Berg said there was no evidence of fraud.", "There is evidence of fraud."),
    ("Anna Berg said she had never agreed to the plan.", "Anna Berg agreed to the plan."),
    ("Anna Berg said the bridge would reopen in March.", "The bridge will not reopen in March."),
    ("Anna Berg denied that she had taken money.", "Anna Berg had taken money."),
    ("Anna Berg said neither side had signed the treaty.", "Both sides had signed the treaty."),
    ("Anna Berg said the tax would rise without approval from parliament.", "The tax will rise with approval from parliament."),
    ("Anna Berg ruled out attending the talks in Geneva.", "Anna Berg is attending the talks in Geneva."),
    ("Anna Berg said the city couldn’t pay for the tunnel.", "The city could pay for the tunnel."),
]  # fmt: skip


@pytest.mark.parametrize(("evidence", "statement"), NEGATION_DE)
def test_a_flipped_negation_is_caught_in_german(evidence, statement):
    assert "negation_flipped" in stated(evidence, statement)


@pytest.mark.parametrize(("evidence", "statement"), NEGATION_EN)
def test_a_flipped_negation_is_caught_in_english(evidence, statement):
    assert "negation_flipped" in stated(evidence, statement, "en")


TRUE_DE = [
    ("Anna Berg sagte, der Vertrag sei nicht gekündigt.", "Der Vertrag ist nicht gekündigt."),
    ("Anna Berg lehnte den Vertrag ab.", "Anna Berg stimmt dem Vertrag nicht zu."),
    ("Anna Berg sagte, es sei noch unklar, wer zahle.", "Es ist noch nicht klar, wer zahlt."),
    (
        "Anna Berg sagte, die Brücke halte nicht nur drei, sondern noch acht Jahre.",
        "Die Brücke hält nicht nur drei, sondern noch acht Jahre.",
    ),
    (
        "Anna Berg sagte, die Gespräche würden fortgesetzt, ein Ergebnis gebe es nicht.",
        "Die Gespräche werden fortgesetzt.",
    ),
    (
        "„Das wird nichts“, sagte Anna Berg zu den Plänen der Bahn.",
        "Anna Berg hält von den Plänen der Bahn nichts.",
    ),
    (
        "Anna Berg forderte, den Ausbau der Straße auszusetzen.",
        "Der Ausbau der Straße soll ausgesetzt werden.",
    ),
    ("Anna Berg sagte, die Kosten lägen bei 2,5 Milliarden Euro.", "Die Kosten liegen bei 2,5 Mrd. Euro."),
    ("Anna Berg sagte, zwölf von achtzehn Schulen seien betroffen.", "12 von 18 Schulen sind betroffen."),
    ("Anna Berg kündigte an, man werde sich am Montag treffen.", "Man wird sich am Montag treffen."),
    ("Anna Berg sagte, die griechische Regierung habe unterschrieben.", "Griechenland hat unterschrieben."),
    ("Anna Berg sagte, die Abgeordneten verlangten Aufklärung.", "Abgeordnete verlangen Aufklärung."),
]
TRUE_EN = [
    ("Anna Berg said the contract had not been cancelled.", "The contract has not been cancelled."),
    ("Anna Berg said talks would resume, though no date was set.", "Talks will resume."),
    ("Anna Berg rejected the offer.", "Anna Berg does not accept the offer."),
    ("Anna Berg said it was not only late but also wrong.", "It was late and also wrong."),
    ("Anna Berg said twelve of the eighteen schools were hit.", "12 of 18 schools were hit."),
    ("Anna Berg said the cost was $2.5bn.", "The cost is 2.5 billion dollars."),
    ("Anna Berg said 33% of members had voted.", "33 per cent of members have voted."),
    ("“We will not be bullied,” Anna Berg said.", "“We will not be bullied”"),
    ("Anna Berg said the Maltese navy had answered.", "Malta’s navy has answered."),
    ("Anna Berg said no driver would lose money.", "No driver will lose money."),
]


@pytest.mark.parametrize(("evidence", "statement"), TRUE_DE)
def test_a_true_paraphrase_raises_no_alarm_in_german(evidence, statement):
    assert stated(evidence, statement) == set()


@pytest.mark.parametrize(("evidence", "statement"), TRUE_EN)
def test_a_true_paraphrase_raises_no_alarm_in_english(evidence, statement):
    assert stated(evidence, statement, "en") == set()


NUMBERS = [
    ("de", "Anna Berg sagte, es fehlten 20 Milliarden Euro.", "Es fehlen 30 Milliarden Euro."),
    ("de", "Anna Berg sagte, es fehlten 20 Milliarden Euro.", "Es fehlen 20 Millionen Euro."),
    ("de", "Anna Berg sagte, zwölf Schulen seien betroffen.", "Elf Schulen sind betroffen."),
    ("de", "Anna Berg sagte, die Miete steige um 4,5 Prozent.", "Die Miete steigt um 45 Prozent."),
    ("de", "Anna Berg sagte, es kämen 1.200 Menschen.", "Es kommen 1.300 Menschen."),
    ("de", "Anna Berg sagte, einundzwanzig Häuser stünden leer.", "Zweiundzwanzig Häuser stehen leer."),
    ("en", "Anna Berg said $20bn was missing.", "$30bn is missing."),
    ("en", "Anna Berg said fifty-eight survivors were on board.", "57 survivors were on board."),
    ("en", "Anna Berg said 1,140 people had died.", "1,410 people have died."),
    ("en", "Anna Berg said rents rose by 4.5%.", "Rents rose by 45%."),
    ("en", "Anna Berg said the gap was 2 million.", "The gap is 2 billion."),
]


@pytest.mark.parametrize(("language", "evidence", "statement"), NUMBERS)
def test_a_changed_number_is_caught(language, evidence, statement):
    assert stated(evidence, statement, language) == {"number_not_in_article"}


SAME = [
    ("de", "Anna Berg sagte, es fehlten 2,5 Milliarden Euro.", "Es fehlen 2,5 Mrd. Euro."),
    ("de", "Anna Berg sagte, es kämen 27 000 Menschen.", "Es kommen 27.000 Menschen."),
    (
        "de",
        "Anna Berg sagte, der Etat wachse von 108 auf 121 Milliarden Euro.",
        "Der Etat wächst von 108 Milliarden auf 121 Milliarden Euro.",
    ),
    ("de", "Anna Berg sagte, am vierten Tag sei Schluss.", "Am 4. Tag ist Schluss."),
    ("de", "Anna Berg sagte, dreihundert Menschen seien gekommen.", "300 Menschen sind gekommen."),
    ("en", "Anna Berg said two dozen, or 24, had left.", "24 have left."),
    ("en", "Anna Berg said 1,900 containers were waiting.", "Some 1900 containers are waiting."),
    ("en", "Anna Berg said rates went from 33% to 25%.", "Rates went from 33 to 25%."),
    ("en", "Anna Berg said thirty-eight countries agreed.", "38 countries agree."),
    ("en", "Anna Berg said both sides would gain.", "The two sides will gain."),
]


@pytest.mark.parametrize(("language", "evidence", "statement"), SAME)
def test_the_same_number_in_other_words_passes(language, evidence, statement):
    assert stated(evidence, statement, language) == set()


def test_billion_means_what_its_language_says():
    """German "Billion" is a trillion: the word alone must not make the two equal."""
    assert stated("Anna Berg sagte, es gehe um 2,5 Milliarden Euro.", "Es geht um 2,5 Billionen Euro.") == {
        "number_not_in_article"
    }


DATES = [
    ("de", "Anna Berg sagte, man treffe sich am 9. April.", "Man trifft sich am 8. April."),
    ("de", "Anna Berg sagte, man treffe sich am 9. April.", "Man trifft sich am 9. Mai."),
    ("de", "Anna Berg sagte, man treffe sich am Dienstag.", "Man trifft sich am Mittwoch."),
    ("de", "Anna Berg sagte, der Vertrag laufe bis 2035.", "Der Vertrag läuft bis 2036."),
    ("de", "Anna Berg sagte, um 16.05 Uhr sei gewarnt worden.", "Um 18.05 Uhr ist gewarnt worden."),
    ("en", "Anna Berg said they would meet on 9 April.", "They will meet on 8 April."),
    ("en", "Anna Berg said they would meet on April 9.", "They will meet on May 9."),
    ("en", "Anna Berg said they would meet on Tuesday.", "They will meet on Wednesday."),
    ("en", "Anna Berg said the deal ran until 2035.", "The deal runs until 2036."),
    ("en", "Anna Berg said the call came at 5.40pm.", "The call came at 6.40pm."),
]


@pytest.mark.parametrize(("language", "evidence", "statement"), DATES)
def test_a_changed_date_is_caught(language, evidence, statement):
    assert stated(evidence, statement, language) == {"date_not_in_article"}


QUOTES = [
    ("„Wir sind bereit“, sagte Anna Berg.", "„Wir sind bereit“", set()),
    ("„Wir sind bereit“, sagte Anna Berg.", '"Wir sind bereit"', set()),
    ("»Wir sind bereit«, sagte Anna Berg.", "„Wir sind bereit.“", set()),
    ("„Wir sind be\u00adreit“, sagte Anna Berg.", "‚Wir sind bereit‘", set()),
    ("„Schöne Grüße“, sagte Anna Berg.", "„Scho\u0308ne Gru\u0308ße“", set()),
    ("Anna Berg nannte das „höflich, aber leer“.", "Das ist „höflich, aber leer“.", set()),
    (
        "„Wir sind bereit“, sagte Anna Berg.",
        "„Wir sind nicht bereit“",
        {"quote_not_verbatim", "negation_flipped"},
    ),
    ("„Wir sind bereit“, sagte Anna Berg.", "„Sie sind bereit“", {"quote_not_verbatim"}),
    ("Anna Berg nannte das „höflich, aber leer“.", "Das ist „höflich und leer“.", {"quote_not_verbatim"}),
    ("“It is a wall,” Anna Berg said.", "“It is a door”", {"quote_not_verbatim"}),
    ("“Don’t ask me,” Anna Berg said.", "“Don't ask me”", set()),
]


@pytest.mark.parametrize(("evidence", "statement", "expected"), QUOTES)
def test_quoted_words_are_compared_letter_by_letter_and_marks_are_not(evidence, statement, expected):
    found = stated(evidence, statement, "en" if evidence[0] == "“" else "de")
    assert expected <= found
    assert bool(expected) == bool(found)


def test_a_quote_of_two_hundred_words_is_verified():
    words = " ".join(f"Wort{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(200))
    assert stated(f"„{words}“, sagte Anna Berg.", f"„{words}“") == set()
    assert "quote_not_verbatim" in stated(
        f"„{words}“, sagte Anna Berg.", f"„{words.replace('Wortaf', 'Wortxx')}“"
    )


OPPOSITES = [
    ("de", "Anna Berg lehnte den Antrag ab.", "Anna Berg stimmte dem Antrag zu."),
    ("de", "Anna Berg kritisierte den Haushalt.", "Anna Berg begrüßte den Haushalt."),
    ("de", "Anna Berg sagte, die Mieten seien gestiegen.", "Die Mieten sind gesunken."),
    (
        "de",
        "Anna Berg sagte, es würden mindestens drei Züge fahren.",
        "Es werden höchstens drei Züge fahren.",
    ),
    ("de", "Anna Berg bestätigte den Bericht.", "Anna Berg dementierte den Bericht."),
    ("en", "Anna Berg rejected the motion.", "Anna Berg accepted the motion."),
    ("en", "Anna Berg criticised the budget.", "Anna Berg welcomed the budget."),
    ("en", "Anna Berg said rents had risen.", "Rents have fallen."),
    ("en", "Anna Berg confirmed the report.", "Anna Berg denies the report."),
    ("en", "Anna Berg said the meeting was public.", "The meeting was secret."),
]


@pytest.mark.parametrize(("language", "evidence", "statement"), OPPOSITES)
def test_the_opposite_word_is_caught(language, evidence, statement):
    assert stated(evidence, statement, language) & {"opposite_word", "negation_flipped"}


NAMES = [
    ("de", "Anna Berg sagte, die Bahn zahle.", "Renate Ohlendorf zahlt die Bahn.", "name_not_in_article"),
    ("de", "Anna Berg sagte, in Bonn werde gebaut.", "In Quarnheim wird gebaut.", "name_not_in_article"),
    ("de", "Anna Berg sagte, die Bahn zahle.", "Die Nordtrans zahlt.", "word_not_in_article"),
    (
        "en",
        "Anna Berg said the railway would pay.",
        "The railway and Veltrax will pay.",
        "name_not_in_article",
    ),
    (
        "en",
        "Anna Berg said the railway would pay.",
        "The railway of Jasper Wolcott will pay.",
        "name_not_in_article",
    ),
]


@pytest.mark.parametrize(("language", "evidence", "statement", "expected"), NAMES)
def test_a_name_that_the_article_lacks_is_caught(language, evidence, statement, expected):
    assert expected in stated(evidence, statement, language)


def test_a_statement_moved_to_another_sentence_is_noticed():
    text = "Anna Berg sagte, die Brücke werde gesperrt. Anna Berg lobte den neuen Radweg am Ufer."
    found = grounded(
        text, actors=[person("Anna Berg")], positions=[position("Anna Berg", "Die Brücke wird gesperrt.", 2)]
    )
    assert reasons(found) == {"evidence_unrelated"}
    assert found.rejected[0].kind == "position"


def test_the_words_of_the_sentence_itself_pass_at_once():
    text = "„Nie“, sagte Anna Berg am 3. Mai, „gebe ich 20 Euro dafür.“"
    assert stated(text, text) == set()


@pytest.mark.parametrize("language", ["sw", None])
def test_an_unknown_language_gets_the_checks_that_need_none_and_says_so(language):
    text = 'Anna Berg alisema "tuko tayari" mnamo 2031 na watu 40.'
    good = grounded(text, language, positions=[position("Anna Berg", '"tuko tayari" 2031', 1)])
    bad = grounded(text, language, positions=[position("Anna Berg", '"hatuko tayari" 2032', 1)])
    assert reasons(good) == set()
    assert reasons(bad) == {"quote_not_verbatim", "date_not_in_article"}
    assert "only the checks that hold in every language" in good.notices[0]
    assert grounded("Anna Berg schwieg.", "de").notices == []


def test_an_abstract_with_an_invented_number_is_withheld_and_the_notice_says_why():
    found = grounded(
        "In Bonn wurden 40 Häuser gebaut.",
        abstract={"evidence": [1], "text": "In Bonn wurden 400 Häuser gebaut."},
    )
    assert found.abstract is None
    assert found.notices == ["abstract withheld, the article does not support it: number_not_in_article"]
