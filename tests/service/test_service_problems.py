"""What is wrong with a service: each rule with its message, line and column, all at once."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import InvalidFile, load_framework, load_service, rate
from yotrate.files.documents import read_yaml

Problems = Callable[..., list[str]]
Write = Callable[[str, str], Path]
Edits = Sequence[tuple[str, str]]

CASES = SMALL_SERVICE[SMALL_SERVICE.index('  "2":') :]
ANSWER = "case 'B', question 2.1.2: expected yes, no or n/a, found "


def edited(text: str, edits: Edits) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_small_service_is_sound(write: Write) -> None:
    service = load_service(write("service.yaml", SMALL_SERVICE))
    assert rate(service.framework, service).overall.score == 3


MISTAKES: dict[str, tuple[Edits, list[str]]] = {
    # The framework
    "misspelt framework": (
        [("small.yaml", "hmip-youth-2108")],
        ["2:12 unknown-framework"],
    ),
    "misspelt framework, and an answer that is none": (
        [("small.yaml", "hmip-youth-2108"), ("2.1.2: no", "2.1.2: perhaps")],
        ["2:12 unknown-framework", "8:28 not-an-answer"],
    ),
    "no framework": ([("framework: small.yaml\n", "")], ["1:1 missing-key"]),
    "framework as a list": ([("small.yaml", "[a]")], ["2:12 unexpected-value"]),
    "no service": ([("service: A small service\n", "")], ["1:1 missing-key"]),
    # Keys
    "judgments": (
        [("judgements:", "judgments:")],
        ["3:1 unknown-key"],
    ),
    "judgments, and a mistake inside": (
        [("judgements:", "judgments:"), ("Middle", "Midle")],
        ["3:1 unknown-key", "4:10 unknown-rating"],
    ),
    "judgments, and nothing inside": (
        [('judgements:\n  "1.1": Middle', "judgments: {}")],
        ["3:1 unknown-key", "3:12 missing-judgement"],
    ),
    "judgments beside judgements": (
        [("judgements:", 'judgments:\n  "1.1": Low\njudgements:')],
        ["3:1 unknown-key"],
    ),
    "key in capitals": (
        [("judgements:", "JUDGEMENTS:")],
        ["3:1 unknown-key"],
    ),
    "case for cases, and mistakes inside": (
        [("cases:", "case:"), ("2.1.1: yes", "2.1.1: perhaps"), ("2.1.2: no", "2.1.22: no")],
        ["5:1 unknown-key", "7:16 not-an-answer", "8:21 unknown-question"],
    ),
    "misspelt at two levels": (
        [("cases:", 'publish:\n  percentage: {"2.1.1": 75.0}\ncases:')],
        ["5:1 unknown-key", "6:3 unknown-key", "6:25 unexpected-value"],
    ),
    "unknown key": (
        [("cases:", "published: {colour: red}\ncases:")],
        ["5:13 unknown-key"],
    ),
    # Judgements
    "no judgements": (
        [('judgements:\n  "1.1": Middle\n', "")],
        ["1:1 missing-judgement"],
    ),
    "empty judgements": (
        [('\n  "1.1": Middle', " {}")],
        ["3:13 missing-judgement"],
    ),
    "rating that does not exist": (
        [("Middle", "Excellent")],
        ["4:10 unknown-rating"],
    ),
    "misspelt rating": (
        [("Middle", "Middel")],
        ["4:10 unknown-rating"],
    ),
    "long rating": (
        [("Middle", "x" * 1000)],
        ["4:10 unknown-rating"],
    ),
    "control characters in a rating": (
        [("Middle", r'"a\e[31m\0\n\u202e\u200b"')],
        ["4:10 unknown-rating"],
    ),
    "judgement on what is rated from cases": (
        [('"1.1": Middle', '"1.1": Middle\n  "2.1": Low')],
        ["5:3 not-judged"],
    ),
    "judgement on a key question that cases answer": (
        [('"1.1": Middle', '"1.1": Middle\n  "2.1.1": Low')],
        ["5:3 not-judged"],
    ),
    "wrong judgement, and again": (
        [('"1.1": Middle', '"1.1": Lowly\n  "1.1": Highly'), (", 2.1.2: n/a", "")],
        ["4:10 unknown-rating", "5:3 repeated-key", "10:8 missing-answer"],
    ),
    "judgement twice": (
        [('"1.1": Middle', '"1.1": Middle\n  "1.1": Middle')],
        ["5:3 repeated-key"],
    ),
    # Domains and cases
    "no cases": (
        [(f"cases:\n{CASES}", "")],
        ["1:1 missing-cases"],
    ),
    "empty cases": (
        [(f"\n{CASES}", " {}\n")],
        ["5:8 missing-cases"],
    ),
    "cases as a list": ([(f"\n{CASES}", " [A]\n")], ["5:8 unexpected-value"]),
    "domain without cases": (
        [(CASES, '  "2": {}\n')],
        ["6:8 missing-cases"],
    ),
    "cases of a domain as a list": (
        [(CASES, '  "2": [A]\n')],
        ["6:8 unexpected-value"],
    ),
    "unknown domain": (
        [("cases:\n", 'cases:\n  "9": {A: {"9.1.1": yes}}\n')],
        ["6:3 unknown-domain"],
    ),
    "cases of a judged domain": (
        [("cases:\n", 'cases:\n  "1": {A: {"1.1": yes}}\n')],
        ["6:3 unknown-domain"],
    ),
    "repeated case": (
        [("    D:", "    B:")],
        ["10:5 repeated-key"],
    ),
    "case as an answer": (
        [("{2.1.1: yes, 2.1.2: no}", "yes")],
        ["8:8 unexpected-value"],
    ),
    "case as a list": (
        [("{2.1.1: yes, 2.1.2: no}", "[yes, no]")],
        ["8:8 unexpected-value"],
    ),
    # Questions and answers
    "missing answer": (
        [(", 2.1.2: no", "")],
        ["8:8 missing-answer"],
    ),
    "missing answer in a block": (
        [("B: {2.1.1: yes, 2.1.2: no}", "B:\n      2.1.1: yes")],
        ["9:7 missing-answer"],
    ),
    "case without answers": (
        [("{2.1.1: yes, 2.1.2: no}", "{}")],
        ["8:8 missing-answer", "8:8 missing-answer"],
    ),
    "unknown question": (
        [("2.1.2: no", "2.1.2: no, leadership: no")],
        ["8:32 unknown-question"],
    ),
    "misspelt question": (
        [("2.1.1: yes", "2.1.11: yes")],
        ["7:9 unknown-question"],
    ),
    "two misspelt questions": (
        [("2.1.1: yes, 2.1.2: yes", "2.1.11: yes, 2.1.22: yes")],
        ["7:9 unknown-question", "7:22 unknown-question"],
    ),
    "long question": (
        [("2.1.2: no", f"2.1.2: no, {'9' * 100}: no")],
        ["8:32 unknown-question"],
    ),
    "long case reference": (
        [("    B:", f"    {'B' * 100}:"), ("2.1.2: no", "2.1.2: perhaps")],
        ["8:127 not-an-answer"],
    ),
    "control characters in a case reference": (
        [("    B:", r'    "B\e\n":'), (", 2.1.2: no", "")],
        ["8:14 missing-answer"],
    ),
    "answer in a block": (
        [("B: {2.1.1: yes, 2.1.2: no}", "B:\n      2.1.1: yes\n      2.1.2: perhaps")],
        ["10:14 not-an-answer"],
    ),
}

NO_ANSWERS: dict[str, tuple[str, str]] = {
    "other word": ("perhaps", "'perhaps'"),
    "number": ("1", "'1'"),
    "transposed": ("yse", "'yse'"),
    "doubled": ("noo", "'noo'"),
    "a dot": ("No.", "'No.': did you mean 'no'?"),
    "quotes": ("'\"yes\"'", "'\"yes\"': did you mean 'yes'?"),
    "dots": ("n.a.", "'n.a.': did you mean 'n/a'?"),
    "backslash": (r"N\A", r"'N\A': did you mean 'n/a'?"),
    "an error": ("'#N/A'", "'#N/A'"),
    "no record": ("NR", "'NR'"),
    "none": ("None", "'None'"),
    "not": ("Not", "'Not'"),
    "a doubt": ("yes?", "'yes?'"),
    "a dash": ('"-"', "'-'"),
    "both": ("Y/N", "'Y/N'"),
    "quoted nothing": ('""', "''"),
    "quoted null": ('"null"', "'null'"),
    "quoted tilde": ("'~'", "'~'"),
    "long": ("no" * 500, f"'{'no' * 18}n...'"),
    "control characters": (r'"a\e[2J\0"', r"'a\x1b[2J\x00'"),
    "list": ("[no]", "a list"),
    "mapping": ("{a: no}", "a mapping"),
}
MISTAKES |= {
    f"answer: {name}": ([("2.1.2: no", f"2.1.2: {text}")], ["8:28 not-an-answer"])
    for name, (text, _) in NO_ANSWERS.items()
}

MOVE = 'discretion:\n  - {standard: "2.1", rating: Middle, reason: Close.}\n'
AT_MOVE: dict[str, tuple[Edits, list[str]]] = {
    "unknown standard": (
        [('standard: "2.1"', 'standard: "nine"')],
        ["12:16 unknown-standard"],
    ),
    "misspelt standard": (
        [('standard: "2.1"', 'standard: "2.11"')],
        ["12:16 unknown-standard"],
    ),
    "judged standard": (
        [('standard: "2.1"', 'standard: "1.1"')],
        ["12:16 discretion-not-open"],
    ),
    "no standard": ([('standard: "2.1", ', "")], ["12:5 missing-key"]),
    "no rating": ([("rating: Middle, ", "")], ["12:5 missing-key"]),
    "no reason": ([(", reason: Close.", "")], ["12:5 missing-key"]),
    "empty reason": ([("Close.", '""')], ["12:47 unexpected-value"]),
    "blank reason": ([("Close.", '"  "')], ["12:47 unexpected-value"]),
    "reason as a list": ([("Close.", "[a]")], ["12:47 unexpected-value"]),
    "misspelt key": (
        [("reason:", "reasons:")],
        ["12:39 unknown-key"],
    ),
    "unknown rating": (
        [("rating: Middle", "rating: Superb")],
        ["12:31 unknown-rating"],
    ),
    "misspelt rating": (
        [("rating: Middle", "rating: Midle")],
        ["12:31 unknown-rating"],
    ),
    "rating calculated anyway": (
        [("rating: Middle", "rating: HIGH")],
        ["12:31 discretion-not-open"],
    ),
    "two bands": (
        [("rating: Middle", "rating: low")],
        ["12:31 discretion-not-open"],
    ),
    "twice on one standard": (
        [("Close.}", 'Close.}\n  - {standard: "2.1", rating: Middle, reason: Again.}')],
        ["13:16 repeated-discretion"],
    ),
    "mistakes of every kind": (
        [
            ("Close.}", 'Close.}\n  - {standard: "1.1", rating: Best, reason: ""}\n  - High'),
            ("rating: Middle", "rating: Low"),
        ],
        [
            "12:31 discretion-not-open",
            "13:16 discretion-not-open",
            "13:31 unknown-rating",
            "13:45 unexpected-value",
            "14:5 unexpected-value",
        ],
    ),
    "by standard": (
        [(MOVE[11:], ' {"2.1": Middle}\n')],
        ["11:13 unexpected-value"],
    ),
    "misspelt section, and a mistake inside": (
        [("discretion:", "discrtion:"), ("rating: Middle", "rating: High")],
        ["11:1 unknown-key", "12:31 discretion-not-open"],
    ),
    # What a mistake elsewhere makes uncertain is not held against discretion.
    "anyway, unless an answer is none": (
        [("rating: Middle", "rating: High"), ("2.1.2: no", "2.1.2: perhaps")],
        ["8:28 not-an-answer"],
    ),
    "anyway, unless an answer is missing": (
        [("rating: Middle", "rating: High"), (", 2.1.2: no", "")],
        ["8:8 missing-answer"],
    ),
    "anyway, whatever the judgement": (
        [("rating: Middle", "rating: High"), ('"1.1": Middle', '"1.1": Best')],
        ["4:10 unknown-rating", "12:31 discretion-not-open"],
    ),
}
MISTAKES |= {
    f"discretion: {name}": ([(CASES, CASES + MOVE), *edits], expected)
    for name, (edits, expected) in AT_MOVE.items()
}

PUBLISHED = """\
published:
  overall: High
  score: 3
  standards: {"2.1": High}
  percentages: {"2.1.1": 75}
