"""A second way to the same ratings, for the tests: written from the rules, slow, with fractions.

It takes a framework and a service as plain mappings, every value a text as in their files, and
shares no code with yotrate. Where yotrate works something out, this tries everything.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from math import ceil
from typing import Any

Plain = Mapping[str, Any]


def half_up(percentage: Fraction) -> int:
    """Round to a whole number, a half upwards."""
    whole = percentage.numerator // percentage.denominator
    return whole + 1 if percentage - whole >= Fraction(1, 2) else whole


def last_reached(framework: Plain, key: str, value: Fraction | int) -> int:
    """Return the last band whose threshold a value reaches."""
    reached = [at for at, each in enumerate(framework["ratings"]) if value >= int(each[key])]
    return reached[-1]


def percent_band(framework: Plain, percentage: Fraction) -> int:
    rounded = framework["percentages"] == "rounded"
    return last_reached(framework, "from_percent", half_up(percentage) if rounded else percentage)


def name(framework: Plain, band: int | None) -> str | None:
    return None if band is None else framework["ratings"][band]["name"]


def band_of_name(framework: Plain, wanted: str | None) -> int | None:
    for band, each in enumerate(framework["ratings"]):
        if each["name"] == wanted:
            return band
    return None


def points_of(framework: Plain, band: int) -> int:
    return int(framework["ratings"][band]["points"])


def standards(framework: Plain) -> Iterator[tuple[Plain, Plain, str, bool]]:
    """Go through all standards: the domain, the standard, its basis, and whether it counts."""
    for domain in framework["domains"]:
        for standard in domain["standards"]:
            basis = standard.get("basis", domain["basis"])
            yield domain, standard, basis, standard.get("counts_towards_overall") != "false"


def rate_question(
    framework: Plain, service: Plain, domain: str, question: Plain, basis: str
) -> dict[str, Any]:
    """Rate a key question of a standard that is rated by its key questions."""
    found: dict[str, Any] = {"count": None, "percent": None, "band": None}
    own = question["id"]
    if question.get("basis", basis) == "judgement":
        found["band"] = band_of_name(framework, service.get("judgements", {}).get(own))
        return found
    printed = service.get("results", {}).get(domain, {}).get(own)
    cases = service.get("cases", {}).get(domain, {}).values()
    answers = [case[own] for case in cases if own in case]
    if printed is not None and printed.endswith("%"):
        found["percent"] = int(printed[:-1])
        found["band"] = last_reached(framework, "from_percent", found["percent"])
        return found
    if printed is not None:
        yes, of = (0, 0) if printed == "n/a" else (int(part) for part in printed.split("/"))
        found["count"] = (yes, of - yes, None)
    elif answers:
        found["count"] = tuple(answers.count(each) for each in ("yes", "no", "n/a"))
    else:
        return found
    yes, no, _ = found["count"]
    if yes + no > 0:
        found["percent"] = half_up(Fraction(100 * yes, yes + no))
        found["band"] = percent_band(framework, Fraction(100 * yes, yes + no))
    return found


def rate_standard(
    framework: Plain, service: Plain, domain: Plain, standard: Plain, basis: str
) -> tuple[dict[str, Any], int | None]:
    """Return the key questions of a standard, and its calculated band."""
    questions: dict[str, Any] = {}
    for question in standard.get("key_questions", []):
        rated: dict[str, Any] = {"count": None, "percent": None, "band": None}
        if basis == "cases" and standard["id"] not in service.get("not_rated", {}):
            rated = rate_question(framework, service, domain["id"], question, basis)
        questions[question["id"]] = rated
    if basis == "judgement":
        judged = service.get("judgements", {}).get(standard["id"])
        return questions, band_of_name(framework, judged)
    known = [each["band"] for each in questions.values() if each["band"] is not None]
    return questions, sorted(known)[0] if known else None


def overall_band(framework: Plain, score: int, counting: int) -> int:
    """Return the band of a score: by points, or by the average of the standards that count."""
    if "from_score" in framework["ratings"][0]:
        return last_reached(framework, "from_score", score)
    averages = [Fraction(each["above_average"]) for each in framework["ratings"][1:]]
    return sum(score > average * counting for average in averages)


def takes_part(
    framework: Plain, service: Plain, domain: Plain, standard: Plain, rated: Plain
) -> bool:
    """Return whether a standard that counts is part of the score and of its maximum."""
    nothing = all(each == dict.fromkeys(each) for each in rated["questions"].values())
    left_out = domain.get("optional") == "true" and rated["calculated"] is None and nothing
    not_rated = standard["id"] in service.get("not_rated", {}) or left_out
    return not (not_rated and framework.get("if_not_rated") == "leave_out")


def rate(framework: Plain, service: Plain) -> dict[str, Any]:
    """Work out everything that a rating is made of; bands are numbers, 0 the worst."""
    moves = {each["standard"]: each["rating"] for each in service.get("discretion", [])}
    found: dict[str, Any] = {"questions": {}, "standards": {}}
    totals: dict[str, int | None] = {"calculated": 0, "rating": 0}
    counting = 0
    for domain, standard, basis, counts in standards(framework):
        own = standard["id"]
        questions, calculated = rate_standard(framework, service, domain, standard, basis)
        found["questions"] |= questions
        final = calculated
        if basis == "cases" and own in moves and calculated is not None:
            final = band_of_name(framework, moves[own])
        found["standards"][own] = {
            "calculated": calculated,
            "rating": final,
            "points": points_of(framework, final) if counts and final is not None else None,
            "questions": [each["id"] for each in standard.get("key_questions", [])],
            "basis": basis,
            "counts": counts,
        }
        rated = {"questions": questions, "calculated": calculated}
        if counts and takes_part(framework, service, domain, standard, rated):
            counting += 1
            for key, band in (("calculated", calculated), ("rating", final)):
                total = totals[key]
                if total is not None:
                    totals[key] = None if band is None else total + points_of(framework, band)
        elif counts:
            found["standards"][own]["counts"] = "left out"
    found["maximum"] = counting * points_of(framework, -1)
    found["counting"] = counting
    anything = counting or not any(counts for *_, counts in standards(framework))
    for key, whole in totals.items():
        total = whole if anything else None
        band = None if total is None else overall_band(framework, total, counting)
        found[f"overall_{key}"] = (total, band)
    return found


def edge(framework: Plain, rated: Plain, step: int) -> dict[str, Any] | None:
    """Find the edge above (1) or below (-1) a key question's band, by trying case after case."""
    band, count = rated["band"], rated["count"]
    if count is None or band is None or not 0 <= band + step < len(framework["ratings"]):
        return None
    yes, no, _ = count
    threshold = int(framework["ratings"][max(band, band + step)]["from_percent"])
    exact = Fraction(100 * yes, yes + no)
    changed = yes
    while (percent_band(framework, Fraction(100 * changed, yes + no)) - band) * step <= 0:
        changed += step
    cases = abs(changed - yes)
    rounded = framework["percentages"] == "rounded"
    shown = Fraction(half_up(exact)) if rounded else exact
    tenths = ceil(10 * abs(shown - threshold))
    rule = framework.get("discretion")
    near = rule is not None and (
        tenths <= 10 * int(rule["within_points"])
        or cases <= int(rule["within_cases"])
        or yes + no <= int(rule["sample_up_to"])
    )
    return {"tenths": tenths, "cases": cases, "near": near}


