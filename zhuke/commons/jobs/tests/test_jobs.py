"""Long work: progress, cancelling, failing with a sentence, a killed worker."""

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from zhuke.commons.jobs import services
from zhuke.commons.jobs.models import Job
from zhuke.commons.jobs.services import Busy, Progress, running, start
from zhuke.commons.testing import Caller, Firm, actor_for, make_person, queued, run_jobs
from zhuke.kernel.errors import Conflict, DomainError

pytestmark = pytest.mark.django_db
work: dict[str, Any] = {}


@app.task(name="test.count")
def count(job_id: str, upto: int) -> None:
    """Counts; what happens on the way is put in by the test."""
    with running(job_id) as progress:
        progress.total(upto)
        for number in range(progress.done + 1, upto + 1):
            work["step"](progress, number)
            progress.step(number, f"第 {number} 个")
        progress.result = {"counted": upto}


@pytest.fixture(autouse=True)
def _every_step_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "SECONDS_BETWEEN_REPORTS", 0)
    work["step"] = lambda progress, number: None


@pytest.fixture
def caller(firm: Firm) -> Caller:
    return Caller(make_person("张三", firm.east_sales))


def begin(caller: Caller) -> Job:
    return start(actor_for(caller.person), "count", "数一数", task=count, upto=3)


def test_progress_and_result(caller: Caller) -> None:
    job = begin(caller)
    assert caller.get(f"/jobs/{job.pk}").data["state"] == "queued"
    seen: list[Any] = []
    work["step"] = lambda progress, number: seen.append(caller.get(f"/jobs/{job.pk}").data)
    assert run_jobs() == 1
    assert [(s["state"], s["done"], s["total"]) for s in seen] == [("running", 0, 3), ("running", 1, 3), ("running", 2, 3)]
    after = caller.get(f"/jobs/{job.pk}").data
    assert (after["state"], after["done"], after["message"], after["result"]) == ("done", 3, "第 3 个", {"counted": 3})
    assert after["finished_at"]
    assert [j["id"] for j in caller.get("/jobs").data] == [str(job.pk)]
    assert caller.get("/jobs", active=1).data == []


def test_killed_worker_goes_on_where_it_was(caller: Caller) -> None:
    job = begin(caller)
    done: list[int] = []

    def killed_at_two(progress: Progress, number: int) -> None:
        if number == 2 and len(done) == 1:
            done.append(-1)
            raise SystemExit
        done.append(number)

    work["step"] = killed_at_two
    with pytest.raises(SystemExit):
        run_jobs()
    job.refresh_from_db()
    assert (job.state, job.done) == ("running", 1)
    count.func(job_id=str(job.pk), upto=3)
    job.refresh_from_db()
    assert (job.state, job.done, done) == ("done", 3, [1, -1, 2, 3])
    with pytest.raises(JobAborted):  # a third delivery does nothing
        count.func(job_id=str(job.pk), upto=3)
    assert done == [1, -1, 2, 3]


def test_queued_job_is_cancelled_at_once(caller: Caller) -> None:
    job = begin(caller)
    assert caller.post(f"/jobs/{job.pk}/cancel").data["state"] == "cancelled"
    assert caller.post(f"/jobs/{job.pk}/cancel").status == 200
    with pytest.raises(JobAborted):
        run_jobs()


def test_running_job_stops_at_its_next_step(caller: Caller) -> None:
    job = begin(caller)
    work["step"] = lambda progress, number: caller.post(f"/jobs/{job.pk}/cancel") if number == 2 else None
    run_jobs()
    after = caller.get(f"/jobs/{job.pk}").data
    assert (after["state"], after["done"], after["cancel_requested"]) == ("cancelled", 2, True)


def test_a_finished_job_cannot_be_cancelled(caller: Caller) -> None:
    job = begin(caller)
    run_jobs()
    refused = caller.post(f"/jobs/{job.pk}/cancel")
    assert (refused.status, refused.code) == (409, "job_over")
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == ("done", False)


def test_a_broken_rule_is_told_in_its_own_words(caller: Caller) -> None:
    job = begin(caller)

    def break_rule(progress: Progress, number: int) -> None:
        raise DomainError("full", "仓库已满，请清理后再试。")

    work["step"] = break_rule
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.message) == ("failed", "仓库已满，请清理后再试。")


def test_a_bug_gives_a_number_to_tell(caller: Caller) -> None:
    job = begin(caller)
    work["step"] = lambda progress, number: 1 / 0
    with pytest.raises(ZeroDivisionError):
        run_jobs()
    job.refresh_from_db()
    assert job.state == "failed"
    assert str(job.pk) in job.message
    assert "division" not in job.message


def test_nobody_else_sees_or_stops_it(caller: Caller, firm: Firm) -> None:
    job = begin(caller)
    boss = Caller(make_person("老板", firm.group, {"users": ["read"]}, scope="group"))
    assert boss.get(f"/jobs/{job.pk}").status == 404
    refused = boss.post(f"/jobs/{job.pk}/cancel")
    assert (refused.status, refused.code) == (404, "not_found")
    assert boss.get("/jobs").data == []
    job.refresh_from_db()
    assert (job.state, job.cancel_requested) == ("queued", False)


def test_too_many_unfinished(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_UNFINISHED", 1)
    begin(caller)
    with pytest.raises(Conflict) as refused:
        begin(caller)
    assert refused.value.code == "too_many_jobs"
    assert Job.objects.count() == 1
    assert queued() == ["test.count"]


def test_two_workers_never_at_once(caller: Caller) -> None:
    job = begin(caller)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 7))", [str(job.pk)])
        with pytest.raises(Busy):
            run_jobs()
    finally:
        other.close()
    job.refresh_from_db()
    assert job.state == "queued"


def test_language_of_the_person(caller: Caller) -> None:
    type(caller.person).objects.filter(pk=caller.person.pk).update(language="en")
    job = begin(caller)
    from django.utils import translation

    seen: list[str | None] = []
    work["step"] = lambda progress, number: seen.append(translation.get_language())
    run_jobs()
    assert set(seen) == {"en"}
    assert Job.objects.get(pk=job.pk).state == "done"


def test_whoever_waited_long_is_told(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(caller)
    run_jobs()
    assert caller.get("/inbox").data["items"] == []
    monkeypatch.setattr(services, "SECONDS_WORTH_A_NOTICE", 0)
    begin(caller)
    run_jobs()
    assert [(n["kind"], n["title"], n["body"]) for n in caller.get("/inbox").data["items"]] == [("job", "数一数：已完成", "第 3 个")]


def test_list_is_bounded(caller: Caller) -> None:
    refused = caller.get("/jobs", limit=100000)
    assert (refused.status, refused.code) == (422, "invalid_input")


def test_old_ones_are_forgotten(caller: Caller) -> None:
    job = begin(caller)
    run_jobs()
    assert services.forget_old(days=1) == 0
    Job.objects.filter(pk=job.pk).update(finished_at="2020-01-01T00:00:00Z")
    assert services.forget_old(days=1) == 1


def test_sessions_that_ran_out_go_with_their_devices(caller: Caller) -> None:
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    from zhuke.commons.jobs.jobs import clear_sessions

    live = Session.objects.get()
    for key in (live.session_key, "gone"):
        UserSession.objects.create(user=caller.person, session_key=key, ip="10.0.0.1", user_agent="x")
    Session.objects.create(session_key="old", session_data="", expire_date="2020-01-01T00:00:00Z")
    clear_sessions.func()
    assert list(Session.objects.values_list("session_key", flat=True)) == [live.session_key]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [live.session_key]
