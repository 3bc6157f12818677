"""A flow as data: nodes from top to bottom, branches with nodes of their own. Shape, walking, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhuke.kernel.ids import parse_uuid

Node = Mapping[str, Any]
REPEATS = ("never", "consecutive", "always")
MODES = ("any", "all", "serial")
EMPTY = ("admin", "skip", "person", "refuse")
SELF = ("superior", "skip", "allow")
OPINIONS = ("optional", "required")
RIGHTS = ("read", "hidden", "edit")
WHO = {
    "person": "id",
    "role": "role",
    "superior": "level",
    "superior_chain": "level",
    "department_head": "level",
    "submitter": "",
    "field": "field",
}
START = "start"
MOST_NODES, MOST_DEPTH, MOST_WHO, MOST_BRANCHES = 60, 5, 20, 12
APPROVE_KEYS = {"id", "kind", "name", "mode", "who", "empty", "fallback", "self", "opinion", "fields"}
BRANCH_KEYS = {"id", "name", "condition", "by", "nodes"}


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node, those in branches too, in their order."""
    for node in nodes:
        yield node
        for branch in node.get("branches", ()):
            yield from walk(branch["nodes"])


def node_of(definition: Mapping[str, Any], node_id: str) -> Node | None:
    """The node of that id."""
    return next((node for node in walk(definition["nodes"]) if node["id"] == node_id), None)


def rest_from(nodes: Sequence[Node], node_id: str) -> list[Node] | None:
    """The node of that id and everything that may come after it, branches not yet chosen. None: it is not among these."""
    for index, node in enumerate(nodes):
        if node["id"] == node_id:
            return list(nodes[index:])
        for branch in node.get("branches", ()):
            inner = rest_from(branch["nodes"], node_id)
            if inner is not None:
                return [*inner, *nodes[index + 1 :]]
    return None


def mode_of(node: Node) -> str:
    """How those of a node decide; a chain of superiors is always asked one after the other."""
    chain = any(who["kind"] == "superior_chain" for who in node["who"])
    return "serial" if chain else str(node.get("mode", "any"))