OTHER = {"yes": ("no",), "no": ("yes",), "n/a": ("yes", "no")}


def changed(
    framework: Plain, service: Plain, standard: str, answers: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str], int | None]]:
    """Judge every case differently in every way: the case, its answers, and the standard's band.

    Every set of its answers that are one of `answers` is turned into every other answer.
    """
    ((domain, own, basis),) = [
        (domain, each, basis)
        for domain, each, basis, _ in standards(framework)
        if each["id"] == standard
    ]
    asked = [each["id"] for each in own["key_questions"]]
    cases = service.get("cases", {}).get(domain["id"], {})
    for case, given in cases.items():
        turnable = [each for each in asked if given.get(each) in answers]
        for number in range(1, len(turnable) + 1):
            for turned in combinations(turnable, number):
                for instead in product(*(OTHER[given[each]] for each in turned)):
                    others = {**given, **dict(zip(turned, instead, strict=True))}
                    judged = {**cases, case: others}
                    other = {**service, "cases": {**service["cases"], domain["id"]: judged}}
                    _, band = rate_standard(framework, other, domain, own, basis)
                    yield case, {each: given[each] for each in turned}, band


def deciding(
    framework: Plain, service: Plain, found: Plain, standard: str, answers: tuple[str, ...]
) -> dict[int, dict[str, dict[str, str]]]:
    """Return the deciding cases of each direction, with the answers of their smallest changes."""
    own = found["standards"][standard]
    best: dict[int, dict[str, list[dict[str, str]]]] = {-1: {}, 1: {}}
    for case, turned, band in changed(framework, service, standard, answers):
        if band is None or band == own["calculated"]:
            continue
        ways = best[1 if band > own["calculated"] else -1]
        smallest = len(ways[case][0]) if case in ways else len(turned)
        if len(turned) < smallest:
            ways[case] = [turned]
        elif len(turned) == smallest:
            ways.setdefault(case, []).append(turned)
    return {
        step: {
            case: {
                each: next(way[each] for way in ways if each in way)
                for each in own["questions"]
                if any(each in way for way in ways)
            }
            for case, ways in of_step.items()
        }
        for step, of_step in best.items()
    }


