"""The report to hand over: what the page tells, that it is well formed, and what it must not do."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest

from helpers.five import FIVE, five
from helpers.paths import ROOT, WESTERN_BAY
from helpers.program import Run, run_program
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from helpers.western_bay import COUNTS, PERCENTAGES, RATINGS
from yotrate import load_framework

PUBLISHED = ROOT / "examples" / "western_bay_published.yaml"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
AXE_CORE = os.environ.get("AXE_CORE", "")
Write = Callable[[str, str], Path]


def parsed(page: str) -> ET.Element:
    """Parse a page strictly, and check what every page must keep to."""
    root: ET.Element
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    for each in root.iter():
        each.tag = str(each.tag).removeprefix("{http://www.w3.org/2000/svg}")
    assert root.get("lang") == "en-GB"
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    for table in root.iter("table"):
        caption = table.find("caption")
        assert caption is not None
        assert words(caption)
    for cell in root.iter("th"):
        assert cell.get("scope") in {"col", "row", "rowgroup"}
        assert words(cell)
    levels = [int(each.tag[1]) for each in root.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for section in root.iter("section"):
        assert section.get("aria-labelledby") in ids
    assert_stands_alone(root, page)
    return root


def assert_stands_alone(root: ET.Element, page: str) -> None:
    ids = {each.get("id") for each in root.iter()}
    unwanted = {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "audio",
        "video",
    }
    assert not unwanted & {each.tag for each in root.iter()}
    for each in root.iter():
        for name, value in each.attrib.items():
            assert not name.startswith("on")
            assert name not in {"src", "srcset", "style", "action", "data", "xlink:href"}
            if name == "href":
                assert value.removeprefix("#") in ids
    style = "".join(each.text or "" for each in root.iter("style"))
    assert "url(" not in style
    assert "@import" not in style
    assert page.endswith("</html>\n")


def words(element: ET.Element) -> str:
    """Return the text of an element as it is read out: with hidden text, and no drawings."""

    def texts(each: ET.Element) -> Iterator[str]:
        if each.get("aria-hidden") != "true":
            yield each.text or ""
            for child in each:
                yield from texts(child)
                yield child.tail or ""

    return " ".join("".join(texts(element)).split())


def rows(table: ET.Element) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in table.iter("tr")]


def section(root: ET.Element, name: str) -> ET.Element:
    (found,) = (each for each in root.iter() if each.get("id") == name)
    return found


def tables(root: ET.Element, name: str) -> list[list[list[str]]]:
    return [rows(table) for table in section(root, name).iter("table")]


def report(file: str | Path, *arguments: str) -> str:
    done = run_program("report", file, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def western_bay() -> ET.Element:
    return parsed(report(WESTERN_BAY))


def test_the_overall_rating_stands_first_with_its_score(western_bay: ET.Element) -> None:
    text = words(section(western_bay, "overall"))
    assert text.startswith("Overall rating Inadequate 6 of 36 points")
    assert "Standard 3.3 was moved by professional discretion." in text
    assert (
        "Without it the overall rating would have been Requires improvement, with 7 of 36" in text
    )
    assert text.endswith("This agrees with the published report.")
    assert words(next(western_bay.iter("h1"))).startswith("Western Bay")
    assert "Fieldwork December 2018" in words(next(western_bay.iter("header")))
    assert "Case-level answers reconstructed" in words(next(western_bay.iter("header")))


def test_the_summary_has_every_standard_and_its_rating(western_bay: ET.Element) -> None:
    (summary,) = tables(western_bay, "summary")
    found = {row[0].split()[0]: row for row in summary[1:] if len(row) == 3}
    assert found.keys() == RATINGS.keys()
    for standard, rating in RATINGS.items():
        assert found[standard][2].startswith(rating)
    assert found["3.3"][2].endswith("moved by professional discretion from Requires improvement")
    assert found["1.1"][1] == "judgement"
    assert found["2.1"][1] == "31 cases"
    groups = [row[0] for row in summary if len(row) == 1]
    assert groups[2] == "Domain 3: Out-of-court disposals"


def test_each_key_question_has_its_count_percentage_and_rating(western_bay: ET.Element) -> None:
    found = {
        row[0].split()[0]: row
        for domain in ("domain-2", "domain-3")
        for row in tables(western_bay, domain)[0]
        if re.match(r"\d\.\d\.\d", row[0])
    }
    assert found.keys() == PERCENTAGES.keys()
    for question, percent in PERCENTAGES.items():
        assert found[question][1] == COUNTS[question].replace("/", " of ")
        assert found[question][2].split(",")[0] == f"{percent}%"
    assert found["3.2.2"][4] == "Requires improvement"
    assert found["3.2.2"][2] == "64%, near the band above"
    assert found["3.1.2"][2] == "65%, near the band below"
    assert found["2.1.2"][0] == "2.1.2 Safety of the child, lowest of its standard"


def test_the_charts_are_true_to_scale_and_told_in_words(western_bay: ET.Element) -> None:
    bars = []
    for row in (
        *section(western_bay, "domain-2").iter("tr"),
        *section(western_bay, "domain-3").iter("tr"),
    ):
        for drawing in row.iter("svg"):
            if drawing.get("role") == "img":
                (bar,) = (each for each in drawing.iter("rect") if "bar" in str(each.get("class")))
                lines = [each.get("x1") for each in drawing.iter("line")]
                assert lines == ["50.00%", "65.00%", "80.00%"]
                question = words(row[0]).split()[0]
                bars.append((question, bar.get("width"), drawing.get("aria-label")))
    assert [(name, width) for name, width, _ in bars] == [
        (name, f"{percent}.00%") for name, percent in PERCENTAGES.items()
    ]
    assert {name: label for name, _, label in bars}["2.1.1"] == "65%, in the band 65 to 79"
    labels = [each.text for each in section(western_bay, "domain-2").iter("text")]
    assert labels == ["50", "65", "80"]
    (score,) = (
        each for each in section(western_bay, "overall").iter("svg") if each.get("role") == "img"
    )
    assert score.get("aria-label") == (
        "6 on a scale of 0 to 36 points. The overall ratings begin at 0, 7, 19, 31."
    )


def test_what_is_near_a_grade_boundary_has_its_distances(western_bay: ET.Element) -> None:
    (near,) = tables(western_bay, "near")
    found = {row[0].split()[0]: row[1:] for row in near[1:]}
    assert len(found) == 11
    assert found["2.3.1"] == ["55%", "5", "2", "Inadequate below 50%; near by distance"]
    assert found["3.2.2"] == ["64%", "1", "1", "Good from 65%; near by distance and cases"]
    text = words(section(western_bay, "near"))
    assert "within 5 percentage points of it, or if one answer judged differently" in text
    assert "or if it rests on 5 cases or fewer" in text
    assert "Rounding decides the band of 2.1.1: 20 of 31 is a little under 65%" in text


def test_discretion_has_its_reason_and_what_it_can_reach(western_bay: ET.Element) -> None:
    moved, openings, reach = tables(western_bay, "discretion")
    reason = "Cases were close to the grade boundary."
    row = ["3.3 Implementation and delivery", "Requires improvement", "Inadequate", reason]
    assert moved[1:] == [row]
    assert [row[0].split()[0] for row in openings[1:]] == ["3.1", "3.2", "3.3", "3.4"]
    assert openings[2][1:3] == ["Requires improvement", "Good"]
    assert openings[2][3] == (
        "3.2.2 is near it by distance and cases (1 percentage point, 1 case). "
        "3.2.2 answered no, any one of which could raise it: O08, O10, O12, O13, O19"
    )
    assert reach[1:] == [
        ["Inadequate", "4 to 6", "with 1 move on 3.1, 3.3 or 3.4"],
        ["Requires improvement", "7 to 8", "as calculated, and others with moves"],
    ]


def test_the_points_add_up_to_the_score(western_bay: ET.Element) -> None:
    points, bands = tables(western_bay, "score")
    *standards, total = points[1:]
    assert [row[0].split()[0] for row in standards] == list(RATINGS)
    assert sum(int(row[2]) for row in standards) == int(total[2]) == 6
    assert sum(int(row[3]) for row in standards) == int(total[3]) == 7
    assert bands[1:] == [
        ["Inadequate", "0 to 6", "6"],
        ["Requires improvement", "7 to 18", "7 as calculated"],
        ["Good", "19 to 30", ""],
        ["Outstanding", "31 to 36", ""],
    ]


def test_the_published_report_is_compared(western_bay: ET.Element, tmp_path: Path) -> None:
    assert words(section(western_bay, "published")).endswith(
        "the overall rating, the overall score, 12 ratings of standards and 23 percentages. "
        "All agree with this calculation."
    )
    text = WESTERN_BAY.read_text().replace("  score: 6\n", "  score: 9\n")
    (tmp_path / "service.yaml").write_text(text)
    root = parsed(report(tmp_path / "service.yaml"))
    assert tables(root, "published")[0][1:] == [["score", "9", "6"]]
    assert "differs from the published report in 1 figure" in words(section(root, "overall"))


def test_the_method_and_its_source_are_the_frameworks_own(western_bay: ET.Element) -> None:
    framework = load_framework("hmip-youth-2018")
    assert framework.source is not None
    assert " ".join(framework.source.split()) in words(section(western_bay, "source"))
    (ratings,) = tables(western_bay, "method")
    assert ratings[2] == ["Requires improvement", "50 to 64", "1", "7 to 18"]
    text = words(section(western_bay, "method"))
    assert "rounded to a whole per cent, a half upwards" in text
    assert "the points of the 12 standards that were rated and count add up to" in text
    assert "the overall score, of 36" in text
    assert "80% confidence" in text


def test_percentages_alone_are_told_without_cases() -> None:
    root = parsed(report(PUBLISHED))
    found = {row[0].split()[0]: row for row in tables(root, "domain-3")[0]}
    assert found["3.3.2"][1:3] == ["not known", "50%, near the band below"]
    assert "the answers case by case are not known" in words(section(root, "domain-3"))
    near = {row[0].split()[0]: row[1:] for row in tables(root, "near")[0]}
    assert near["3.2.2"] == ["64%", "1", "not known", "Good from 65%; near by distance"]
    assert "answered" not in words(section(root, "discretion"))
    assert words(section(root, "overall")).startswith("Overall rating Inadequate 6 of 36 points")


@pytest.fixture
def five_ratings(tmp_path: Path) -> Callable[[str], ET.Element]:
    (tmp_path / "five.yaml").write_text(FIVE)

    def page(text: str) -> ET.Element:
        (tmp_path / "service.yaml").write_text(text)
        return parsed(report(tmp_path / "service.yaml"))

    return page


def test_five_ratings_mixed_bases_and_exact_percentages(
    five_ratings: Callable[[str], ET.Element],
) -> None:
    root = five_ratings(five())
    assert words(section(root, "overall")).startswith("Overall rating Fair 65 of 150 points")
    found = {row[0].split()[0].strip(","): row for row in tables(root, "domain-1")[0]}
    assert found["A.1.1"][1:3] == ["6 of 11", "55%, near the band above"]
    assert found["A.1.1"][4] == "Weak"
    assert found["A.2.2"] == ["A.2.2 Two, lowest of its standard", "judged", "Fair"]
    bar = next(
        each for each in section(root, "domain-1").iter("rect") if "bar" in str(each.get("class"))
    )
    assert bar.get("width") == "54.54%"
    assert "Percentages are banded as they are, so it is Weak." in words(section(root, "near"))
    points = {row[0].split()[0]: row for row in tables(root, "score")[0]}
    assert points["B.1"] == ["B.1 Not counted", "Excellent", "does not count"]
    summary = {row[0].split()[0]: row for row in tables(root, "summary")[0]}
    assert summary["A.2"][1] == "11 cases and judgement"
    assert summary["B.1"][0] == "B.1 Not counted does not count towards the overall rating"
    method = words(section(root, "method"))
    assert "without rounding" in method
    assert "B.1 does not count" in method
    assert "A key question that is rated by judgement" in method


def test_a_withheld_overall_rating_says_why(five_ratings: Callable[[str], ET.Element]) -> None:
    root = five_ratings(five(with_c=False))
    why = "withheld, for want of a rating of C.1, which counts towards it."
    assert words(section(root, "overall")) == f"Overall rating Withheld The overall rating is {why}"
    assert f"No overall rating is in reach: it is {why}" in words(section(root, "discretion"))
    assert tables(root, "score")[0][-1][1:] == ["withheld", "none"]
    assert words(section(root, "domain-3")).startswith("Domain C: Left out or not Left out.")
    assert tables(root, "domain-3")[0][1] == ["C.1 Optional", "One", "not rated"]


def test_judged_standards_among_case_based_ones(tmp_path: Path) -> None:
    text = WESTERN_BAY.read_text()
    text = text[: text.index("\ndiscretion:")].replace("2018\n", "2021\n", 1)
    text = re.sub(r",\n\s+3\.4\.1: \S+ 3\.4\.2: \w+(/a)?}", "}", text)
    text = text.replace('  "1.4": Inadequate\n', '  "1.4": Inadequate\n  "3.4": Good\n')
    (tmp_path / "service.yaml").write_text(text)
    root = parsed(report(tmp_path / "service.yaml"))
    found = [row[0] for row in tables(root, "domain-3")[0]]
    assert "Judged as a whole: 3.4.1 Policy; 3.4.2 Provision; 3.4.3 Evaluation." in found
    assert "Rated from 20 cases. 3.4 rated by judgement." in words(section(root, "domain-3"))
    assert words(section(root, "domain-4")).startswith("Domain 4: Resettlement Left out.")
    assert "The panel moved no standard." in words(section(root, "discretion"))
    assert "published" not in {each.get("id") for each in root.iter()}


@pytest.mark.parametrize("number", range(2, 11))
def test_any_number_of_ratings_and_no_discretion(number: int, write: Write) -> None:
    thresholds = [0, *range(102 - number, 101)]
    ratings = "".join(
        f"  - {{name: Rating {at}, points: {at}, from_percent: {percent}, from_score: {at}}}\n"
        for at, percent in enumerate(thresholds)
    )
    text = re.sub(r"(?<=ratings:\n)(  - .*\n)+(?=perc)", ratings, SMALL_FRAMEWORK)
    write("small.yaml", re.sub("discretion: .*\n", "", text))
    path = write("service.yaml", SMALL_SERVICE.replace('"1.1": Middle', '"1.1": Rating 1'))
    root = parsed(report(path))
    labels = [each.text for each in section(root, "domain-2").iter("text")]
    assert labels == [str(threshold) for threshold in thresholds[1:]]
    heights = {(each.get("x"), each.get("y")) for each in section(root, "domain-2").iter("text")}
    assert len(heights) == number - 1
    assert "The framework has no professional discretion." in words(section(root, "discretion"))
    assert words(section(root, "near")).endswith("does not say what is near a grade boundary.")


def test_what_applied_to_no_case_says_so(write: Write) -> None:
    text = re.sub(r"2\.1\.2: \S+}", "2.1.2: n/a}", SMALL_SERVICE)
    root = parsed(report(write("service.yaml", text)))
    found = {row[0].split()[0]: row[1:] for row in tables(root, "domain-2")[0]}
    assert found["2.1.2"] == ["applied to no case", "no rating"]


def test_discretion_that_is_not_open_is_told_as_accepted(write: Write) -> None:
    moved = "discretion:\n  - {standard: '2.1', rating: Middle, reason: So the panel said.}\n"
    cases = "".join(f"    N{at}: {{2.1.1: yes, 2.1.2: yes}}\n" for at in range(40))
    path = write("service.yaml", SMALL_SERVICE + cases + moved)
    assert run_program("report", path).returncode == 1
    root = parsed(report(path, "--allow-discretion"))
    told = tables(root, "discretion")[0][1][3]
    assert told.startswith("So the panel said. Accepted although discretion to Middle is not open")


NASTY = "<script>alert(1)</script>"


def test_markup_in_a_name_is_harmless(write: Write) -> None:
    path = write("service.yaml", SMALL_SERVICE.replace("A small service", f'"{NASTY}"'))
    page = report(path)
    root = parsed(page)
    assert "<script" not in page
    assert words(next(root.iter("h1"))) == NASTY
    assert words(next(root.iter("title"))) == f"{NASTY}: ratings"


def test_nothing_in_any_text_acts_or_hides(tmp_path: Path) -> None:
    nasty = r""""<script>alert(1)</script></style>\u202E\a\e[31m{{ 7 * 7 }}' onload='x\u2066 %s" """
    titles = ["A small framework", "Judged", "Leadership", "From cases", "Assessment", "Desistance"]
    names = [*titles, "Safety", "Low", "Middle", "High"]
    framework = SMALL_FRAMEWORK
    for at, name in enumerate(names):
        framework = re.sub(f"(?<=title: |.name: ){name}", lambda _, at=at: nasty % at, framework)  # type: ignore[misc]
    extra = "".join(f"{key}: {nasty % key}\n" for key in ("publisher", "edition", "source"))
    (tmp_path / "small.yaml").write_text(extra + framework)
    service = SMALL_SERVICE.replace("A small service", nasty % "name")
    service = service.replace('"1.1": Middle', f'"1.1": {nasty % 8}')
    service = re.sub(r"^    ([ABCD]):", lambda at: f"    {nasty % at[1]}:", service, flags=re.M)
    service += (
        f"discretion:\n  - {{standard: '2.1', rating: {nasty % 8}, reason: {nasty % 'reason'}}}\n"
    )
    service += "".join(
        f"{key}: {nasty % key}\n" for key in ("inspection", "fieldwork", "published_on", "note")
    )
    service += f"published: {{overall: {nasty % 7}}}\n"
    (tmp_path / "service.yaml").write_text(service)
    page = report(tmp_path / "service.yaml")
    root = parsed(page)
    assert "<script" not in page
    assert page.isprintable() or not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2066\u202e]", page)
    shown = words(root)
    escaped = r"<script>alert(1)</script></style>\u202e\x07\x1b[31m{{ 7 * 7 }}' onload='x\u2066 "
    for place in (*range(10), "name", "reason", "note", "fieldwork", "source", "publisher", "A"):
        assert f"{escaped}{place}" in shown, place


def test_the_same_input_gives_the_same_bytes(run_process: Run) -> None:
    pages = {run_process("report", WESTERN_BAY, PYTHONHASHSEED=seed).stdout for seed in "123"}
    assert len(pages) == 1


def test_a_page_is_written_as_utf8_wherever_it_goes(write: Write, tmp_path: Path) -> None:
    path = write("service.yaml", SMALL_SERVICE.replace("A small service", "Ŵyrfa Ŷ"))
    shown = run_program("report", path, PYTHONIOENCODING="ascii").stdout
    done = run_program("report", path, "-o", tmp_path / "report.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "report.html").read_bytes() == shown.encode()
    assert "Ŵyrfa Ŷ" in shown


def test_a_report_replaces_an_older_one_but_only_with_a_whole_one(
    write: Write, tmp_path: Path
) -> None:
    old = write("report.html", "old")
    bad = write("bad.yaml", SMALL_SERVICE.replace("yes", "perhaps", 1))
    assert run_program("report", bad, "-o", old).returncode == 1
    assert old.read_text() == "old"
    service = write("service.yaml", SMALL_SERVICE)
    assert run_program("report", service, "-o", old).returncode == 0
    assert old.read_text().startswith("<!DOCTYPE html>")
    nowhere = run_program("report", service, "-o", tmp_path / "none" / "report.html")
    there = tmp_path / "none" / "report.html"
    message = f"yotrate: cannot write {there}: no such file or directory\n"
    assert (nowhere.returncode, nowhere.stdout, nowhere.stderr) == (1, "", message)


def test_a_report_does_not_replace_the_service_file(write: Write) -> None:
    service = write("service.yaml", SMALL_SERVICE)
    done = run_program("report", service, "--output", service)
    assert done.returncode == 2
    assert done.stderr.endswith("service.yaml is read: write the result elsewhere\n")
    assert service.read_text() == SMALL_SERVICE


@pytest.mark.process
def test_without_the_template_engine_one_line_says_what_to_do() -> None:
    code = (
        "import sys; sys.modules['jinja2'] = None; from yotrate.cli import run;"
        f"code = run(['score', {str(WESTERN_BAY)!r}]); assert code == 0, code;"
        f"sys.exit(run(['report', {str(WESTERN_BAY)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        'yotrate: reports need an extra part of yotrate: run pip install "yotrate[report]"\n'
    )
    assert "<html" not in done.stdout


def in_chromium(page: str, width: int, folder: Path, script: str) -> Any:
    """Open a page in Chromium, in a frame of a width, and return what a script there finds.

    The script ends in a promise. The page's own rule against scripts is lifted for it.
    """
    page, lifted = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    assert lifted == 1
    tell = '.then(found => parent.postMessage(JSON.stringify(found), "*"))'
    inner = page.replace("</body>", f"<script>onload = () => {script}{tell}</script></body>")
    (folder / "inner.html").write_text(inner, encoding="utf-8")
    (folder / "outer.html").write_text(
        "<!DOCTYPE html><title>Frame</title><pre></pre><script>addEventListener('message', told =>"
        "{ document.querySelector('pre').textContent = told.data })</script>"
        f'<iframe src="inner.html" style="border: 0; width: {width}px; height: 900px"></iframe>'
    )
    quiet = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
        "--disable-background-networking --disable-component-update --hide-scrollbars "
        "--virtual-time-budget=30000 --window-size=1400,1000 --dump-dom"
    )
    done = subprocess.run(
        [
            CHROMIUM,
            *quiet.split(),
            f"--user-data-dir={folder / 'profile'}",
            (folder / "outer.html").as_uri(),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    told = re.search(r"<pre>(.+?)</pre>", done.stdout, flags=re.DOTALL)
    assert told is not None, done.stderr
    return json.loads(html.unescape(told[1]))


@pytest.mark.process
@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_browser_shows_it_without_scrolling_sideways(width: int, tmp_path: Path) -> None:
    script = (
        "Promise.resolve({title: document.title, room: document.documentElement.clientWidth,"
        " taken: document.documentElement.scrollWidth, bars: [...document.querySelectorAll('.bar')]"
        ".filter(each => each.getBoundingClientRect().width > 5).length})"
    )
    found = in_chromium(report(WESTERN_BAY), width, tmp_path, script)
    assert found["title"].startswith("Western Bay")
    assert found["room"] == found["taken"] == width
    assert found["bars"] == 1 + len(PERCENTAGES)


@pytest.mark.process
@pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")
@pytest.mark.skipif(not AXE_CORE, reason="AXE_CORE does not lead to axe.min.js")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("example", [WESTERN_BAY, PUBLISHED], ids=lambda path: path.stem)
def test_axe_finds_no_violation(example: Path, width: int, tmp_path: Path) -> None:
    axe = Path(AXE_CORE).read_text(encoding="utf-8")
    page = report(example).replace("</body>", f"<script>{axe}</script></body>")
    found = in_chromium(page, width, tmp_path, "axe.run()")
    assert len(found["passes"]) > 30
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
