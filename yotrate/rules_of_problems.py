"""The rules that files can break: a short name of each, which stays, and what breaks it."""

from enum import StrEnum


class Rule(StrEnum):
    """A rule's name, and in `meaning` a line that says when a problem has it."""

    meaning: str

    def __new__(cls, name: str, meaning: str) -> "Rule":
        """Make a member that is its name."""
        rule = str.__new__(cls, name)
        rule._value_ = name
        rule.meaning = meaning
        return rule

    # Files as such
    UNREADABLE_FILE = "unreadable-file", "A file is missing, is no regular file, or cannot be read."
    EMPTY_FOLDER = "empty-folder", "A folder holds no file of the kind that was asked for."
    TOO_LARGE = "too-large", "A file, or a part of one, is larger than what is read."
    TOO_MANY_PROBLEMS = "too-many-problems", "So much is wrong that not all of it was looked into."
    WRONG_ENCODING = "wrong-encoding", "A file is not UTF-8 text."
    WRONG_KIND = "wrong-kind", "A file is something else than what was expected."

    # YAML
    CONTROL_CHARACTER = "control-character", "A character that no YAML file can hold stands in one."
    INVALID_YAML = "invalid-yaml", "A file is not valid YAML."
    NOT_ONE_DOCUMENT = "not-one-document", "A YAML file is empty, or holds a second document."
    NOT_PLAIN = "not-plain", "An alias, an anchor, a tag or a merge key stands in a YAML file."
    TEXT_CUT_SHORT = "text-cut-short", "A comment begins inside a text without quotes."
    REPEATED_KEY = "repeated-key", "A key stands twice in one mapping."
    UNUSABLE_KEY = "unusable-key", "A key is missing, blank, or no text."

    # Shape
    MISSING_KEY = "missing-key", "A key that must be given is missing, or nothing is given for it."
    UNEXPECTED_VALUE = "unexpected-value", "A value is not of the kind that is expected there."
    UNKNOWN_KEY = "unknown-key", "A key means nothing where it stands."

    # Frameworks
    DOUBTFUL_FRAMEWORK = "doubtful-framework", "A framework holds what is hardly meant."
    MISPLACED_ID = "misplaced-id", "An id is out of order, or not of what it stands inside."
    MISPLACED_KEY_QUESTIONS = (
        "misplaced-key-questions",
        "A standard's key questions are missing, or do not go with its basis.",
    )
    MISPLACED_SAMPLE = "misplaced-sample", "A standard that no case rates has a sample of its own."
    REPEATED_ID = "repeated-id", "An id stands twice."
    REPEATED_RATING = "repeated-rating", "A rating stands twice."
    TWO_SCALES = "two-scales", "The overall scale is given in two ways, or what goes with neither."
    UNSORTED_DATES = "unsorted-dates", "A framework ends before it begins."
    UNKNOWN_FRAMEWORK = "unknown-framework", "There is no framework of that id."
    UNREACHABLE_RATING = (
        "unreachable-rating",
        "The best rating asks for more points than there are.",
    )
    UNSORTED_THRESHOLDS = "unsorted-thresholds", "Thresholds do not rise from 0."
    VECTOR_FAILS = "vector-fails", "A framework's vector comes out otherwise than it says."

    # Services
    NO_ANSWER = "no-answer", "A file does not hold what a question needs."
    CASES_AND_RESULTS = "cases-and-results", "A domain has both cases and results."
    DIFFERS_FROM_PUBLISHED = "differs-from-published", "What was published is not what comes out."
    DISCRETION_NOT_OPEN = "discretion-not-open", "Discretion moves a standard that it cannot move."
    DRAWN_OTHERWISE = "drawn-otherwise", "A draw does not come out as its manifest says."
    MISSING_ANSWER = "missing-answer", "A case has no answer to a key question."
    MISSING_CASES = "missing-cases", "A domain has no cases."
    MISSING_JUDGEMENT = "missing-judgement", "A judgement is missing."
    MISSING_RESULT = "missing-result", "A key question has no result."
    NEVER_APPLIED = "never-applied", "None of a standard's key questions applied to any case."
    NO_OVERALL_RATING = "no-overall-rating", "An overall rating is given where there is none."
    NOT_AN_ANSWER = "not-an-answer", "An answer is not yes, no or n/a."
    NOT_JUDGED = "not-judged", "A judgement is given for what is not rated by judgement."
    NOT_RATED = "not-rated", "Something is given for what is said not to be rated."
    OUTSIDE_DATES = "outside-dates", "A service's year lies outside its framework's."
    PROVISIONAL = "provisional", "A framework that is not to be relied on yet is used."
    REPEATED_CASE = "repeated-case", "A case stands twice."
    REPEATED_DISCRETION = "repeated-discretion", "Discretion is used twice on a standard."
    ROUNDED_RESULTS = "rounded-results", "Percentages that should be exact were rounded."
    SIMILAR_REFERENCES = "similar-references", "Case references differ in little that is seen."
    TELLS_OF_PEOPLE = "tells-of-people", "A list seems to hold names or dates of birth."
    TOO_FEW_ELIGIBLE = "too-few-eligible", "Fewer cases were eligible to be drawn than were drawn."
    UNKNOWN_CASE = "unknown-case", "Something is said of a case that was not read."
    UNKNOWN_DOMAIN = "unknown-domain", "A domain is none that is rated from cases."
    UNKNOWN_QUESTION = "unknown-question", "There is no such key question to answer."
    UNKNOWN_RATING = "unknown-rating", "A rating is none of the framework's."
    UNKNOWN_STANDARD = "unknown-standard", "There is no such standard."

    # Spreadsheets
    AMBIGUOUS_COLUMN = "ambiguous-column", "Two columns of a sheet mean the same."
    CELL_OUTSIDE = "cell-outside", "A cell stands outside the columns that have a heading."
    CHANGED_REFERENCE = (
        "changed-reference",
        "A program made a date or a number of a case reference.",
    )
    GUESSES = "guesses", "What import guessed of a table was not looked at yet."
    HIDDEN_CELLS = "hidden-cells", "Rows or columns of a table are hidden or filtered out."
    INVALID_SPREADSHEET = "invalid-spreadsheet", "A spreadsheet is damaged, or is none."
    LONG_REFERENCE = "long-reference", "A case reference is too long."
    MISSING_COLUMN = "missing-column", "A sheet has no column for a key question, or for the cases."
    MISSING_EXTRA = "missing-extra", "An extra part of yotrate has to be installed for this."
    MISSING_HEADING = "missing-heading", "A column has no heading."
    MISSING_REFERENCE = "missing-reference", "A row has answers and no case reference."
    MIXED_DOMAINS = "mixed-domains", "Cases of two domains stand in one."
    OTHER_LAYOUT = "other-layout", "A table stands another way round than it is read."
    OUTSIDE_FOLDER = "outside-folder", "A spreadsheet is not in the service file's folder or below."
    TABLE_ELSEWHERE = "table-elsewhere", "A table was found elsewhere than at the first cell."
    UNANSWERED_ROW = "unanswered-row", "A row has a reference and no answer that is known."
    UNKNOWN_HEADING = "unknown-heading", "A heading is no key question."
    UNKNOWN_SHEET = "unknown-sheet", "There is no sheet of that name."
