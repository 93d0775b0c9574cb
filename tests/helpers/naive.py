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


def rate(framework: Plain, service: Plain) -> dict[str, Any]:
    """Work out everything that a rating is made of; bands are numbers, 0 the worst."""
    moves = {each["standard"]: each["rating"] for each in service.get("discretion", [])}
    found: dict[str, Any] = {"questions": {}, "standards": {}}
    totals: dict[str, int | None] = {"calculated": 0, "rating": 0}
    maximum = 0
    for domain, standard, basis, counts in standards(framework):
        own = standard["id"]
        bands: list[int | None] = []
        for question in standard.get("key_questions", []):
            rated: dict[str, Any] = {"count": None, "percent": None, "band": None}
            if basis == "cases":
                rated = rate_question(framework, service, domain["id"], question, basis)
            found["questions"][question["id"]] = rated
            bands.append(rated["band"])
        if basis == "judgement":
            calculated = band_of_name(framework, service.get("judgements", {}).get(own))
        else:
            known = [band for band in bands if band is not None]
            calculated = sorted(known)[0] if known else None
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
        if counts:
            maximum += points_of(framework, -1)
            for key, band in (("calculated", calculated), ("rating", final)):
                total = totals[key]
                if total is not None:
                    totals[key] = None if band is None else total + points_of(framework, band)
    found["maximum"] = maximum
    for key, total in totals.items():
        band = None if total is None else last_reached(framework, "from_score", total)
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


def open_moves(framework: Plain, found: Plain, standard: str) -> set[int]:
    """Return the ways in which discretion is open on a standard: -1, 1, both or none."""
    own = found["standards"][standard]
    rated = [found["questions"][each] for each in own["questions"]]
    lowest = [each for each in rated if each["band"] == own["calculated"]]
    if own["basis"] != "cases" or own["calculated"] is None:
        return set()
    down = [edge(framework, each, -1) for each in lowest]
    up = [edge(framework, each, 1) for each in lowest]
    ways = set()
    if any(each is not None and each["near"] for each in down):
        ways.add(-1)
    if all(each is not None and each["near"] for each in up):
        ways.add(1)
    return ways


def reachable(framework: Plain, found: Plain) -> dict[int, tuple[int, int, int, set[str]]]:
    """Try all permitted moves: by overall band the lowest and highest score, fewest moves, where.

    The last is the set of standards that are moved in any of the ways with the fewest moves.
    """
    choices: list[list[tuple[int, str | None]]] = []
    for own, each in found["standards"].items():
        if each["counts"]:
            band = each["calculated"]
            ways: list[tuple[int, str | None]] = [(points_of(framework, band), None)]
            steps = open_moves(framework, found, own)
            ways += [(points_of(framework, band + step), own) for step in steps]
            choices.append(ways)
    by_band: dict[int, list[tuple[int, set[str]]]] = {}
    for way in product(*choices):
        score = sum(points for points, _ in way)
        moved = {own for _, own in way if own is not None}
        by_band.setdefault(last_reached(framework, "from_score", score), []).append((score, moved))
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
    counting = {own: each for own, each in found["standards"].items() if each["counts"]}
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