"""
AT_PUBLISHED: dict[str, tuple[Edits, list[str]]] = {
    "unknown rating": (
        [("overall: High", "overall: Best")],
        ["12:12 unknown-rating"],
    ),
    "misspelt rating of a standard": (
        [('"2.1": High', '"2.1": Hihg')],
        ["14:22 unknown-rating"],
    ),
    "misspelt standard": (
        [('{"2.1": High', '{"2.11": High')],
        ["14:15 unknown-standard"],
    ),
    "misspelt question": (
        [('"2.1.1": 75', '"2.1.11": 75')],
        ["15:17 unknown-question"],
    ),
    "above 100": (
        [(": 75}", ": 101}")],
        ["15:26 unexpected-value"],
    ),
    "as text": (
        [(PUBLISHED, "published: yes\n")],
        ["11:12 unexpected-value"],
    ),
}
MISTAKES |= {
    f"published: {name}": ([(CASES, CASES + PUBLISHED), *edits], expected)
    for name, (edits, expected) in AT_PUBLISHED.items()
}


@pytest.mark.parametrize(("edits", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_answered_with_its_place(
    edits: Edits, expected: list[str], write: Write, found: Problems
) -> None:
    path = write("service.yaml", edited(SMALL_SERVICE, edits))
    assert found(load_service, path) == expected


@pytest.mark.parametrize(("text", "shown"), NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_what_is_no_answer_is_shown_harmlessly(
    text: str, shown: str, write: Write, messages: Problems
) -> None:
    path = write("service.yaml", edited(SMALL_SERVICE, [("2.1.2: no", f"2.1.2: {text}")]))
    assert messages(load_service, path) == [f"{ANSWER}{shown}"]


# Each wording once, in the words of one of the mistakes.
WORDINGS: dict[str, list[str]] = {
    "misspelt framework": [
        "unknown framework 'hmip-youth-2108': did you mean 'hmip-youth-2018'?",
    ],
    "misspelt framework, and an answer that is none": [
        "case 'B', question 2.1.2: expected yes, no or n/a, found 'perhaps'",
    ],
    "no framework": [
        "'framework' is missing",
    ],
    "framework as a list": [
        "expected text, found a list",
    ],
    "judgments": [
        "unknown key 'judgments': did you mean 'judgements'?",
    ],
    "judgments, and a mistake inside": [
        "1.1: unknown rating 'Midle': did you mean 'Middle'?",
    ],
    "judgments, and nothing inside": [
        "no judgement for 1.1 (Leadership)",
    ],
    "case for cases, and mistakes inside": [
        "unknown key 'case': did you mean 'cases'?",
        "case 'B': '2.1.22' is no key question of domain 2: did you mean '2.1.2'?",
    ],
    "misspelt at two levels": [
        "unknown key 'publish': did you mean 'published'?",
        "unknown key 'percentage': did you mean 'percentages'?",
        "2.1.1: expected a whole number from 0 to 100, found '75.0'",
    ],
    "unknown key": [
        "unknown key 'colour': expected overall, score, standards or percentages",
    ],
    "rating that does not exist": [
        "1.1: unknown rating 'Excellent': expected Low, Middle or High",
    ],
    "judgement on what is rated from cases": [
        "2.1 is rated from cases, so it takes no judgement",
    ],
    "wrong judgement, and again": [
        "1.1: unknown rating 'Lowly': did you mean 'Low'?",
        "'1.1' stands twice: on line 4 and on line 5",
        "case 'C': no answer to 2.1.2 (Safety)",
    ],
    "no cases": [
        "no cases for domain 2 (From cases); if it was not rated, say why under 'not_rated'",
    ],
    "cases as a list": [
        "expected a mapping, found a list",
    ],
    "domain without cases": [
        "domain 2 needs at least one case",
    ],
    "cases of a domain as a list": [
        "domain 2: expected a mapping, found a list",
    ],
    "unknown domain": [
        "'9' is no domain that is rated from cases",
    ],
    "case as an answer": [
        "case 'B': expected a mapping, found 'yes'"
        ": its keys have a colon and a space behind them, and then a value",
    ],
    "case as a list": [
        "case 'B': expected a mapping, found a list",
    ],
    "case without answers": [
        "case 'B': no answer to 2.1.1 (Desistance)",
    ],
    "unknown question": [
        "case 'B': 'leadership' is no key question of domain 2",
    ],
    "misspelt question": [
        "case 'A': '2.1.11' is no key question of domain 2: did you mean '2.1.1'?",
    ],
    "discretion: unknown standard": [
        "unknown standard 'nine'",
    ],
    "discretion: misspelt standard": [
        "unknown standard '2.11': did you mean '2.1'?",
    ],
    "discretion: judged standard": [
        "standard 1.1 is rated by judgement: discretion is not for it",
    ],
    "discretion: empty reason": [
        "'reason' is blank: expected text",
    ],
    "discretion: misspelt key": [
        "unknown key 'reasons': did you mean 'reason'?",
    ],
    "discretion: unknown rating": [
        "unknown rating 'Superb': expected Low, Middle or High",
    ],
    "discretion: misspelt rating": [
        "unknown rating 'Midle': did you mean 'Middle'?",
    ],
    "discretion: rating calculated anyway": [
        "standard 2.1 is High by its key questions anyway",
    ],
    "discretion: two bands": [
        "standard 2.1 is High by its key questions: discretion moves it by one band, "
        "and Low is 2 away",
    ],
    "discretion: twice on one standard": [
        "discretion is used twice on standard 2.1: on line 12 and on line 13",
    ],
    "discretion: mistakes of every kind": [
        "expected a mapping, found 'High'"
        ": its keys have a colon and a space behind them, and then a value",
    ],
    "discretion: by standard": [
        "expected a list, found a mapping",
    ],
    "discretion: misspelt section, and a mistake inside": [
        "unknown key 'discrtion': did you mean 'discretion'?",
    ],
    "published: misspelt rating of a standard": [
        "2.1: unknown rating 'Hihg': did you mean 'High'?",
    ],
    "published: misspelt standard": [
        "'2.11' is no standard: did you mean '2.1'?",
    ],
    "published: misspelt question": [
        "'2.1.11' is no key question that cases answer: did you mean '2.1.1'?",
    ],
}


@pytest.mark.parametrize(("name", "expected"), WORDINGS.items(), ids=WORDINGS)
def test_each_wording(name: str, expected: list[str], write: Write, messages: Problems) -> None:
    edits, _ = MISTAKES[name]
    path = write("service.yaml", edited(SMALL_SERVICE, edits))
    assert set(expected) <= set(messages(load_service, path))


def test_five_mistakes_in_one_file_are_five_problems(write: Write, problems: Problems) -> None:
    edits = [
        ("judgements:", "judgments:"),
        ('"1.1": Middle', '"1.1": Midle'),
        ("A: {2.1.1: yes", "A: {2.1.1: yse"),
        (", 2.1.2: no", ""),
        ("2.1.2: n/a", "2.1.22: n/a"),
    ]
    assert problems(load_service, write("service.yaml", edited(SMALL_SERVICE, edits))) == [
        "3:1: unknown key 'judgments': did you mean 'judgements'?",
        "4:10: 1.1: unknown rating 'Midle': did you mean 'Middle'?",
        "7:16: case 'A', question 2.1.1: expected yes, no or n/a, found 'yse'",
        "8:8: case 'B': no answer to 2.1.2 (Safety)",
        "9:21: case 'C': '2.1.22' is no key question of domain 2: did you mean '2.1.2'?",
    ]


def test_forty_missing_answers_are_forty_problems(write: Write, problems: Problems) -> None:
    cases = "".join(f"    C{number}: {{2.1.1: yes}}\n" for number in range(40))
    path = write("service.yaml", edited(SMALL_SERVICE, [(CASES, f'  "2":\n{cases}')]))
    assert problems(load_service, path) == [
        f"{7 + number}:{9 + (number > 9)}: case 'C{number}': no answer to 2.1.2 (Safety)"
        for number in range(40)
    ]


def test_the_framework_s_mistakes_come_with_the_service_s(write: Write) -> None:
    framework = write("other.yaml", edited(SMALL_FRAMEWORK, [("margin: 5", "margin: 5.5")]))
    edits = [("small.yaml", "other.yaml"), ("2.1.2: no", "2.1.2: perhaps")]
    service = write("service.yaml", edited(SMALL_SERVICE, edits))
    with pytest.raises(InvalidFile) as caught:
        load_service(service)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{framework}:9:36: expected a whole number from 1 to 99, found '5.5'",
        f"{service}:8:28: {ANSWER}'perhaps'",
    ]


def test_a_framework_is_no_service(write: Write, problems: Problems) -> None:
    (found,) = problems(load_service, write("framework.yaml", SMALL_FRAMEWORK))
    assert found.startswith("1:1: this is a framework, not a service")


ANSWERS = {
    "yes": ["yes", "Yes", "YES", "y", "Y", "true", "True", '"yes"', "'Y'"],
    "no": ["no", "No", "NO", "n", "N", "false", "FALSE", '"no"'],
    "n/a": ["n/a", "N/A", "N/a", "na", "NA", '"n/a"'],
}


@pytest.mark.parametrize(
    ("text", "answer"), [(text, answer) for answer, texts in ANSWERS.items() for text in texts]
)
def test_every_documented_spelling_of_an_answer_is_read(
    text: str, answer: str, write: Write
) -> None:
    edits = [(CASES, f'  "2": {{A: {{2.1.1: {text}, 2.1.2: yes}}}}\n')]
    service = load_service(write("service.yaml", edited(SMALL_SERVICE, edits)))
    (_, standard) = rate(service.framework, service).standards
    assert standard.questions[0].percent == {"yes": 100, "no": 0, "n/a": None}[answer]


@pytest.mark.parametrize("name", ["Middle", "middle", "MIDDLE", "mIdDlE", '" Middle "'])
def test_the_case_of_a_rating_does_not_matter(name: str, write: Write) -> None:
    edits = [
        ('"1.1": Middle', f'"1.1": {name}'),
        (CASES, CASES + MOVE),
        (": Middle,", f": {name},"),
    ]
    service = load_service(write("service.yaml", edited(SMALL_SERVICE, edits)))
    ratings = [each.rating for each in rate(service.framework, service).standards]
    assert [rating and rating.name for rating in ratings] == ["Middle", "Middle"]


JUNK: dict[str, Any] = {
    "text": "junk",
    "empty text": "",
    "null": None,
    "long text": "long " * 500,
    "control characters": "\x1b[31m\0\r\n\u202e\ud7ff",
    "number": "7" * 5000,
    "list": ["junk"],
    "mapping": {"junk": "junk"},
    "nested": [[{"junk": [{}]}]],
}
WORDS = re.compile(
    r"pydantic|\b(dict|str|int|list_type|tuple|NoneType|None|object at)\b|https?://|Error"
)


def paths(data: Any) -> Iterator[tuple[str | int, ...]]:
    """Give the path of every value in plain data."""
    if isinstance(data, dict | list):
        for step, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield (step,)
            yield from ((step, *path) for path in paths(value))


def with_junk(data: Any, path: Sequence[Any], junk: Any) -> Any:
    if not path:
        return junk
    changed = dict(enumerate(data)) if isinstance(data, list) else dict(data)
    changed[path[0]] = with_junk(changed[path[0]], path[1:], junk)
    return list(changed.values()) if isinstance(data, list) else changed


@pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK)
@pytest.mark.parametrize(
    ("load", "text"),
    [(load_service, SMALL_SERVICE + MOVE + PUBLISHED), (load_framework, SMALL_FRAMEWORK)],
    ids=["service", "framework"],
)
def test_whatever_stands_anywhere_is_answered_in_words(
    load: Callable[[Path], object], text: str, junk: Any, write: Write
) -> None:
    sound = read_yaml(write("sound.yaml", text)).data
    refused = 0
    for path in paths(sound):
        spoilt = write("spoilt.yaml", json.dumps(with_junk(sound, path, junk)))
        try:
            load(spoilt)
        except InvalidFile as error:
            refused += 1
            for problem in error.problems:
                assert problem.message.isprintable()
                assert len(problem.message) < 200
                assert not WORDS.search(problem.message), problem.message
    assert refused > 10