def openings(
    framework: Plain, service: Plain, found: Plain, standard: str
) -> dict[int, dict[str, Any]]:
    """Return by what discretion is open on a standard, downwards (-1) and upwards (1)."""
    own = found["standards"][standard]
    rule = framework.get("discretion")
    if own["basis"] != "cases" or own["calculated"] is None or rule is None:
        return {}
    rated = [found["questions"][each] for each in own["questions"]]
    lowest = [each for each in rated if each["band"] == own["calculated"]]
    by_case = deciding(framework, service, found, standard, ("yes", "no"))
    ways = {}
    for step in (-1, 1):
        if not 0 <= own["calculated"] + step < len(framework["ratings"]):
            continue
        near = []
        for each in lowest:
            conditions = set()
            if each["count"] is not None:
                there = edge(framework, each, step)
                if there and there["tenths"] <= 10 * int(rule["within_points"]):
                    conditions.add("within_points")
                if sum(each["count"][:2]) <= int(rule["sample_up_to"]):
                    conditions.add("sample_up_to")
            near.append(conditions)
        by = set.union(*near) if step < 0 else set.intersection(*near)
        if step > 0 and all(near) and not by:
            by = set.union(*near)
        cases = by_case[step] if rule["within_cases"] == "1" else {}
        by |= {"within_cases"} if cases else set()
        if by:
            ways[step] = {"by": by, "cases": cases}
    return ways


def reachable(
    framework: Plain, service: Plain, found: Plain
) -> dict[int, tuple[int, int, int, set[str]]]:
    """Try all permitted moves: by overall band the lowest and highest score, fewest moves, where.

    The last is the set of standards that are moved in any of the ways with the fewest moves.
    """
    choices: list[list[tuple[int, str | None]]] = []
    for own, each in found["standards"].items():
        if each["counts"] is True:
            band = each["calculated"]
            ways: list[tuple[int, str | None]] = [(points_of(framework, band), None)]
            steps = openings(framework, service, found, own)
            ways += [(points_of(framework, band + step), own) for step in steps]
            choices.append(ways)
    by_band: dict[int, list[tuple[int, set[str]]]] = {}
    for way in product(*choices):
        score = sum(points for points, _ in way)
        moved = {own for _, own in way if own is not None}
        band = overall_band(framework, score, found["counting"])
        by_band.setdefault(band, []).append((score, moved))
    reach = {}
    for band, all_ways in by_band.items():
        fewest = min(len(moved) for _, moved in all_ways)
        where = {own for _, moved in all_ways if len(moved) == fewest for own in moved}
        scores = [score for score, _ in all_ways]
        reach[band] = (min(scores), max(scores), fewest, where)
    return reach


def lifts(framework: Plain, found: Plain, standard: str) -> dict[int, int]:
    """Return, for each band above a standard's calculated one, the fewest answers it takes."""
    own = found["standards"][standard]
    rated = [found["questions"][each] for each in own["questions"]]
    takes: dict[int, int] = {}
    if own["basis"] != "cases" or own["calculated"] is None:
        return takes
    for aim in range(own["calculated"] + 1, len(framework["ratings"])):
        answers, bands = 0, []
        for each in rated:
            if each["count"] is None or each["band"] is None:
                bands += [each["band"]] if each["band"] is not None else []
                continue
            yes, no, _ = each["count"]
            more = 0
            while percent_band(framework, Fraction(100 * (yes + more), yes + no)) < aim:
                more += 1
            answers += more
            bands.append(percent_band(framework, Fraction(100 * (yes + more), yes + no)))
        if min(bands) == aim:
            takes[aim] = answers
    return takes


def fewest_answers(framework: Plain, found: Plain) -> dict[int, tuple[int, int]]:
    """Try all sets of standards and ways to lift them: by score, fewest answers and standards."""
    counting = {own: each for own, each in found["standards"].items() if each["counts"] is True}
    start = sum(each["points"] for each in counting.values())
    takes = {own: lifts(framework, found, own) for own in counting}
    able = [own for own in counting if takes[own]]
    best: dict[int, tuple[int, int]] = {}
    for number in range(len(able) + 1):
        for lifted in combinations(able, number):
            for aims in product(*(takes[own] for own in lifted)):
                score, answers = start, 0
                for own, aim in zip(lifted, aims, strict=True):
                    score += points_of(framework, aim) - counting[own]["points"]
                    answers += takes[own][aim]
                best[score] = min(best.get(score, (answers, number)), (answers, number))
    return best
