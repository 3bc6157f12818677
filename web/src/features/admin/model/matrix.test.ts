import { describe, expect, test } from "vitest";
import { body, choices, diff, draftOf, isOpen, rebase, scopeOf, setField, setScope, type Matrix, type MatrixResource } from "./matrix";
import { grouped, isBusiness } from "./groups";
import { columnsOf, shownGroups } from "./shown";

const action = (name: string, standard = true) => ({ name, label: name, standard });
const customers: MatrixResource = { name: "customers", label: "客户", shared: false, actions: [action("read"), action("update"), action("export"), action("merge", false)], fields: [{ name: "phone", label: "单位电话", may_give: true }, { name: "budget", label: "预算金额", may_give: false }] };
const contracts: MatrixResource = { name: "contracts", label: "合同", shared: false, actions: [action("read"), action("archive")], fields: [] };
const roles: MatrixResource = { name: "roles", label: "角色", shared: true, actions: [action("read"), action("update")], fields: [] };

function matrix(more: Partial<Matrix> = {}): Matrix {
  return {
    role: { id: "r", label: "销售", code: "sales", preset: true, active: true }, version: 7,
    scopes: [], resources: [customers, contracts, roles],
    grants: { customers: { read: "department", update: "own" }, gone: { read: "group" } },
    fields: { customers: ["phone"] },
    may_give: { customers: { read: "group", update: "group", export: "own" }, contracts: { read: "group" }, roles: { read: "group" } },
    can_edit: true, ...more,
  };
}

describe("setting a cell", () => {
  test("leaves what was read from the server untouched", () => {
    const one = matrix();
    setScope(draftOf(one), "customers", "read", "group");
    setScope({ grants: one.grants, fields: one.fields }, "customers", "read", null);
    expect(one.grants).toEqual(matrix().grants);
    expect(one.fields).toEqual(matrix().fields);
  });

  test("the first right of a record brings reading along, in its own scope", () => {
    const draft = setScope(draftOf(matrix()), "contracts", "archive", "company");
    expect(draft.grants.contracts).toEqual({ read: "company", archive: "company" });
  });

  test("a wider right does not widen reading", () => {
    expect(setScope(draftOf(matrix()), "customers", "export", "group").grants.customers).toEqual({ read: "department", update: "own", export: "group" });
  });

  test("without reading the row's rights and open fields go", () => {
    const draft = setScope(draftOf(matrix()), "customers", "read", null);
    expect(draft.grants.customers).toBeUndefined();
    expect(draft.fields.customers).toBeUndefined();
    expect(draft.grants.gone).toEqual({ read: "group" });
  });

  test("taking away another right keeps the rest", () => {
    expect(setScope(draftOf(matrix()), "customers", "update", null).grants.customers).toEqual({ read: "department" });
  });

  test("fields open and close", () => {
    const opened = setField(draftOf(matrix()), "customers", "budget", true);
    expect(isOpen(opened, "customers", "budget")).toBe(true);
    expect(setField(setField(opened, "customers", "budget", false), "customers", "phone", false).fields).toEqual({});
    expect(setField(opened, "customers", "budget", true).fields.customers).toEqual(["phone", "budget"]);
  });
});

describe("what differs", () => {
  test("nothing at first, and nothing after going back", () => {
    const one = matrix();
    expect(diff(one, draftOf(one))).toEqual([]);
    expect(diff(one, setScope(setScope(draftOf(one), "customers", "export", "own"), "customers", "export", null))).toEqual([]);
  });

  test("each cell once, with both values, what follows from it included", () => {
    const one = matrix();
    const draft = setField(setScope(setScope(draftOf(one), "customers", "read", "company"), "contracts", "archive", "own"), "customers", "phone", false);
    expect(diff(one, draft)).toEqual([
      { resource: "customers", kind: "action", name: "read", before: "department", after: "company" },
      { resource: "customers", kind: "field", name: "phone", before: true, after: false },
      { resource: "contracts", kind: "action", name: "read", before: null, after: "own" },
      { resource: "contracts", kind: "action", name: "archive", before: null, after: "own" },
    ]);
  });

  test("is put upon what somebody else saved meanwhile", () => {
    const one = matrix();
    const changes = diff(one, setField(setScope(draftOf(one), "customers", "export", "own"), "customers", "phone", false));
    const fresh = matrix({ version: 8, grants: { customers: { read: "group" } }, fields: { customers: ["phone", "budget"] } });
    const draft = rebase(fresh, changes);
    expect(draft.grants.customers).toEqual({ read: "group", export: "own" });
    expect(draft.fields.customers).toEqual(["budget"]);
  });
});

test("what is sent: version, both halves, only resources that exist", () => {
  const one = matrix();
  expect(body(one, setScope(draftOf(one), "contracts", "read", "below"))).toEqual({
    version: 7,
    grants: { customers: { read: "department", update: "own" }, contracts: { read: "below" } },
    fields: { customers: ["phone"] },
  });
});

describe("what a cell offers", () => {
  const open = (resource: MatrixResource, name: string, more: Partial<Matrix> = {}) => choices(matrix(more), resource, name).filter((one) => !one.why).map((one) => one.scope);

  test("everything to whoever holds it in the whole group", () => {
    expect(open(customers, "read")).toEqual([null, "own", "department", "below", "company", "group"]);
  });

  test("only 本人 to whoever holds it narrower, nothing to whoever does not", () => {
    expect(open(customers, "export")).toEqual([null, "own"]);
    expect(open(customers, "merge")).toEqual([null]);
  });

  test("what is saved and narrower stays open: taking away is always allowed", () => {
    expect(open(customers, "merge", { grants: { customers: { read: "own", merge: "below" } } })).toEqual([null, "own", "department", "below"]);
  });

  test("shared data knows only the whole group, and what was saved before", () => {
    expect(choices(matrix(), roles, "read").map((one) => one.scope)).toEqual([null, "group"]);
    expect(choices(matrix({ grants: { roles: { read: "below" } } }), roles, "read").map((one) => one.scope)).toEqual([null, "below", "group"]);
  });
});

describe("what the screen shows", () => {
  const t = (text: string) => text;

  test("a column for each standard action, special ones apart", () => {
    expect(columnsOf(matrix().resources).map((one) => one.name)).toEqual(["read", "update", "export", "archive"]);
  });

  test("groups in a fixed order; a resource that no heading names is business", () => {
    expect(shownGroups(matrix().resources, "", t).map((group) => [group.label, group.items.map((one) => one.name)])).toEqual([["客户管理", ["customers"]], ["合同", ["contracts"]], ["组织与权限", ["roles"]]]);
    expect(grouped([{ name: "newcomers" }, { name: "entry_rules" }]).map((group) => [group.label, group.items[0]!.name])).toEqual([["其他业务", "newcomers"], ["系统设置", "entry_rules"]]);
    expect(["contracts", "newcomers", "users", "entry_rules", "roles"].map(isBusiness)).toEqual([true, true, true, false, false]);
  });

  test("a search looks at records, special actions and fields", () => {
    const found = (text: string) => shownGroups(matrix().resources, text, t).flatMap((group) => group.items.map((one) => one.name));
    expect(found("合")).toEqual(["contracts"]);
    expect(found("MERGE")).toEqual(["customers"]);
    expect(found("预算")).toEqual(["customers"]);
    expect(found("read")).toEqual([]);
  });
});

test("a cell without a grant is nothing", () => {
  expect(scopeOf(draftOf(matrix()), "contracts", "read")).toBeNull();
});
