"""The HTML report: one page that loads nothing, each article with gold beside predicted and the reason why.

Article text and model answers are hostile: every string is escaped where it enters, there is no script,
and no template engine ever sees them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from summarizer.core.article import normalise_line
from summarizer.core.sentences import split_sentences
from summarizer.evaluation.matching import SAME_NAME, Pair
from summarizer.evaluation.scoring import ITEMS

if TYPE_CHECKING:
    from summarizer.evaluation.replay import Case
    from summarizer.evaluation.report import Report
    from summarizer.evaluation.results import ProfileResult
    from summarizer.evaluation.suite import Evaluated

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--ok:#2e8b57;--no:#c0392b;--dim:#8889}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1.2rem;width:100%}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid var(--line)}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
summary{cursor:pointer;padding:.3rem 0} details details{margin-left:1rem}
tr.yes td:first-child{border-left:4px solid var(--ok)} tr.no td:first-child{border-left:4px solid var(--no)}
.why{color:var(--dim);font-size:.85em} .cite{color:var(--ok);font-size:.85em} ol.text{font-size:.9em}
.fail{color:var(--no)} .fine{color:var(--ok)} h2{margin-top:2.5rem} @media print{details{break-inside:avoid}}
"""


def to_html(report: Report) -> str:
    """The whole page."""
    body = [f"<h1>Evaluation: {_text(report.results.dataset)}</h1>"]
    for one in report.found:
        body.append(_profile(report, one))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>Evaluation</title><style>{_STYLE}</style></head><body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    )


def _profile(report: Report, one: Evaluated) -> str:
    from summarizer.evaluation.report import rows, weakest

    name, result = one.standing.profile.name, one.result
    verdict = report.verdicts[name]
    said = [
        f'<li class="{"fail" if finding.outcome in ("regression", "changed") else "fine"}">'
        f"{_text(finding.metric.replace('_', ' '))} {_text(finding.text)}</li>"
        for finding in verdict.findings
    ] or ['<li class="fine">equal to the baseline</li>']
    titles = ("metric", "F1", "95 %", "precision", "recall", "items", "baseline")
    cases = {case.example.id: case for case in one.standing.cases}
    return "\n".join(
        [
            f"<h2>{_text(name)}</h2>",
            f"<p>{_text(result.model)}, {_text(result.style)}, prompt {_text(result.prompt)}<br>"
            f'<span class="why">{_text(result.made_by)}</span></p>',
            f"<ul>{''.join(said)}</ul>",
            _table(titles, rows(result, report.baseline, name)),
            "<p>Articles, weakest first:</p>",
            *(_article(cases[n], one, result) for n in weakest(result)),
        ]
    )


def _article(case: Case, one: Evaluated, result: ProfileResult) -> str:
    example, score = case.example, one.scores[case.example.id]
    counts = result.articles[example.id].counts
    figures = " · ".join(f"{name.replace('_', ' ')} {counts[name].f1:.2f}" for name in ITEMS)
    gold = example.gold.model_dump()
    parts = [
        f"<details><summary><b>{_text(example.id)}</b> {_text(example.article.title or '')}"
        f' <span class="why">{figures} · {_text(result.articles[example.id].status)}</span></summary>'
    ]
    for field in ITEMS:
        predicted = getattr(case.summary, field) if case.summary else []
        if score.pairs[field]:
            parts.append(
                f"<h4>{field.replace('_', ' ')}</h4>" + _pairs(score.pairs[field], gold[field], predicted)
            )
    sentences = split_sentences(example.article.text, example.article.language)
    lines = "".join(f"<li>{_text(one.line)}</li>" for one in sentences)
    parts.append(f'<details><summary>text</summary><ol class="text">{lines}</ol></details></details>')
    return "\n".join(parts)


def _pairs(pairs: Sequence[Pair], gold: Sequence[Mapping[str, Any]], predicted: Sequence[Any]) -> str:
    lines = []
    for pair in pairs:
        wanted = _gold(gold[pair.gold]) if pair.gold is not None else ""
        got = _predicted(predicted[pair.predicted]) if pair.predicted is not None else ""
        sign = "yes" if pair.counted else "no"
        why = _why(pair, predicted)
        lines.append(f'<tr class="{sign}"><td>{wanted}</td><td>{got}</td><td class="why">{why}</td></tr>')
    head = "<tr><th>gold</th><th>predicted</th><th>why</th></tr>"
    return f"<table>{head}{''.join(lines)}</table>"


def _why(pair: Pair, predicted: Sequence[Any]) -> str:
    if pair.likeness is not None:
        return f"matched, {pair.likeness.value:.2f}: {_parts(pair.likeness.parts)}"
    if pair.gold is None:
        return "not in the gold"
    if pair.closest is None:
        return "missed: nothing comes close"
    at, likeness = pair.closest
    failed = "another holder" if _wrong_holder(likeness.parts) else f"only {likeness.value:.2f}"
    return f"missed, {failed}: {_parts(likeness.parts)}<br>closest: {_predicted(predicted[at])}"


def _wrong_holder(parts: Iterable[tuple[str, float]]) -> bool:
    return dict(parts).get("holder", 1.0) < SAME_NAME


def _parts(parts: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {value:.2f}" for name, value in parts)


def _gold(item: Mapping[str, Any]) -> str:
    return _words(item, item["evidence"], item.get("participants", []))


def _predicted(item: Any) -> str:
    names = [one.name for one in getattr(item, "participants", [])]
    return _words(dict(item), [one.sentence for one in item.evidence], names)


def _words(item: Mapping[str, Any], evidence: Sequence[int], names: Sequence[str]) -> str:
    told = [item.get(name) for name in ("name", "role", "holder", "statement", "question", "when", "place")]
    told += [", ".join(names), item.get("mode"), item.get("status")]
    numbers = ", ".join(map(str, evidence))
    return " · ".join(_text(one) for one in told if one) + f' <span class="cite">[{numbers}]</span>'


def _table(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th class="{"n" if n else ""}">{title}</th>' for n, title in enumerate(titles))
    body = "".join(
        "<tr>"
        + "".join(f'<td class="{"n" if n else ""}">{_text(c)}</td>' for n, c in enumerate(line))
        + "</tr>"
        for line in lines
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _text(value: Any) -> str:
    return escape(normalise_line(str(value)))
