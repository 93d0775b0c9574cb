"""A small framework and a service that is rated by it."""

SMALL_FRAMEWORK = """\
framework: small
title: A small framework
ratings:
  - {name: Low, points: 0, from_percent: 0, from_score: 0}
  - {name: Middle, points: 1, from_percent: 50, from_score: 2}
  - {name: High, points: 2, from_percent: 65, from_score: 4}
percentages: rounded
discretion: {within_points: 5, within_cases: 1, sample_up_to: 5}
sampling: {confidence: 80, margin: 5}
domains:
  - id: "1"
    title: Judged
    basis: judgement
    standards:
      - {id: "1.1", title: Leadership}
  - id: "2"
    title: From cases
    basis: cases
    standards:
      - id: "2.1"
        title: Assessment
        key_questions:
          - {id: "2.1.1", title: Desistance}
          - {id: "2.1.2", title: Safety}
"""

SMALL_SERVICE = """\
service: A small service
framework: small.yaml
judgements:
  "1.1": Middle
cases:
  "2":
    A: {2.1.1: yes, 2.1.2: yes}
    B: {2.1.1: yes, 2.1.2: no}
    C: {2.1.1: yes, 2.1.2: n/a}
    D: {2.1.1: no, 2.1.2: yes}
"""
