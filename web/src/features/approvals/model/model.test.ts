import { describe, expect, test } from "vitest";
import { check } from "./check";
import { branchesOf, filled, namedPeople, usedFields, walk, type ApproveNode, type BranchNode, type Definition } from "./definition";
import * as edit from "./edit";
import { nodeText, whoText } from "./words";

const t = (text: string, values?: Record<string, unknown>) => text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values?.[name]));
const approve = (id: string, values: Partial<ApproveNode> = {}): ApproveNode => ({ id, kind: "approve", name: `节点${id}`, mode: "any", who: [{ kind: "superior", level: 1 }], empty: "admin", self: "superior", opinion: "optional", ...values });
const fork = (): BranchNode => ({
  id: "f", kind: "branch", name: "按金额", branches: [
    { id: "b1", name: "500 万以上", condition: ["amount", ">=", "5000000"], nodes: [approve("m"), approve("x")] },
    { id: "b2", name: "100 万以上", condition: { and: [["amount", ">=", "1000000"], ["kind", "in", ["main"]]] }, nodes: [] },
    { id: "b3", name: "其他情况", condition: null, nodes: [] },
  ],
});
const flow = (): Definition => ({ repeat: "never", nodes: [approve("a"), fork(), { id: "c", kind: "copy", name: "抄送", who: [{ kind: "role", role: "finance" }] }] });
const ids = (definition: Definition) => walk(definition.nodes).map((node) => node.id).join(" ");
const branchIds = (definition: Definition) => branchesOf(definition.nodes).map((branch) => branch.id).join(" ");

describe("editing a flow", () => {
  test("a node is put in at the top, at the end and into a branch, and the flow before stays as it was", () => {
    const before = flow();
    expect(ids(edit.insert(before, { branch: null, index: 0 }, approve("n")))).toBe("n a f m x c");
    expect(ids(edit.insert(before, { branch: null, index: 3 }, approve("n")))).toBe("a f m x c n");
    expect(ids(edit.insert(before, { branch: "b1", index: 1 }, approve("n")))).toBe("a f m n x c");
    expect(ids(edit.insert(before, { branch: "b2", index: 0 }, approve("n")))).toBe("a f m x n c");
    expect(before).toEqual(flow());
  });

  test("nodes are taken out wherever they stand; a fork goes with what is in it", () => {
    expect(ids(edit.remove(flow(), "m"))).toBe("a f x c");
    expect(ids(edit.remove(flow(), "f"))).toBe("a c");
    expect(edit.remove(flow(), "nobody")).toEqual(flow());
  });

  test("moving stays within the list and stops at its ends", () => {
    expect(ids(edit.move(flow(), "c", -1))).toBe("a c f m x");
    expect(ids(edit.move(flow(), "x", -1))).toBe("a f x m c");
    expect(ids(edit.move(flow(), "x", 1))).toBe("a f m x c");
    expect(ids(edit.move(flow(), "a", -1))).toBe("a f m x c");
  });

  test("a new condition stands before 其他情况, which stays last", () => {
    const more = edit.addBranch(flow(), "f", { id: "b9", name: "新", condition: null, nodes: [] });
    expect(branchIds(more)).toBe("b1 b2 b9 b3");
    expect(branchIds(edit.moveBranch(more, "b9", -1))).toBe("b1 b9 b2 b3");
    expect(branchIds(edit.moveBranch(more, "b9", 1))).toBe("b1 b2 b9 b3");
    expect(branchIds(edit.moveBranch(more, "b3", -1))).toBe("b1 b2 b9 b3");
  });

  test("a condition is changed and taken away; with one left the fork dissolves into it", () => {
    const changed = edit.changeBranch(flow(), "b2", { name: "改", condition: ["amount", ">", "1"] });
    expect(branchesOf(changed.nodes)[1]).toMatchObject({ name: "改", condition: ["amount", ">", "1"] });
    const two = edit.removeBranch(flow(), "b1");
    expect(branchIds(two)).toBe("b2 b3");
    const inOtherwise = edit.insert(two, { branch: "b3", index: 0 }, approve("o"));
    expect(ids(edit.removeBranch(inOtherwise, "b2"))).toBe("a o c");
    expect(branchIds(edit.removeBranch(flow(), "b3"))).toBe("b1 b2 b3");
  });

  test("a copy has ids of its own, in its branches too", () => {
    const twice = edit.duplicate(flow(), "f");
    const all = [...walk(twice.nodes).map((node) => node.id), ...branchesOf(twice.nodes).map((branch) => branch.id)];
    expect(new Set(all).size).toBe(all.length);
    expect(twice.nodes.map((node) => node.kind)).toEqual(["approve", "branch", "branch", "copy"]);
  });

  test("new nodes are ready to be used", () => {
    expect(edit.newNode("approve", t)).toMatchObject({ kind: "approve", name: "审批人", empty: "admin", self: "superior" });
    const made = edit.newNode("branch", t) as BranchNode;
    expect(made.branches.map((branch) => branch.name)).toEqual(["条件 1", "其他情况"]);
  });

  test("what the server leaves out is filled in", () => {
    const kept = { nodes: [{ id: "a", kind: "approve", name: "甲", who: [] }] } as unknown as Definition;
    expect(filled(kept)).toEqual({ repeat: "never", nodes: [{ id: "a", kind: "approve", name: "甲", who: [], mode: "any", empty: "admin", self: "superior", opinion: "optional" }] });
    expect(filled(null)).toEqual({ repeat: "never", nodes: [] });
  });
});

