"""What is wrong with a framework: each rule with its message, line and column."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import InvalidFile, load_framework
from yotrate.framework.rules import full_scale

Problems = Callable[..., list[str]]
Write = Callable[[str, str], Path]
Edits = Sequence[tuple[str, str]]

RATINGS = SMALL_FRAMEWORK[SMALL_FRAMEWORK.index("ratings:") : SMALL_FRAMEWORK.index("percentages:")]
DOMAINS = SMALL_FRAMEWORK[SMALL_FRAMEWORK.index("domains:") :]
QUESTIONS = SMALL_FRAMEWORK[SMALL_FRAMEWORK.index("        key_questions:") :]
DISCRETION = "{within_points: 5, within_cases: 1, sample_up_to: 5}"
MIDDLE = "{name: Middle, points: 1, from_percent: 50, from_score: 2}"
LEADERSHIP = '{id: "1.1", title: Leadership}'


def edited(text: str, edits: Edits) -> str:
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_the_small_framework_is_sound(write: Write) -> None:
    framework = load_framework(write("framework.yaml", SMALL_FRAMEWORK))
    assert full_scale(framework) == (4, (0, 2, 4))


MISTAKES: dict[str, tuple[Edits, list[str]]] = {
    # Ratings and thresholds
    "rating twice": (
        [("name: Middle", "name: Low")],
        ["5:12 repeated-rating"],
    ),
    "rating twice, in another case": (
        [("name: Low", "name: Straße"), ("name: High", "name: STRASSE")],
        ["6:12 repeated-rating"],
    ),
    "percentages start above 0": (
        [("from_percent: 0,", "from_percent: 10,")],
        ["4:42 unsorted-thresholds"],
    ),
    "scores start above 0": (
        [("from_score: 0}", "from_score: 1}")],
        ["4:57 unsorted-thresholds"],
    ),
    "percentages stand still": (
        [("from_percent: 65", "from_percent: 50")],
        ["6:43 unsorted-thresholds"],
    ),
    "percentages fall": (
        [("from_percent: 50", "from_percent: 70")],
        ["6:43 unsorted-thresholds"],
    ),
    "scores stand still": (
        [("from_score: 4", "from_score: 2")],
        ["6:59 unsorted-thresholds"],
    ),
    "more ratings than can be told apart": (
        [(MIDDLE, "\n  - ".join([MIDDLE] * 9))],
        ["4:3 unexpected-value"],
    ),
    "neither true nor false": (
        [("title: Leadership}", "title: Leadership, optional: perhaps}")],
        ["15:50 unexpected-value"],
    ),
    "more percentages than a standard has key questions": (
        [("domains:", f"vectors: [{{standard: [7{', 7' * 100}], rating: Low}}]\ndomains:")],
        ["10:22 unexpected-value"],
    ),
    "points stand still": (
        [("points: 1", "points: 0")],
        ["5:28 unsorted-thresholds"],
    ),
    "points fall": (
        [("points: 0", "points: 5"), ("points: 1", "points: 6")],
        ["6:26 unsorted-thresholds"],
    ),
    "top rating out of reach": (
        [("from_score: 4", "from_score: 5")],
        ["6:59 unreachable-rating"],
    ),
    "one rating's mistake hides no other's": (
        [("from_percent: 50", "from_percent: half"), ("name: High", "name: low")],
        ["5:45 unexpected-value", "6:12 repeated-rating"],
    ),
    "rating without a threshold": (
        [("from_percent: 50, ", "")],
        ["5:5 missing-key"],
    ),
    "rating as text": ([(MIDDLE, "Middle")], ["5:5 unexpected-value"]),
    "rating as a list": ([(MIDDLE, "[Middle]")], ["5:5 unexpected-value"]),
    "ratings by name": (
        [(RATINGS, "ratings: {Low: 0, High: 1}\n")],
        ["3:10 unexpected-value"],
    ),
    "no ratings": ([(RATINGS, "")], ["1:1 missing-key"]),
    "word for percentages": (
        [("percentages: rounded", "percentages: whole")],
        ["7:14 unexpected-value"],
    ),
    "misspelt word for percentages": (
        [("percentages: rounded", "percentages: exakt")],
        ["7:14 unexpected-value"],
    ),
    "rules as a list": (
        [(DISCRETION, "[]")],
        ["8:13 unexpected-value"],
    ),
    "empty rules": (
        [(DISCRETION, "{}")],
        ["8:13 missing-key", "8:13 missing-key", "8:13 missing-key"],
    ),
    "confidence above 100": (
        [("confidence: 80", "confidence: 101")],
        ["9:24 unexpected-value"],
    ),
    # Domains, standards and key questions
    "standard twice": (
        [('- {id: "1.1", title: Leadership}', f"- {LEADERSHIP}\n      - {LEADERSHIP}")],
        ["16:14 repeated-id"],
    ),
    "key question twice": (
        [('id: "2.1.2"', 'id: "2.1.1"')],
        ["24:18 repeated-id"],
    ),
    "key question named as its standard": (
        [('id: "2.1.2"', 'id: "2.1"')],
        ["24:18 repeated-id"],
    ),
    "standard outside its domain": (
        [('id: "1.1"', 'id: "2.2"')],
        ["15:14 misplaced-id"],
    ),
    "key question outside its standard": (
        [('id: "2.1.2"', 'id: "2.2.2"')],
        ["24:18 misplaced-id"],
    ),
    "key question that only begins like its standard": (
        [('id: "2.1.2"', 'id: "2.12"')],
        ["24:18 misplaced-id"],
    ),
    "key questions out of order": (
        [('id: "2.1.1"', 'id: "2.1.9"')],
        ["24:18 misplaced-id"],
    ),
    "domains out of order": (
        [('id: "1"', 'id: "3"'), ('id: "1.1"', 'id: "3.1"')],
        ["16:9 misplaced-id"],
    ),
    "framework id with a space": (
        [("framework: small", "framework: sm all")],
        ["1:12 unexpected-value"],
    ),
    "framework id as a list": (
        [("framework: small", "framework: [small]")],
        ["1:12 unexpected-value"],
    ),
    "long framework id": (
        [("framework: small", f"framework: {'s' * 41}")],
        ["1:12 unexpected-value"],
    ),
    "domain without an id": ([('id: "2"\n    title', "title")], ["16:5 missing-key"]),
    "domain without a basis": ([("    basis: cases\n", "")], ["16:5 missing-key"]),
    "domain without standards": (
        [(f"    standards:\n      - {LEADERSHIP}\n", "")],
        ["11:5 missing-key"],
    ),
    "domains by id": (
        [(DOMAINS, 'domains: {"1": Judged}\n')],
        ["10:10 unexpected-value"],
    ),
    "no domains": ([(DOMAINS, "")], ["1:1 missing-key"]),
    "no key questions, though rated from cases": (
        [(QUESTIONS, "")],
        ["20:9 misplaced-key-questions"],
    ),
    "empty key questions": (
        [(QUESTIONS, "        key_questions: []\n")],
        ["22:24 misplaced-key-questions"],
    ),
    "no key questions under a basis of its own": (
        [(LEADERSHIP, '{id: "1.1", title: Leadership, basis: cases}')],
        ["15:9 misplaced-key-questions"],
    ),
    "case-based key question of a judged standard": (
        [
            (
                LEADERSHIP,
                '{id: "1.1", title: A, key_questions: [{id: "1.1.1", title: B, basis: cases}]}',
            )
        ],
        ["15:78 misplaced-key-questions"],
    ),
    # Keys
    "no title": ([("title: A small framework\n", "")], ["1:1 missing-key"]),
    "unknown key": (
        [("margin: 5}", "margin: 5, colour: red}")],
        ["9:39 unknown-key"],
    ),
    "title in capitals": (
        [("title: A small", "Title: A small")],
        ["2:1 unknown-key"],
    ),
    "framework misspelt": (
        [("framework:", "framwork:")],
        ["1:1 unknown-key"],
    ),
    "ratings misspelt, and a mistake inside": (
        [
            ("ratings:", "rating:"),
            ("from_percent: 50", "from_percent: half"),
            ("name: High", "name: low"),
        ],
        ["3:1 unknown-key", "5:45 unexpected-value", "6:12 repeated-rating"],
    ),
    "two misspelt in one rating": (
        [("from_percent: 50, from_score", "from-percent: 50, from-score")],
        ["5:31 unknown-key", "5:49 unknown-key"],
    ),
    "misspelt at every level": (
        [
            ("domains:", "domain:"),
            ("    standards:\n      - id", "    standrads:\n      - id"),
            ("key_questions:", "questions:"),
            ("title: Safety", "titel: Safety"),
            ('id: "2.1.2"', 'id: "2.2.2"'),
        ],
        [
            "10:1 unknown-key",
            "19:5 unknown-key",
            "22:9 unknown-key",
            "24:18 misplaced-id",
            "24:27 unknown-key",
        ],
    ),
    "mistakes everywhere, all reported": (
        [
            ("name: Middle", "name: low"),
            ("from_score: 4", "from_score: 1"),
            ("percentages: rounded", "percentages: round"),
            ("margin: 5", "margin: 5.5"),
            (LEADERSHIP, '{id: "2.2", title: Leadership}'),
        ],
        [
            "5:12 repeated-rating",
            "6:59 unsorted-thresholds",
            "7:14 unexpected-value",
            "9:36 unexpected-value",
            "15:14 misplaced-id",
        ],
    ),
    # The wrong file
    "empty mapping": (
        [(SMALL_FRAMEWORK, "{}\n")],
        ["1:1 missing-key", "1:1 missing-key", "1:1 missing-key", "1:1 missing-key"],
    ),
    "text": ([(SMALL_FRAMEWORK, "hello\n")], ["1:1 unexpected-value"]),
    "list": ([(SMALL_FRAMEWORK, "[hello]\n")], ["1:1 unexpected-value"]),
}


@pytest.mark.parametrize(("edits", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_answered_with_its_place(
    edits: Edits, expected: list[str], write: Write, found: Problems
) -> None:
    path = write("framework.yaml", edited(SMALL_FRAMEWORK, edits))
    assert found(load_framework, path) == expected


# Each wording once, in the words of one of the mistakes.
WORDINGS: dict[str, list[str]] = {
    "rating twice": [
        "the rating 'Low' stands twice: on line 4 and on line 5",
    ],
    "percentages start above 0": [
        "from_percent of the lowest rating must be 0, found 10",
    ],
    "scores start above 0": [
        "from_score of the lowest rating must be 0, found 1",
    ],
    "percentages stand still": [
        "from_percent must rise: 50 comes after 50",
    ],
    "scores stand still": [
        "from_score must rise: 2 comes after 2",
    ],
    "more ratings than can be told apart": [
        "'ratings' holds at most 10 items",
    ],
    "neither true nor false": [
        "expected true or false, found 'perhaps'",
    ],
    "more percentages than a standard has key questions": [
        "expected at most 100 percentages, found 101",
    ],
    "points stand still": [
        "points must rise: 0 comes after 0",
    ],
    "top rating out of reach": [
        "'High' starts at 5 points, and 4 is the most that the standards can give",
    ],
    "one rating's mistake hides no other's": [
        "expected a whole number from 0 to 100, found 'half'",
    ],
    "word for percentages": [
        "expected rounded or exact, found 'whole'",
    ],
    "misspelt word for percentages": [
        "expected rounded or exact, found 'exakt': did you mean 'exact'?",
    ],
    "confidence above 100": [
        "expected a whole number from 1 to 99, found '101'",
    ],
    "standard twice": [
        "the id '1.1' stands twice: on line 15 and on line 16",
    ],
    "standard outside its domain": [
        "'2.2' stands inside '1': expected 1.1 or so",
    ],
    "key questions out of order": [
        "'2.1.2' comes after '2.1.9': put ids in order",
    ],
    "framework id with a space": [
        "expected an id of letters, digits, dots and hyphens, found 'sm all'",
    ],
    "long framework id": [
        "expected at most 40 characters, found 'sssssssssssssssssssssssssssssssssssss...'",
    ],
    "no key questions, though rated from cases": [
        "standard '2.1' is rated from cases, so it needs key_questions",
    ],
    "empty key questions": [
        "standard '2.1' has no key questions",
    ],
    "case-based key question of a judged standard": [
        "standard '1.1' is judged as a whole: its key questions cannot be case-based",
    ],
    "unknown key": [
        "unknown key 'colour': expected confidence or margin",
    ],
    "title in capitals": [
        "unknown key 'Title': did you mean 'title'?",
    ],
    "framework misspelt": [
        "unknown key 'framwork': did you mean 'framework'?",
    ],
    "ratings misspelt, and a mistake inside": [
        "unknown key 'rating': did you mean 'ratings'?",
    ],
    "two misspelt in one rating": [
        "unknown key 'from-percent': did you mean 'from_percent'?",
        "unknown key 'from-score': did you mean 'from_score'?",
    ],
    "misspelt at every level": [
        "unknown key 'domain': did you mean 'domains'?",
        "unknown key 'standrads': did you mean 'standards'?",
        "unknown key 'questions': did you mean 'key_questions'?",
    ],
    "mistakes everywhere, all reported": [
        "expected rounded or exact, found 'round': did you mean 'rounded'?",
    ],
}


@pytest.mark.parametrize(("name", "expected"), WORDINGS.items(), ids=WORDINGS)
def test_each_wording(name: str, expected: list[str], write: Write, messages: Problems) -> None:
    edits, _ = MISTAKES[name]
    path = write("framework.yaml", edited(SMALL_FRAMEWORK, edits))
    assert set(expected) <= set(messages(load_framework, path))


NO_NUMBERS: dict[str, tuple[str, str]] = {
    "fraction": ("50.0", "'50.0'"),
    "comma": ("'50,0'", "'50,0'"),
    "underscore": ("5_0", "'5_0'"),
    "spaces": ('" 50 "', "' 50 ': did you mean '50'?"),
    "line end": (r'"50\n"', r"'50\n': did you mean '50'?"),
    "minus": ("-5", "'-5'"),
    "plus": ("+50", "'+50'"),
    "hexadecimal": ("0x32", "'0x32'"),
    "exponent": ("5e1", "'5e1'"),
    "per cent sign": ("50%", "'50%': did you mean '50'?"),
    "10,000 digits": ("5" * 10_000, f"'{'5' * 37}...'"),
    "Arabic digits": ("\u0665\u0660", "'\u0665\u0660'"),
    "full-width digits": ("\uff15\uff10", "'\uff15\uff10'"),
    "superscript": ("²", "'²'"),
    "word": ("fifty", "'fifty'"),
    "true": ("true", "'true'"),
    "quoted nothing": ('""', "''"),
    "control character": (r'"\e[2J"', r"'\x1b[2J'"),
    "list": ("[50]", "a list"),
    "mapping": ("{a: 50}", "a mapping"),
}


@pytest.mark.parametrize(("text", "found"), NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_a_number_is_ascii_digits_alone(
    text: str, found: str, write: Write, problems: Problems
) -> None:
    edits = [("from_percent: 50", f"from_percent: {text}")]
    path = write("framework.yaml", edited(SMALL_FRAMEWORK, edits))
    assert problems(load_framework, path) == [
        f"5:45: expected a whole number from 0 to 100, found {found}"
    ]


@pytest.mark.parametrize("number", ["101", "999999999", "1000000000"])
def test_a_percentage_is_100_at_most(number: str, write: Write, problems: Problems) -> None:
    path = write(
        "framework.yaml",
        edited(SMALL_FRAMEWORK, [("from_percent: 65", f"from_percent: {number}")]),
    )
    expected = f"6:43: expected a whole number from 0 to 100, found '{number}'"
    assert problems(load_framework, path) == [expected]


@pytest.mark.parametrize(
    "edits",
    [
        [("from_percent: 50", 'from_percent: "50"')],
        [("from_percent: 50", "from_percent: 050")],
        [("from_percent: 65", "from_percent: 100")],
        [('id: "2.1.1"', 'id: "2.1.9"'), ('id: "2.1.2"', 'id: "2.1.10"')],
        [("title: Safety", "title: Safety, basis: judgement")],
        [("title: Safety", 'title: "~"')],
    ],
    ids=["quoted", "leading zero", "100 per cent", "9 before 10", "basis of its own", "tilde"],
)
def test_what_is_unusual_but_sound_is_read(edits: Edits, write: Write) -> None:
    framework = load_framework(write("framework.yaml", edited(SMALL_FRAMEWORK, edits)))
    assert framework.percent_thresholds[1] == 50


@pytest.mark.parametrize(
    ("reference", "suggestion"),
    [
        ("hmip-youth-2108", ": did you mean 'hmip-youth-2018'?"),
        ("HMIP-Youth-2018", ": did you mean 'hmip-youth-2018'?"),
    ],
)
def test_a_misspelt_framework_is_answered_with_the_one_that_was_meant(
    reference: str, suggestion: str
) -> None:
    with pytest.raises(InvalidFile) as caught:
        load_framework(reference)
    assert str(caught.value) == (f"{reference}:1:1: unknown framework '{reference}'{suggestion}")


def test_a_framework_unlike_any_other_is_answered_with_those_there_are() -> None:
    with pytest.raises(InvalidFile, match=r"'zzz': expected (.+, )*hmip-youth-2018.*, or a path$"):
        load_framework("zzz")


def test_a_service_is_no_framework(write: Write, problems: Problems) -> None:
    (found,) = problems(load_framework, write("service.yaml", SMALL_SERVICE))
    assert found.endswith(": this is a service, not a framework")


@pytest.mark.parametrize(
    ("standards", "questions", "expected"),
    [
        (499, 1, []),
        (500, 1, ["501 standards: 500 are the most that are read"]),
        (5, 1000, []),
        (5, 1001, ["5,005 key questions: 5,000 are the most that are read"]),
    ],
)
def test_a_framework_is_no_larger_than_what_can_be_looked_through(
    standards: int, questions: int, expected: list[str], write: Write
) -> None:
    asked = ", ".join(f"{{id: 2.{{}}.{at}, title: T}}" for at in range(1, questions + 1))
    own = "\n".join(
        f"      - {{id: 2.{at}, title: S, key_questions: [{asked.replace('{}', str(at))}]}}"
        for at in range(1, standards + 1)
    )
    start = SMALL_FRAMEWORK.index('  - id: "2"')
    text = (
        SMALL_FRAMEWORK[:start]
        + f"  - id: 2\n    title: C\n    basis: cases\n    standards:\n{own}\n"
    )
    path = write("framework.yaml", text.replace("from_score: 4", f"from_score: {standards}"))
    told = []
    try:
        load_framework(path)
    except InvalidFile as error:
        told = [each.message.removeprefix("this has ") for each in error.problems]
    assert told == expected


ONE_CAUSE = {
    "an id out of order": (
        [('id: "2.1.1"', 'id: "2.1.9"'), ('"2.1.2", title: Safety}',
          '"2.1.2", title: Safety}\n          - {id: "2.1.3", title: x}')],
        ["24:18: '2.1.2' comes after '2.1.9': put ids in order"],
    ),
    "ratings the best first": (
        [("  - {name: Low, points: 0, from_percent: 0, from_score: 0}\n", ""),
         ("from_percent: 65, from_score: 4}\n", "from_percent: 65, from_score: 4}\n"
          "  - {name: Low, points: 0, from_percent: 0, from_score: 0}\n")],
        ["6:5: put the ratings in order, the worst first: this gives fewer points than one before"],
    ),
    "an id that none below it goes with": (
        [('id: "2.1"\n', 'id: "2.10"\n')],
        ["23:18: '2.1.1' stands inside '2.10': expected 2.10.1 or so"],
    ),
    "a dash that is missing": (
        [('          - {id: "2.1.2"', '      - id: "2.2"\n        title: a\n'
          '        key_questions:\n          - {id: "2.2.1"')],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "expected"), ONE_CAUSE.values(), ids=ONE_CAUSE)
def test_one_cause_is_one_problem(
    edits: Edits, expected: list[str], write: Write, problems: Problems
) -> None:
    path = write("framework.yaml", edited(SMALL_FRAMEWORK, edits))
    if expected:
        assert problems(load_framework, path) == expected
        return
    load_framework(path)
    text = path.read_text().replace('      - id: "2.2"', '        id: "2.2"')
    path.write_text(text)
    (found,) = problems(load_framework, path)
    assert found == (
        "24:9: 'id' stands twice: on line 20 and on line 24, where a dash seems to be missing"
    )
