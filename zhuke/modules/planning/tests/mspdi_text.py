"""Small MS Project files for tests."""

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project"><SaveVersion>14</SaveVersion><Name>样板</Name><Title>东湖一期</Title>
<ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-03-02T08:00:00</StartDate><FinishDate>2026-03-20T17:00:00</FinishDate>
<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><Brand>X</Brand>
<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><Alias>标段</Alias></ExtendedAttribute></ExtendedAttributes>
<Calendars>{calendars}</Calendars><Tasks>{tasks}</Tasks><Resources>{resources}</Resources><Assignments>{assignments}</Assignments></Project>"""


def times(*shifts: str) -> str:
    """Working times of a day: "08:00-12:00"."""
    parts = (f"<WorkingTime><FromTime>{s[:5]}:00</FromTime><ToTime>{s[6:]}:00</ToTime></WorkingTime>" for s in shifts)
    return f"<DayWorking>1</DayWorking><WorkingTimes>{''.join(parts)}</WorkingTimes>"


def calendar(uid: int = 1, name: str = "标准", base: int = -1, exceptions: str = "", days: str | None = None) -> str:
    """A calendar; without ``days`` five days of eight hours (a derived one: nothing of its own)."""
    if days is None:
        week = [f"<WeekDay><DayType>{n}</DayType>{times('08:00-12:00', '13:00-17:00')}</WeekDay>" for n in range(2, 7)]
        off = [f"<WeekDay><DayType>{n}</DayType><DayWorking>0</DayWorking></WeekDay>" for n in (1, 7)]
        days = "" if base >= 0 else "".join(week + off)
    found = f"<Exceptions>{exceptions}</Exceptions>" if exceptions else ""
    return (
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name><IsBaseCalendar>{int(base < 0)}</IsBaseCalendar>"
        f"<BaseCalendarUID>{base}</BaseCalendarUID><WeekDays>{days}</WeekDays>{found}</Calendar>"
    )


def exception(since: str, until: str, working: str = "<DayWorking>0</DayWorking>", **values: object) -> str:
    """An exception; values: Type, Period, DaysOfWeek …"""
    more = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    period = f"<TimePeriod><FromDate>{since}T00:00:00</FromDate><ToDate>{until}T23:59:00</ToDate></TimePeriod>"
    return f"<Exception>{period}{more}{working}</Exception>"


def task(uid: int, name: str, hours: float = 8, level: int = 1, inside: str = "", **values: object) -> str:
    """A task; values are elements by name."""
    elements = {
        "UID": uid,
        "ID": uid,
        "Name": name,
        "OutlineLevel": level,
        "Duration": f"PT{int(hours)}H{round(hours % 1 * 60)}M0S",
        **values,
    }
    return "<Task>" + "".join(f"<{key}>{value}</{key}>" for key, value in elements.items()) + inside + "</Task>"


def link(pred: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    """A predecessor; kind 0 FF, 1 FS, 2 SF, 3 SS, lag in tenths of a minute (or percent by its form)."""
    return (
        f"<PredecessorLink><PredecessorUID>{pred}</PredecessorUID><Type>{kind}</Type><CrossProject>0</CrossProject>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"
    )


def project(*tasks: str, calendars: str = "", resources: str = "", assignments: str = "") -> bytes:
    """A whole file."""
    return HEAD.format(calendars=calendars or calendar(), tasks="".join(tasks), resources=resources, assignments=assignments).encode()


def house() -> bytes:
    """A file with a bit of everything: summary, milestone, lags, percent, a gap, an inactive task, a baseline, somebody who works."""
    baseline = (
        "<Baseline><Number>0</Number><Start>2026-03-02T08:00:00</Start><Finish>2026-03-05T17:00:00</Finish><Duration>PT32H0M0S</Duration>"
        "<Work>PT32H0M0S</Work></Baseline><Baseline><Number>3</Number><Start>2026-03-03T08:00:00</Start><Finish>2026-03-06T17:00:00</Finish>"
        "<Duration>PT32H0M0S</Duration></Baseline>"
    )
    worker = "<Resource><UID>1</UID><ID>1</ID><Name>木工班</Name><Type>1</Type><IsNull>0</IsNull><CalendarUID>3</CalendarUID></Resource>"
    work = "<Assignment><UID>1</UID><TaskUID>3</TaskUID><ResourceUID>1</ResourceUID><Units>0.5</Units><Work>PT16H0M0S</Work></Assignment>"
    return project(
        task(0, "样板", 0, 0, Summary=1),
        task(1, "基础", 0, 1, Summary=1),
        task(2, "土方", 32, 2, inside=baseline, Hyperlink="图纸", Deadline="2026-03-10T17:00:00", Priority=700, Notes="停工 &amp; 排水"),
        task(3, "垫层", 32, 2, inside=link(2, 3, 9600)),
        "<Task><UID>4</UID><ID>4</ID><IsNull>1</IsNull></Task>",
        task(5, "养护", 72, 1, inside=link(3, 1, 14400, 8), DurationFormat=8),
        task(6, "主体", 40, 1, inside=link(3, 1, 50, 19) + link(2), ConstraintType=4, ConstraintDate="2026-03-09T08:00:00"),
        task(7, "封顶", 0, 1, inside=link(6), Milestone=1),
        task(8, "备选", 16, 1, inside=link(2), Active=0),
        task(9, "夜间浇筑", 8, 1, inside=link(6, 0), CalendarUID=2),
        calendars=calendar(exceptions=exception("2026-03-06", "2026-03-06", Name="停电"))
        + calendar(2, "夜班", days="".join(f"<WeekDay><DayType>{n}</DayType>{times('20:00-00:00')}</WeekDay>" for n in range(1, 8)))
        + calendar(3, "木工班", base=1),
        resources=worker,
        assignments=work,
    )
