"""The demonstration group: units, people, who holds which role, deputies, and what customers' rows need to know of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zhuke.modules.customers.domain.regions import Division, find_city
from zhuke.modules.orgs.models import Delegation, Membership, Unit, User
from zhuke.modules.orgs.presets import PRESETS

from . import people, staffing
from .places import cities_of
from .rows import row
from .source import Odds, Source, moment
from .staffing import GROUP_NAME, GROUP_SHORT, Post
from .texts import DATA

CODE = "HZJT"
PASSWORD = "yanshi-huazhu-88"  # noqa: S105 - printed at the start of every demonstration, protects nothing
YEARS = 4
# Who administers a company or keeps its money holds that role in the company, not in the department where the desk stands.
WHOLE_COMPANY = ("subsidiary_administrator", "finance", "finance_director", "risk_control")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the group with the post."""

    id: UUID
    name: str
    phone: str
    unit: UUID
    role: str
    title: str
    company: int  # place among the companies; -1 in the head office
    diligence: float  # how much of a record the person fills in, 0–1


@dataclass(slots=True)
class Firm:
    """A subsidiary at work: where and what it builds, who sells, buys and helps."""

    id: UUID
    short: str
    cities: Odds[Division]
    industries: tuple[str, ...]
    members: list[Member] = field(default_factory=list)

    def of(self, *roles: str) -> list[Member]:
        """Its people who hold one of the roles."""
        return [member for member in self.members if member.role in roles]


@dataclass(slots=True)
class Group:
    """Rows to write, and the people and companies by which customers are spread."""

    id: UUID
    units: list[Any]
    users: list[Any]
    memberships: list[Any]
    delegations: list[Any]
    firms: list[Firm]
    members: list[Member]
    accounts: list[dict[str, str]]
    by_id: dict[UUID, Member]

    def admin(self) -> Member:
        """The administrator, in whose name the group was set up."""
        return next(member for member in self.members if member.role == "administrator")


