"""A framework of five ratings that differs from the usual one wherever it can, and a service."""

FIVE = """\
framework: five
title: Five ratings
ratings:
  - {name: Failing, points: 0, from_percent: 0, from_score: 0}
  - {name: Weak, points: 10, from_percent: 40, from_score: 20}
  - {name: Fair, points: 20, from_percent: 55, from_score: 60}
  - {name: Strong, points: 35, from_percent: 70, from_score: 100}
  - {name: Excellent, points: 50, from_percent: 90, from_score: 130}
percentages: exact
discretion: {within_points: 1, within_cases: 0, sample_up_to: 0}
domains:
  - id: "A"
    title: Cases
    basis: cases
    standards:
      - id: "A.1"
        title: Plain
        key_questions:
          - {id: "A.1.1", title: One}
          - {id: "A.1.2", title: Two}
      - id: "A.2"
        title: Mixed
        key_questions:
          - {id: "A.2.1", title: One}
          - {id: "A.2.2", title: Two, basis: judgement}
  - id: "B"
    title: Judged
    basis: judgement
    standards:
      - {id: "B.1", title: Not counted, counts_towards_overall: false}
  - id: "C"
    title: Left out or not
    basis: cases
    optional: true
    standards:
      - id: "C.1"
        title: Optional
        key_questions: [{id: "C.1.1", title: One}]
"""


def five(*, with_c: bool = True, discretion: str = "", b: str = "  B.1: Excellent\n") -> str:
    """A service of eleven cases in domain A and ten in domain C."""
    a = "".join(
        f"    A{at}: {{A.1.1: {'yes' if at < 6 else 'no'}, A.1.2: {'yes' if at else 'no'}, "
        f"A.2.1: {'yes' if at else 'no'}}}\n"
        for at in range(11)
    )
    c = "".join(f"    C{at}: {{C.1.1: {'yes' if at < 7 else 'no'}}}\n" for at in range(10))
    judged = f"judgements:\n  A.2.2: Fair\n{b}"
    cases = f"cases:\n  A:\n{a}" + (f"  C:\n{c}" if with_c else "")
    return f"service: Five\nframework: five.yaml\n{judged}{cases}{discretion}"