describe("what is missing", () => {
  const said = (definition: Definition) => check(definition, t).map((one) => `${one.node}: ${one.message}`);

  test("nothing, in a whole flow", () => expect(said(flow())).toEqual([]));

  test("a flow without approvers", () => {
    expect(said({ repeat: "never", nodes: [] })).toEqual([": 流程里还没有审批人，请点“+”添加至少一个。"]);
  });

  test("each gap names its node and says what to do", () => {
    const gaps: Definition = {
      repeat: "never",
      nodes: [
        approve("a", { who: [] }),
        approve("b", { who: [{ kind: "person" }] }),
        approve("c", { empty: "person" }),
        approve("d", { name: "  " }),
        { id: "f", kind: "branch", name: "条件", branches: [{ id: "b1", name: "条件 1", condition: { and: [] }, nodes: [] }, { id: "b2", name: "其他情况", condition: null, nodes: [] }] },
      ],
    };
    expect(said(gaps)).toEqual([
      "a: “节点a”还没有选人，请添加。",
      "b: “节点b”有一项人员没有选好，请补全或删除。",
      "c: “节点c”请选择没有审批人时由谁处理。",
      "d: 有一个节点没有名称，请填写。",
      "b1: “条件 1”还没有条件，请设置，或删掉这条分支。",
    ]);
  });

  test("who submitted is a condition as well", () => {
    const by = edit.changeBranch(flow(), "b1", { condition: null, by: { roles: ["sales"] } });
    expect(said(by)).toEqual([]);
    expect(said(edit.changeBranch(by, "b1", { by: { roles: [] } }))).toHaveLength(1);
  });

  test("too deep, too many", () => {
    let deep: Definition = { repeat: "never", nodes: [approve("z")] };
    for (let i = 0; i < 6; i += 1) deep = { repeat: "never", nodes: [{ id: `f${i}`, kind: "branch", name: "层", branches: [{ id: `y${i}`, name: "条件", condition: ["amount", ">", "1"], nodes: deep.nodes }, { id: `n${i}`, name: "其他", condition: null, nodes: [] }] }] };
    expect(said(deep)).toEqual([": 条件分支最多嵌套 5 层，请合并一些条件。"]);
    const many: Definition = { repeat: "never", nodes: Array.from({ length: 61 }, (_, i) => approve(`n${i}`)) };
    expect(said(many)).toEqual([": 节点太多，最多 60 个，请拆成几个流程。"]);
  });
});

describe("in words", () => {
  const labels = { people: { p1: "王建国" }, roles: { finance: "财务" }, fields: { owner: "负责人" } };

  test("ways to find people", () => {
    const texts = [{ kind: "person", id: "p1" }, { kind: "role", role: "finance" }, { kind: "superior", level: 1 }, { kind: "superior_chain", level: 3 }, { kind: "department_head", level: 2 }, { kind: "field", field: "owner" }, { kind: "submitter" }, { kind: "person" }].map((who) => whoText(who, labels, t));
    expect(texts).toEqual(["王建国", "财务", "提交人的直接上级", "提交人的上级，逐级到第 3 级", "所属部门向上第 2 级的负责人", "记录上的负责人", "提交人本人", "未选择人员"]);
  });

  test("a node says who and how", () => {
    expect(nodeText(approve("a", { mode: "all", who: [{ kind: "person", id: "p1" }, { kind: "role", role: "finance" }] }), labels, t)).toBe("王建国、财务 · 会签");
    expect(nodeText(approve("a", { who: [] }), labels, t)).toBe("请选择审批人");
  });

  test("the people and fields that it names", () => {
    const named = edit.changeBranch(edit.replace(flow(), approve("a", { who: [{ kind: "person", id: "p2" }], empty: "person", fallback: "p1" })), "b1", { by: { people: ["p3"] } });
    expect(namedPeople(named.nodes)).toEqual(["p1", "p2", "p3"]);
    expect(usedFields(flow())).toEqual(["amount", "kind"]);
  });
});