class Builder:
    """Builds the group out of the data file and the posts."""

    def __init__(self, seed: int, today: dt.date, roles: dict[str, UUID], password: str, root: Any = None) -> None:
        """``roles``: ids of the preset roles by code. ``root``: a group that exists already; its subsidiaries come below it."""
        self.source = Source(seed, "group")
        self.start = moment(today - dt.timedelta(days=365 * (YEARS + 1)), 9)
        self.today, self.roles, self.password, self.root = today, roles, password, root
        self.units: dict[str, Any] = {}
        self.rows: dict[str, list[Any]] = {"users": [], "memberships": [], "delegations": []}
        self.accounts: list[dict[str, str]] = []
        self.members: list[Member] = []
        self.logins: Counter[str] = Counter()

    def build(self) -> Group:
        """The whole group, the same for the same seed and day."""
        top = self.root or self._unit(CODE, GROUP_NAME, "group", None, GROUP_SHORT)
        self.units[CODE] = top
        for code, name in staffing.HEAD_OFFICE.items():
            self._unit(f"{CODE}-{code}", name, "department", top)
        for post in staffing.GROUP_POSTS:
            self._person(post, CODE, GROUP_SHORT, -1)
        lines = [line for line in (DATA / "org.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        firms = [self._firm(place, line, len(lines)) for place, line in enumerate(lines)]
        self._deputies()
        self._sign()
        units = [unit for unit in self.units.values() if unit is not self.root]
        self.accounts.sort(key=lambda account: list(PRESETS).index(account["role"]))
        by_id = {member.id: member for member in self.members}
        return Group(
            top.id, units, self.rows["users"], self.rows["memberships"], self.rows["delegations"], firms, self.members, self.accounts, by_id
        )

    def _firm(self, place: int, line: str, count: int) -> Firm:
        code, name, short, seat, provinces, builds = (part.strip() for part in line.split("|"))
        code = f"{CODE}-{code}"
        company = self._unit(code, name, "subsidiary", self.units[CODE], short)
        for key, title in staffing.SUBSIDIARY.items():
            self._unit(f"{code}-{key}", title, "department", company)
        for key, (above, title) in staffing.TEAMS.items():
            self._unit(f"{code}-{key}", title, "team", self.units[f"{code}-{above}"])
        firm = Firm(company.id, short, cities_of(tuple(provinces.split()), seat), () if builds == "all" else tuple(builds.split()))
        assert find_city(seat) is not None, f"{seat} is not a city"
        firm.members = [self._person(post, code, short, place) for post in staffing.posts_of(place, count)]
        return firm

    def _unit(self, code: str, name: str, kind: str, parent: Any, short: str = "") -> Any:
        at = self.start + dt.timedelta(seconds=len(self.units))
        key = self.source.id(at)
        assert code not in self.units, f"two units have the code {code}"
        self.units[code] = row(
            Unit,
            id=key,
            created_at=at,
            name=name,
            short_name=short,
            code=code,
            kind=kind,
            parent_id=parent.id if parent else None,
            position=len(self.units) + 1,
            path=f"{parent.path if parent else ''}{key}/",
        )
        return self.units[code]

    def _person(self, post: Post, code: str, company: str, place: int) -> Member:
        who = people.person(self.source)
        while any(member.name == who.name for member in self.members):
            who = people.person(self.source)
        at = self.start + dt.timedelta(hours=1, seconds=len(self.members))
        unit = self.units[f"{code}-{post.team or post.department}" if post.team or post.department else code]
        login = post.login or who.latin
        self.logins[login] += 1
        if self.logins[login] > 1:
            login += str(self.logins[login])
        member = Member(
            self.source.id(at), who.name, people.mobile(self.source), unit.id, post.role, post.title, place, self.source.uniform(0.55, 0.98)
        )
        self.members.append(member)
        self.rows["users"].append(
            row(
                User,
                id=member.id,
                created_at=at,
                username=login,
                name=who.name,
                phone=member.phone,
                email=f"{login}@huazhu.example.com",
                unit_id=unit.id,
                job_title=post.title,
                must_change_password=False,
                password=self.password,
                is_active=True,
                last_login=None,
            )
        )
        held = self.units[code] if post.role in WHOLE_COMPANY else unit
        self._membership(member, held.id, post.role, at)
        if post.leads and getattr(unit, "manager_id", None) is None:
            unit.manager_id = member.id
        if post.leads and post.team:
            unit = self.units[f"{code}-{post.department}"]
            unit.manager_id = getattr(unit, "manager_id", None) or member.id
        if post.login:
            self.accounts.append(
                {"login": login, "name": who.name, "role": post.role, "title": post.title, "company": company, "id": str(member.id)}
            )
        return member

    def _membership(self, member: Member, unit: UUID, role: str, at: dt.datetime) -> None:
        self.rows["memberships"].append(
            row(Membership, id=self.source.id(at), created_at=at, user_id=member.id, unit_id=unit, role_id=self.roles[role])
        )

    def _deputies(self) -> None:
        """One deputy acts today, some have acted; a few people hold a second post elsewhere."""
        by_role: dict[tuple[int, str], list[Member]] = {}
        for member in self.members:
            by_role.setdefault((member.company, member.role), []).append(member)
        sellers = by_role[0, "sales"]
        pairs = [(sellers[2], sellers[3], -2, 5, "出差考察项目"), (sellers[1], sellers[0], -40, -31, "年休假")]
        pairs += [(by_role[n, "sales"][0], by_role[n, "sales"][1], -20 * n, -20 * n + 6, "外出培训") for n in range(2, 6)]
        pairs += [(by_role[n, "subsidiary_manager"][0], by_role[n, "sales_supervisor"][0], -1, 3, "参加集团年度会议") for n in (6, 9)]
        for person, deputy, first, last, reason in pairs:
            begins = self.today + dt.timedelta(days=first)
            at = moment(min(begins, self.today) - dt.timedelta(days=1), 16, 30)
            self.rows["delegations"].append(
                row(
                    Delegation,
                    id=self.source.id(at),
                    created_at=at,
                    created_by_id=person.id,
                    user_id=person.id,
                    deputy_id=deputy.id,
                    starts_on=begins,
                    ends_on=self.today + dt.timedelta(days=last),
                    reason=reason,
                )
            )
        for company in (3, 8):  # supervisors who look after the market of the special trades as well
            trade = self.units[[code for code, unit in self.units.items() if unit.kind == "subsidiary"][14 + company // 4]]
            self._membership(by_role[company, "sales_supervisor"][0], trade.id, "sales", self.start + dt.timedelta(days=400 + company))

    def _sign(self) -> None:
        """The administrator set everything up, except himself."""
        admin = next(member for member in self.members if member.role == "administrator")
        for made in [*self.units.values(), *self.rows["users"], *self.rows["memberships"]]:
            if made is not self.root and made.id != admin.id and not hasattr(made, "created_by_id"):
                made.created_by_id = admin.id
