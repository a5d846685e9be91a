"""The calendar, read back by the library: days, status, identity, and text that stays text."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from summarizer.core.summary import ArticleSummary
from summarizer.render.calendar import to_ics
from tests.render.hostile import forged
from tests.render.samples import DRAFT, TEXT, summarised


def read(*summaries):
    calendar = Calendar.from_ical(to_ics(summaries))
    return calendar, list(calendar.walk("VEVENT"))


def changed(summary, **fields):
    """The first talk of `summary` alone, with other fields."""
    found = summary.model_dump(mode="json")
    found["planned_talks"] = [{**found["planned_talks"][0], **fields}]
    return ArticleSummary.model_validate(found, strict=False)


def test_days_are_whole_and_span_as_far_as_the_phrase():
    _, events = read(summarised())
    spans = [(event["dtstart"].dt, event["dtend"].dt) for event in events]
    day = datetime.date
    assert spans == [
        (day(2026, 3, 3), day(2026, 3, 4)),
        (day(2026, 2, 23), day(2026, 3, 2)),
        (day(2026, 2, 20), day(2026, 2, 21)),
        (day(2026, 6, 1), day(2026, 7, 1)),
    ]
    assert all(type(start) is day for start, _ in spans)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("announced", "CONFIRMED"),
        ("reported", "TENTATIVE"),
        ("proposed", "TENTATIVE"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_the_status_is_mapped_and_stands_in_the_description(status, expected):
    _, (event,) = read(changed(summarised(), status=status))
    assert event["status"] == expected
    assert f"Status: {status}" in event["description"]
    assert event["summary"].startswith(f"[{status}]") == (status in ("postponed", "cancelled"))


def test_source_and_evidence_are_in_the_description():
    _, events = read(summarised())
    told = events[0]["description"]
    assert "[1] Norvania and Sundmark will resume talks" in told
    assert "https://news.example.org/lake-ellen" in told
    assert "on 3 March" in told
    assert events[0]["location"] == "Geneva"
    assert "Some time between these days (week): 2026-02-23 to 2026-03-01" in events[1]["description"]


def test_talks_without_a_date_are_named_and_no_day_is_invented():
    calendar, events = read(summarised())
    assert len(events) == 4
    assert "a hearing" in calendar["comment"]
    assert calendar["x-wr-caldesc"] == calendar["comment"]
    assert "comment" not in read(changed(summarised()))[0]


def test_a_talk_keeps_its_identity_when_list_and_status_change():
    summary = summarised()
    reordered = summary.model_dump(mode="json")
    reordered["planned_talks"].reverse()
    for n, talk in enumerate(reordered["planned_talks"], 1):
        talk["id"] = f"t{n}"
    reordered["planned_talks"][-1]["status"] = "cancelled"
    first = {event["summary"].removeprefix("[cancelled] "): event["uid"] for event in read(summary)[1]}
    second = {
        event["summary"].removeprefix("[cancelled] "): event["uid"]
        for event in read(ArticleSummary.model_validate(reordered, strict=False))[1]
    }
    assert first == second
    assert len(set(first.values())) == 4


def test_two_equal_talks_stay_two_and_another_article_has_other_identities():
    both = summarised().model_dump(mode="json")
    both["planned_talks"] = [both["planned_talks"][0]] * 2
    _, events = read(ArticleSummary.model_validate(both, strict=False))
    assert len({event["uid"] for event in events}) == 2
    other = summarised(TEXT + "\nOne more sentence.", DRAFT)
    assert not {e["uid"] for e in read(summarised())[1]} & {e["uid"] for e in read(other)[1]}


def test_there_is_no_clock_equal_summaries_give_equal_bytes():
    assert to_ics([summarised()]) == to_ics([summarised()])
    _, events = read(summarised())
    assert events[0]["dtstamp"].dt == datetime.datetime(2026, 2, 12, 9, 30, tzinfo=datetime.UTC)
    bare = summarised().model_dump(mode="json")
    bare["provenance"]["started"] = None
    _, events = read(ArticleSummary.model_validate(bare, strict=False))
    assert events[0]["dtstamp"].dt == datetime.datetime(2026, 2, 12, tzinfo=datetime.UTC)


def test_lines_are_folded_and_end_as_the_standard_says():
    raw = to_ics([summarised()])
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_forged_summary_adds_no_property_and_no_event():
    _, events = read(forged(None))
    assert len(events) == 4
    assert {str(key) for event in events for key in event} == {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "DESCRIPTION", "LOCATION",
    }  # fmt: skip
    assert "<img src=x onerror=window.ran=1>" in events[0]["summary"]
    assert not set("\x1b\u202e\x00") & set(to_ics([forged(None)]).decode())


@given(st.text(min_size=1))
@settings(max_examples=100, deadline=None)
def test_any_text_comes_back_on_its_line(text):
    attack = f"{text}\r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:evil;,\\"
    _, events = read(changed(SAMPLE, topic=attack, place=attack, when=attack))
    assert len(events) == 1
    assert "BEGIN:VEVENT" in events[0]["location"]


SAMPLE = summarised()


def test_a_date_at_the_end_of_time_is_no_crash():
    last = {"start": "9999-12-31", "end": "9999-12-31", "precision": "day"}
    _, (event,) = read(changed(summarised(), date=last))
    assert event["dtstart"].dt == datetime.date(9999, 12, 31)
