"""What each rule of problems means, with an example that keeps it and one that breaks it."""

from collections.abc import Iterator
from typing import NamedTuple

from yotrate import __version__
from yotrate.report.view import Block, Line, Space, View, quiet, strong, words
from yotrate.rules_of_problems import Rule


class Example(NamedTuple):
    """Lines of a file, or what was done, that keep a rule, and others that break it."""

    passes: str
    fails: str


EXAMPLES: dict[Rule, Example] = {
    # Files as such
    Rule.UNREADABLE_FILE: Example(
        "a file that is there, and may be read", "a name that no file has, or a device"
    ),
    Rule.EMPTY_FOLDER: Example("a folder with service.yaml in it", "a folder without a YAML file"),
    Rule.TOO_LARGE: Example("a YAML file of up to 1 MiB", "a YAML file of more than 1 MiB"),
    Rule.TOO_MANY_PROBLEMS: Example("a few slips", "a file with 10,000 problems or more"),
    Rule.WRONG_ENCODING: Example("a file saved as UTF-8", "a file saved as UTF-16"),
    Rule.WRONG_KIND: Example(
        "yotrate score of a service file", "yotrate score of a framework's file"
    ),
    # YAML
    Rule.CONTROL_CHARACTER: Example("service: A small service", "service: A small\x07service"),
    Rule.INVALID_YAML: Example('judgements:\n  "1.1": Middle', 'judgements:\n  "1.1: Middle'),
    Rule.NOT_ONE_DOCUMENT: Example("service: A small service", "service: One\n---\nservice: Two"),
    Rule.NOT_PLAIN: Example("A: {2.1.1: yes, 2.1.2: yes}", "A: &same {2.1.1: yes, 2.1.2: yes}"),
    Rule.REPEATED_KEY: Example(
        "A: {2.1.1: yes, 2.1.2: yes}", "A: {2.1.1: yes, 2.1.1: no, 2.1.2: yes}"
    ),
    Rule.UNUSABLE_KEY: Example("A: {2.1.1: yes, 2.1.2: yes}", '" ": {2.1.1: yes, 2.1.2: yes}'),
    # Shape
    Rule.MISSING_KEY: Example("service: A small service", "service:"),
    Rule.UNEXPECTED_VALUE: Example("service: A small service", "service: [A, B]"),
    Rule.UNKNOWN_KEY: Example('judgements:\n  "1.1": Middle', 'judgments:\n  "1.1": Middle'),
    # Frameworks
    Rule.DOUBTFUL_FRAMEWORK: Example(
        "- {score: 1, rating: Low}\n  - {score: 2, rating: Middle}", "- {score: 2, rating: Middle}"
    ),
    Rule.MISPLACED_ID: Example('- {id: "2.1.2", title: Safety}', '- {id: "3.1.2", title: Safety}'),
    Rule.MISPLACED_KEY_QUESTIONS: Example(
        '- {id: "1.1", title: Leadership}', '- {id: "1.1", title: Leadership, basis: cases}'
    ),
    Rule.MISPLACED_SAMPLE: Example(
        '- {id: "1.1", title: Leadership}', '- {id: "1.1", title: Leadership, sample: own}'
    ),
    Rule.REPEATED_ID: Example('- {id: "2.1.2", title: Safety}', '- {id: "2.1.1", title: Safety}'),
    Rule.REPEATED_RATING: Example(
        "{name: Middle, points: 1, from_percent: 50, from_score: 2}",
        "{name: Low, points: 1, from_percent: 50, from_score: 2}",
    ),
    Rule.TWO_SCALES: Example(
        "{name: Middle, points: 1, from_percent: 50, from_score: 2}",
        "{name: Middle, points: 1, from_percent: 50, from_score: 2, above_average: 0.5}",
    ),
    Rule.UNSORTED_DATES: Example("from: 2018\nuntil: 2021", "from: 2021\nuntil: 2018"),
    Rule.UNKNOWN_FRAMEWORK: Example("framework: hmip-youth-2018", "framework: hmip-youth-2108"),
    Rule.UNREACHABLE_RATING: Example(
        "{name: High, points: 2, from_percent: 65, from_score: 4}",
        "{name: High, points: 2, from_percent: 65, from_score: 5}",
    ),
    Rule.UNSORTED_THRESHOLDS: Example(
        "{name: High, points: 2, from_percent: 65, from_score: 4}",
        "{name: High, points: 2, from_percent: 45, from_score: 4}",
    ),
    Rule.VECTOR_FAILS: Example("- {score: 2, rating: Middle}", "- {score: 2, rating: High}"),
    # Services
    Rule.NO_ANSWER: Example(
        "yotrate target of a service with cases", "yotrate target of one with percentages alone"
    ),
    Rule.CASES_AND_RESULTS: Example(
        "published: {overall: Middle}",
        'published: {overall: Middle}\nresults: {"2": {2.1.1: 3/4, 2.1.2: 2/3}}',
    ),
    Rule.DIFFERS_FROM_PUBLISHED: Example(
        "published: {overall: Middle}", "published: {overall: High}"
    ),
    Rule.DISCRETION_NOT_OPEN: Example(
        '- {standard: "2.1", rating: Middle, reason: close to the edge}',
        '- {standard: "2.1", rating: Low, reason: close to the edge}',
    ),
    Rule.DRAWN_OTHERWISE: Example(
        "the list that the sample was drawn from", "that list, with a case more"
    ),
    Rule.MISSING_ANSWER: Example("C: {2.1.1: yes, 2.1.2: n/a}", "C: {2.1.1: yes}"),
    Rule.MISSING_CASES: Example("cases:\n  2: court.csv", "cases: {}"),
    Rule.MISSING_JUDGEMENT: Example('judgements:\n  "1.1": Middle', "judgements: {}"),
    Rule.MISSING_RESULT: Example(
        'results: {"2": {2.1.1: 3/4, 2.1.2: 2/3}}', 'results: {"2": {2.1.1: 3/4}}'
    ),
    Rule.NEVER_APPLIED: Example(
        'results: {"2": {2.1.1: 3/4, 2.1.2: 2/3}}', 'results: {"2": {2.1.1: n/a, 2.1.2: n/a}}'
    ),
    Rule.NO_OVERALL_RATING: Example(
        "published: {standards: {...}} of a framework without an overall rating",
        "published: {overall: Good} of such a framework",
    ),
    Rule.NOT_AN_ANSWER: Example("C: {2.1.1: yes, 2.1.2: n/a}", "C: {2.1.1: yes, 2.1.2: perhaps}"),
    Rule.NOT_JUDGED: Example(
        'judgements:\n  "1.1": Middle', 'judgements:\n  "1.1": Middle\n  "2.1": High'
    ),
    Rule.NOT_RATED: Example(
        'judgements:\n  "1.1": Middle',
        'not_rated: {"1.1": Nobody was there.}\njudgements:\n  "1.1": Middle',
    ),
    Rule.OUTSIDE_DATES: Example(
        "fieldwork: March 2019, by rules from 2018 until 2021",
        "fieldwork: March 2023, by rules from 2018 until 2021",
    ),
    Rule.PROVISIONAL: Example(
        "a framework without 'provisional'", "a framework that says why it is provisional"
    ),
    Rule.REPEATED_CASE: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes", "case,2.1.1,2.1.2\nC01,yes,no\nC01,yes,yes"
    ),
    Rule.REPEATED_DISCRETION: Example(
        '- {standard: "2.1", rating: Middle, reason: close to the edge}',
        '- {standard: "2.1", rating: Middle, reason: close to the edge}\n'
        '  - {standard: "2.1", rating: Middle, reason: again}',
    ),
    Rule.ROUNDED_RESULTS: Example(
        "2.1.1: 20/31, by a framework that bands exact percentages",
        "2.1.1: 65%, by such a framework",
    ),
    Rule.SIMILAR_REFERENCES: Example(
        "A: {2.1.1: yes, 2.1.2: yes}\n",
        "A: {2.1.1: yes, 2.1.2: yes}\n    A.: {2.1.1: yes, 2.1.2: yes}\n",
    ),
    Rule.TEXT_CUT_SHORT: Example("service: A small service", "service: A small service #4"),
    Rule.TOO_FEW_ELIGIBLE: Example('eligible: {"2": 4}', 'eligible: {"2": 3}'),
    Rule.TELLS_OF_PEOPLE: Example("case,Team\nC01,South", "case,Team,Date of birth\nC01,South,x"),
    Rule.UNKNOWN_CASE: Example(
        'second_readings: {"2": {C: {2.1.1: yes, 2.1.2: no}}}',
        'second_readings: {"2": {Z: {2.1.1: yes, 2.1.2: no}}}',
    ),
    Rule.UNKNOWN_DOMAIN: Example('eligible: {"2": 4}', 'eligible: {"9": 4}'),
    Rule.UNKNOWN_QUESTION: Example(
        "C: {2.1.1: yes, 2.1.2: n/a}", "C: {2.1.1: yes, 2.1.2: n/a, 2.1.3: yes}"
    ),
    Rule.UNKNOWN_RATING: Example('judgements:\n  "1.1": Middle', 'judgements:\n  "1.1": Excellent'),
    Rule.UNKNOWN_STANDARD: Example(
        '- {standard: "2.1", rating: Middle, reason: close to the edge}',
        '- {standard: "2.9", rating: Middle, reason: close to the edge}',
    ),
    # Spreadsheets
    Rule.AMBIGUOUS_COLUMN: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes", "case,2.1.1,2.1.1\nC01,yes,no\nC02,yes,yes"
    ),
    Rule.CELL_OUTSIDE: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes",
        "case,2.1.1,2.1.2\nC01,yes,no,late\nC02,yes,yes",
    ),
    Rule.INVALID_SPREADSHEET: Example("an XLSX workbook", "another file with the ending .xlsx"),
    Rule.LONG_REFERENCE: Example(
        "a reference such as C01", "a reference of more than 100 characters, to be imported"
    ),
    Rule.MISSING_COLUMN: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes", "case,2.1.1\nC01,yes\nC02,yes"
    ),
    Rule.CHANGED_REFERENCE: Example(
        "a reference such as 3/12 in a column of text", "3/12, of which Excel made 3 December"
    ),
    Rule.GUESSES: Example(
        "columns: {2.1.1: B}", "columns: {2.1.1: B}\n    guessed: [columns.2.1.1]"
    ),
    Rule.HIDDEN_CELLS: Example(
        "a sheet without a filter, or 'hidden: leave_out' under 'rows'", "a sheet that is filtered"
    ),
    Rule.MISSING_EXTRA: Example(
        'a workbook, after pip install "yotrate[xlsx]"', "a workbook without it"
    ),
    Rule.MISSING_HEADING: Example(
        "a heading above each column", "a column of notes without a heading, to be imported"
    ),
    Rule.MISSING_REFERENCE: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes", "case,2.1.1,2.1.2\nC01,yes,no\n,yes,yes"
    ),
    Rule.MIXED_DOMAINS: Example(
        "a sheet with the key questions of domain 2", "a sheet with those of domains 2 and 3"
    ),
    Rule.OTHER_LAYOUT: Example(
        "a row for each case, and a column for each key question", "a column for each case"
    ),
    Rule.OUTSIDE_FOLDER: Example("cases:\n  2: court.csv", "cases:\n  2: ../court.csv"),
    Rule.TABLE_ELSEWHERE: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes",
        "Audit 2026,,\ncase,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes",
    ),
    Rule.UNANSWERED_ROW: Example("C01,yes,no\nC02,yes,yes", "C01,yes,no\nC02,yes,yes\nTotal,2,1"),
    Rule.UNKNOWN_HEADING: Example(
        "case,2.1.1,2.1.2\nC01,yes,no\nC02,yes,yes",
        "case,2.1.1,2.1.2,2.1.9\nC01,yes,no,no\nC02,yes,yes,no",
    ),
    Rule.UNKNOWN_SHEET: Example(
        "{file: answers.xlsx, sheet: Court}, with such a sheet",
        "{file: answers.xlsx, sheet: Cuort}",
    ),
}
"""Examples by rule. Their framework and service are the small ones of the guides."""


def rule_view(rule: Rule) -> View:
    """Return what a rule means, and its two examples."""
    example = EXAMPLES[rule]
    data = {
        "rule": str(rule),
        "meaning": rule.meaning,
        "passes": example.passes,
        "fails": example.fails,
    }
    return View(
        blocks=lambda: _blocks(rule, example),
        rows=lambda: [data],
        document=lambda: {"yotrate": __version__, **data},
    )


def _blocks(rule: Rule, example: Example) -> Iterator[Block]:
    yield Line(words(strong(str(rule))), "title")
    yield Line(words(rule.meaning))
    for word, text in (("Passes", example.passes), ("Fails", example.fails)):
        yield Space()
        yield Line(words(quiet(f"{word}:")))
        for line in text.splitlines():
            yield Line(words(line), indent=2)
