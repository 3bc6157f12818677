"""Who works where: posts of the head office and of a subsidiary, and the accounts with which the product is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """One job: department (empty: the company itself), perhaps a team below it, title, role. ``login`` makes a demonstration account."""

    department: str
    title: str
    role: str
    login: str = ""
    team: str = ""
    leads: bool = False


GROUP_NAME, GROUP_SHORT = "华筑建设集团有限公司", "华筑集团"
# Departments: code → name. Codes follow the company's own.
HEAD_OFFICE = {
    "ZB": "总经理办公室",
    "SC": "市场经营部",
    "GC": "工程管理部",
    "JZ": "技术质量部",
    "AQ": "安全生产部",
    "JC": "集中采购中心",
    "CW": "财务资金部",
    "FK": "风险控制部",
    "SJ": "审计部",
    "KF": "客户服务中心",
    "XX": "信息管理部",
}
SUBSIDIARY = {"SC": "市场部", "GC": "工程部", "JZ": "技术质量部", "AQ": "安全部", "WZ": "物资采购部", "CW": "财务部", "ZH": "综合部"}
TEAMS = {"S1": ("SC", "市场一组"), "S2": ("SC", "市场二组"), "X1": ("GC", "第一项目部"), "X2": ("GC", "第二项目部")}
# What is said of a department head where nobody holds the post yet.
GROUP_POSTS = (
    Post("", "董事长", "group_manager"),
    Post("", "总经理", "group_manager", "zongcai", leads=True),
    Post("ZB", "办公室主任", "group_manager", leads=True),
    Post("SC", "市场经营部总经理", "group_manager", leads=True),
    Post("SC", "大客户经理", "sales"),
    Post("SC", "市场策划经理", "marketing"),
    Post("GC", "工程总监", "project_manager", leads=True),
    Post("JZ", "总工程师", "technical", leads=True),
    Post("JZ", "质量总监", "quality"),
    Post("AQ", "安全总监", "safety", leads=True),
    Post("JC", "集采中心主任", "purchaser", leads=True),
    Post("JC", "采购主管", "purchaser"),
    Post("CW", "财务总监", "finance_director", "caiwuzongjian", leads=True),
    Post("CW", "资金主管", "finance"),
    Post("CW", "总账会计", "finance"),
    Post("FK", "风控总监", "risk_control", "fengkong", leads=True),
    Post("FK", "法务主管", "risk_control"),
    Post("SJ", "审计主任", "auditor", "shenji", leads=True),
    Post("SJ", "审计专员", "auditor"),
    Post("KF", "客服中心主任", "service", leads=True),
    Post("KF", "客服专员", "service"),
    Post("XX", "系统管理员", "administrator", "admin", leads=True),
    Post("XX", "信息工程师", "administrator"),
)
CORE_POSTS = (
    Post("", "总经理", "subsidiary_manager", leads=True),
    Post("SC", "市场部经理", "sales_supervisor", leads=True),
    Post("SC", "客户经理", "sales", team="S1"),
    Post("SC", "高级客户经理", "sales", team="S1", leads=True),
    Post("SC", "客户经理", "sales", team="S2", leads=True),
    Post("GC", "项目经理", "project_manager", team="X1", leads=True),
    Post("WZ", "采购主管", "purchaser", leads=True),
)
# The first subsidiary is complete, so that every role can be shown within one company.
FIRST_POSTS = (
    Post("", "总经理", "subsidiary_manager", "huadong", leads=True),
    Post("SC", "市场部经理", "sales_supervisor", "zhuguan", leads=True),
    Post("SC", "客户经理", "sales", "xiaoshou1", team="S1"),
    Post("SC", "高级客户经理", "sales", "xiaoshou2", team="S1", leads=True),
    Post("SC", "客户经理", "sales", team="S2", leads=True),
    Post("SC", "客户经理", "sales", team="S2"),
    Post("SC", "市场专员", "marketing", "shichang"),
    Post("GC", "项目经理", "project_manager", "xiangmu", team="X1", leads=True),
    Post("GC", "项目经理", "project_manager", team="X2", leads=True),
    Post("GC", "木工班长", "site_worker", "gongren", team="X1"),
    Post("JZ", "技术负责人", "technical", "jishu", leads=True),
    Post("JZ", "质量主管", "quality", "zhiliang"),
    Post("AQ", "安全主管", "safety", "anquan", leads=True),
    Post("WZ", "采购主管", "purchaser", "caigou", leads=True),
    Post("CW", "财务经理", "finance", "caiwu", leads=True),
    Post("ZH", "客服主管", "service", "kefu"),
    Post("ZH", "综合部主任", "subsidiary_administrator", "zigongsi", leads=True),
)
# The others share out what is left of 200 people.
EXTRA_POSTS = (
    Post("JZ", "技术负责人", "technical", leads=True),
    Post("CW", "财务经理", "finance", leads=True),
    Post("AQ", "安全主管", "safety", leads=True),
    Post("SC", "客户经理", "sales", team="S2"),
    Post("JZ", "质量主管", "quality"),
    Post("SC", "市场专员", "marketing"),
    Post("GC", "钢筋班长", "site_worker", team="X1"),
    Post("ZH", "客服主管", "service"),
    Post("ZH", "综合部主任", "subsidiary_administrator", leads=True),
    Post("GC", "项目经理", "project_manager", team="X2", leads=True),
)
PEOPLE = 200


def posts_of(place: int, companies: int) -> tuple[Post, ...]:
    """The posts of the subsidiary at ``place`` (0 …), so that the whole group counts 200 people."""
    if place == 0:
        return FIRST_POSTS
    spare = PEOPLE - len(GROUP_POSTS) - len(FIRST_POSTS) - len(CORE_POSTS) * (companies - 1)
    mine = spare // (companies - 1) + (1 if place - 1 < spare % (companies - 1) else 0)
    extra = tuple(EXTRA_POSTS[(place + step * 3) % len(EXTRA_POSTS)] for step in range(mine))
    if place == 1:  # the account that shows the guard against two companies pursuing one owner
        return (*CORE_POSTS[:2], Post("SC", "客户经理", "sales", "xiaoshou3", team="S1"), *CORE_POSTS[3:], *extra)
    return (*CORE_POSTS, *extra)
