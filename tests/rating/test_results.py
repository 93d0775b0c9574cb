"""What a result is to a programmer: values to look into, plain data, and short in a prompt."""

import dataclasses
import inspect
import json
from pathlib import Path

import pytest

import yotrate
from helpers.paths import ROOT, WESTERN_BAY
from helpers.small import SMALL_FRAMEWORK, SMALL_SERVICE
from yotrate import NoAnswer, Result, WrongUsage, load_framework, load_service, rate
from yotrate.rating.outcomes import (
    AppliedToNoCase,
    Counted,
    Judged,
    JudgedAsAWhole,
    LeftOut,
    PrintedPercentage,
    QuestionResult,
)
from yotrate.rating.results import StandardResult


@pytest.fixture
def result() -> Result:
    return rate(load_service(WESTERN_BAY))


def test_a_service_is_rated_by_its_own_framework_and_no_other(result: Result) -> None:
    service = load_service(WESTERN_BAY)
    assert rate(service.framework, service) == rate(service) == result
    # The same framework, read a second time, is the same.
    again = load_framework(ROOT / "standards" / "hmip-youth-2018.yaml")
    assert rate(again, service).overall == result.overall
    with pytest.raises(WrongUsage, match="checked against hmip-youth-2018"):
        rate(load_framework("hmip-youth-2021"), service)


def test_a_standard_and_a_key_question_are_found_by_their_ids(result: Result) -> None:
    standard, question = result["3.3"], result["3.3.2"]
    assert isinstance(standard, StandardResult)
    assert isinstance(question, QuestionResult)
    assert standard.rating is not None
    assert standard.calculated is not None
    assert (standard.id, standard.title) == ("3.3", "Implementation and delivery")
    assert (standard.rating.name, standard.band) == ("Inadequate", 0)
    assert (standard.calculated.name, standard.calculated_band) == ("Requires improvement", 1)
    assert (question.percent, question.band, question.limiting) == (50, 1, True)
    assert standard.limiting == (question,)
    with pytest.raises(KeyError, match=r"no standard and no key question '9\.9'"):
        result["9.9"]


def test_what_became_of_a_key_question_is_a_type(result: Result, tmp_path: Path) -> None:
    assert isinstance(result["1.1.1"], QuestionResult)
    assert result["1.1.1"].outcome == JudgedAsAWhole()
    counted = result["2.1.1"]
    assert isinstance(counted, QuestionResult)
    assert isinstance(counted.outcome, Counted)
    assert (counted.outcome.count.yes, counted.outcome.percent) == (20, 65)
    printed = rate(load_service(ROOT / "examples" / "western_bay_published.yaml"))["2.1.1"]
    assert isinstance(printed, QuestionResult)
    assert printed.outcome == PrintedPercentage(65, 2)
    (tmp_path / "small.yaml").write_text(
        SMALL_FRAMEWORK + '          - {id: "2.1.3", title: Judged, basis: judgement}\n'
    )
    (tmp_path / "service.yaml").write_text(
        SMALL_SERVICE.replace("2.1.2: yes", "2.1.2: n/a").replace("2.1.2: no", "2.1.2: n/a")
    )
    own = rate(load_service(tmp_path / "service.yaml", partial=True))
    outcomes = [each.outcome for each in own.standards[1].questions]
    assert [type(each) for each in outcomes] == [Counted, AppliedToNoCase, LeftOut]
    (tmp_path / "judged.yaml").write_text(
        (tmp_path / "service.yaml").read_text().replace("judgements:", "judgements:\n  2.1.3: High")
    )
    own = rate(load_service(tmp_path / "judged.yaml"))
    assert own.standards[1].questions[2].outcome == Judged(2)


def test_results_are_frozen(result: Result) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.overall = result.calculated  # type: ignore[misc]
    assert isinstance(result.standards, tuple)


def test_plain_data_is_what_score_prints(result: Result) -> None:
    data = result.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["inspection"] is None
    assert (data["fieldwork"], data["published_on"]) == ("December 2018", "March 2019")
    standard = data["domains"][2]["standards"][2]
    assert [each["limiting"] for each in standard["key_questions"]] == [False, True, False]


def test_a_result_is_short_in_a_prompt_and_a_table_in_a_notebook(result: Result) -> None:
    assert repr(result) == (
        "<Result 'Western Bay Youth Justice and Early I...': Inadequate, 6 of 36 points>"
    )
    named = dataclasses.replace(result, service=result.service._replace(name="<b>\x1b"))
    page = named._repr_html_()
    assert "&lt;b&gt;" in page
    assert "\x1b" not in page
    assert page.count("<tr>") == 12


def test_every_public_name_is_documented_and_typed() -> None:
    for name in yotrate.__all__:
        found = getattr(yotrate, name)
        if name == "__version__":
            continue
        assert inspect.getdoc(found), name
        if inspect.isfunction(found):
            parameters = inspect.signature(found).parameters.values()
            assert all(each.annotation is not each.empty for each in parameters), name
            assert inspect.signature(found).return_annotation is not inspect.Signature.empty


def test_questions_are_as_safe_in_python_as_on_the_command_line() -> None:
    printed = rate(load_service(ROOT / "examples" / "western_bay_published.yaml"))
    with pytest.raises(NoAnswer, match="only percentages are known"):
        yotrate.target(printed)
    with pytest.raises(NoAnswer, match="takes the answers of every case"):
        yotrate.confidence(printed, seed=1, draws=1)
    own = rate(load_service(WESTERN_BAY))
    with pytest.raises(WrongUsage, match="unknown rating 'Goodd': did you mean 'Good'"):
        yotrate.target(own, "Goodd")
    with pytest.raises(WrongUsage, match="unknown standard"):
        yotrate.target(own, standard="9")
    for arguments in ((0, None), (5, 6), (5, 0)):
        with pytest.raises(WrongUsage):
            yotrate.sample(own.framework, *arguments)