def numbered(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A definition made in code as it is stored: plain texts, ids in the order of the nodes."""
    count = iter(range(1, 10_000))

    def plain(node: Node) -> dict[str, Any]:
        made = {**node, "id": f"n{next(count)}", "name": str(node["name"])}
        if "who" in made:
            made["who"] = [dict(who) for who in made["who"]]
        if "branches" in made:
            made["branches"] = [
                {**b, "id": f"n{next(count)}", "name": str(b["name"]), "nodes": [plain(n) for n in b["nodes"]]} for b in made["branches"]
            ]
        return made

    return {"repeat": definition.get("repeat", "never"), "nodes": [plain(node) for node in definition["nodes"]]}


Problems = list[dict[str, str]]


def problems(definition: Any) -> Problems:
    """What is wrong with the shape of a definition, each with the id of its node; empty: nothing. Names are not looked up."""
    if not isinstance(definition, dict) or set(definition) - {"repeat", "nodes"} or not isinstance(definition.get("nodes"), list):
        return [_problem("", _("流程应有节点列表，请刷新页面后重新设计。"))]
    found: Problems = []
    if definition.get("repeat", "never") not in REPEATS:
        found.append(_problem("", _("“同一审批人重复出现”的设置不对，请从列表中选择。")))
    checker = _Checker()
    checker.nodes(definition["nodes"], 0)
    if not checker.found and checker.count > MOST_NODES:
        found.append(_problem("", _("节点太多，最多 %(n)s 个，请拆成几个流程。") % {"n": MOST_NODES}))
    if not checker.found and not any(node["kind"] == "approve" for node in walk(definition["nodes"])):
        found.append(_problem("", _("流程里至少要有一个审批节点。")))
    return found + checker.found


def _problem(node: Any, message: str) -> dict[str, str]:
    return {"node": node if isinstance(node, str) else "", "message": message}


class _Checker:
    def __init__(self) -> None:
        self.found: Problems = []
        self.ids: set[str] = set()
        self.count = 0

    def nodes(self, nodes: Any, depth: int) -> None:
        if not isinstance(nodes, list) or depth > MOST_DEPTH:
            self.found.append(_problem("", _("条件分支最多嵌套 %(n)s 层。") % {"n": MOST_DEPTH}))
            return
        for node in nodes[: MOST_NODES + 1]:
            self.count += 1
            self._node(node, depth)

    def _node(self, node: Any, depth: int) -> None:
        if not isinstance(node, dict) or not self._named(node):
            self.found.append(
                _problem(node.get("id") if isinstance(node, dict) else "", _("节点要有编号和名称（不超过 40 个字），编号不能重复。"))
            )
            return
        kind = node.get("kind")
        if kind == "approve":
            self._approve(node)
        elif kind == "copy":
            self._copy(node)
        elif kind == "branch":
            self._branch(node, depth)
        else:
            self._add(node, _("不认识的节点类型，请删除后重新添加。"))

    def _named(self, node: dict[str, Any]) -> bool:
        key, name = node.get("id"), node.get("name")
        fine = isinstance(key, str) and 0 < len(key) <= 40 and key not in (*self.ids, START, "end")
        if fine:
            self.ids.add(str(key))
        return fine and isinstance(name, str) and 0 < len(name.strip()) <= 40

    def _add(self, node: Mapping[str, Any], message: str) -> None:
        self.found.append(_problem(node["id"], _("“%(name)s”：%(what)s") % {"name": node["name"], "what": message}))

    def _approve(self, node: dict[str, Any]) -> None:
        options = (("mode", MODES), ("empty", EMPTY), ("self", SELF), ("opinion", OPINIONS))
        for name, allowed in options:
            if node.get(name, allowed[0]) not in allowed:
                self._add(node, _("设置“%(name)s”不对，请从列表中选择。") % {"name": name})
        if set(node) - APPROVE_KEYS:
            self._add(node, _("有不认识的设置，请删除后重新添加这个节点。"))
        if node.get("empty") == "person" and not parse_uuid(node.get("fallback")):
            self._add(node, _("请选择没有审批人时由谁处理。"))
        fields = node.get("fields", {})
        if not isinstance(fields, dict) or not all(isinstance(k, str) and v in RIGHTS for k, v in fields.items()):
            self._add(node, _("字段权限的写法不对，请重新设置。"))
        self._who(node)

    def _copy(self, node: dict[str, Any]) -> None:
        if set(node) - {"id", "kind", "name", "who"}:
            self._add(node, _("有不认识的设置，请删除后重新添加这个节点。"))
        self._who(node)

    def _who(self, node: dict[str, Any]) -> None:
        people = node.get("who")
        if not isinstance(people, list) or not 0 < len(people) <= MOST_WHO:
            self._add(node, _("请选择由谁处理，最多 %(n)s 项。") % {"n": MOST_WHO})
            return
        if not all(_good_who(who) for who in people):
            self._add(node, _("有一项人员没有选好，请补全或删除它。"))

    def _branch(self, node: dict[str, Any], depth: int) -> None:
        branches = node.get("branches")
        if not isinstance(branches, list) or not 2 <= len(branches) <= MOST_BRANCHES or set(node) - {"id", "kind", "name", "branches"}:
            self._add(node, _("条件分支应有 2 到 %(n)s 条。") % {"n": MOST_BRANCHES})
            return
        for branch in branches:
            if not isinstance(branch, dict) or set(branch) - BRANCH_KEYS or not self._named(branch):
                self._add(node, _("每条分支要有编号和名称。"))
                return
            self._condition(branch, last=branch is branches[-1])
            self.nodes(branch.get("nodes"), depth + 1)

    def _condition(self, branch: dict[str, Any], *, last: bool) -> None:
        condition, by = branch.get("condition"), branch.get("by")
        if last:
            if condition or by:
                self._add(branch, _("最后一条分支是“其他情况”，不能有条件。"))
        elif not condition and not by:
            self._add(branch, _("请设置条件，或把这条分支删掉。"))
        elif not isinstance(condition, list | dict | None) or not _good_by(by):
            self._add(branch, _("条件的写法不对，请重新设置。"))


def _good_who(who: Any) -> bool:
    if not isinstance(who, dict) or who.get("kind") not in WHO:
        return False
    needs = WHO[who["kind"]]
    if set(who) - {"kind", needs}:
        return False
    value = who.get(needs)
    if needs == "level":
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10
    if needs == "id":
        return parse_uuid(value) is not None
    return not needs or (isinstance(value, str) and 0 < len(value) <= 80)


def _good_by(by: Any) -> bool:
    if by is None:
        return True
    return (
        isinstance(by, dict)
        and not set(by) - {"units", "roles", "people"}
        and all(isinstance(values, list) and len(values) <= 200 and all(isinstance(v, str) for v in values) for values in by.values())
        and any(by.values())
    )
