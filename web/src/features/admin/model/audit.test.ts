import { describe, expect, test } from "vitest";
import { asked, byDay, filtersFrom, meaning, named, plain, summary, withDays, type AuditEntry } from "./audit";

const t = (text: string, values: Record<string, unknown> = {}) => text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
const device = (agent: string) => `<${agent}>`;
const change = (label: string, before: unknown, after: unknown, field = label) => ({ field, label, old: before, new: after });

function entry(more: Partial<AuditEntry>): AuditEntry {
  return { id: 1, at: "2026-11-21T14:03:00+08:00", event_at: null, actor: { id: "a", label: "王伟" }, cause: "api", operation: "update", resource: "customers", resource_label: "客户", object: { id: "c", label: "甲公司" }, changes: [], ...more };
}

describe("values in words", () => {
  test.each([
    [null, "空"], ["", "空"], [[], "空"], [0, "0"], [true, "是"], [false, "否"], ["甲", "甲"],
    [["甲", "乙"], "甲、乙"], [{ id: "1", label: "王伟" }, "王伟"], [{ rows: 3 }, '{"rows":3}'],
    ["2026-11-21T18:30:00Z", "2026-11-22 02:30"], ["2026-11-21", "2026-11-21"], ["1234.50", "1234.50"],
  ])("%j is %s", (value, text) => {
    expect(plain(value, t)).toBe(text);
  });
});

describe("the line of an entry", () => {
  test("a change tells old and new, and how many more fields there are", () => {
    const changes = [change("名称", "甲", "乙"), change("电话", null, "138"), change("城市", "南京", null)];
    expect(summary(entry({ changes }), t, device)).toBe("名称：甲 → 乙；电话：空 → 138；还有 1 项");
  });

  test("a new record tells what it was filled with, a deleted one what it held", () => {
    expect(summary(entry({ operation: "create", changes: [change("名称", null, "乙"), change("电话", null, "")] }), t, device)).toBe("名称：乙");
    expect(summary(entry({ operation: "delete", changes: [change("名称", "甲", null)] }), t, device)).toBe("名称：甲");
  });

  test("a colour is told by its name", () => {
    const told = named(entry({ changes: [change("颜色", "gold", "red", "color"), change("颜色", "", "#1677ff", "color")] }), new Map(), t);
    expect(summary(told, t, device)).toBe("颜色：黄 → 红；颜色：空 → #1677ff");
  });

  test("a sign-in tells from where, with what and why it failed", () => {
    const changes = [change("地址", null, "10.0.0.8", "ip"), change("设备", null, "Firefox/130", "user_agent"), change("原因", null, "password", "reason")];
    expect(summary(entry({ operation: "sign_in_failed", changes }), t, device)).toBe("10.0.0.8 · <Firefox/130> · 登录名或密码不正确");
    expect(summary(entry({ operation: "signed_in", changes: changes.slice(0, 1) }), t, device)).toBe("10.0.0.8");
  });

  test("an export tells rows and question", () => {
    const told = (rows: unknown, question: object) => summary(entry({ operation: "export", changes: [change("行数", null, rows, "rows"), change("条件", null, question, "asked")] }), t, device);
    expect(told(1200, { format: "xlsx", q: "城投", filter: ["kind", "=", "a"], ids: null })).toBe("1200 行 · xlsx · 搜索“城投” · 按筛选条件");
    expect(told([10000, false], { format: "csv", ids: ["a"], filter: null, q: "" })).toBe("10000 行 · csv · 勾选的记录");
    expect(summary(entry({ operation: "export", changes: [] }), t, device)).toBe("");
  });

  test("putting away and taking back bear their own names", () => {
    const put = entry({ changes: [change("归档时间", null, "2026-11-21T06:00:00Z", "archived_at")] });
    expect([meaning(put), summary(put, t, device)]).toEqual(["archived", ""]);
    expect(meaning(entry({ changes: [change("归档时间", "2026-11-21T06:00:00Z", null, "archived_at")] }))).toBe("restored");
    expect(meaning(entry({ operation: "create", changes: [change("归档时间", null, null, "archived_at")] }))).toBe("create");
  });

  test("a grant is told in words; ids are not names", () => {
    const grant = entry({ operation: "create", resource: "orgs_grant", resource_label: "grant", object: { id: "g", label: "g" }, changes: [change("角色", null, "销售", "role"), change("对象", null, "customers", "resource"), change("操作", null, "export", "action"), change("数据范围", null, "company", "scope")] });
    const told = named(grant, new Map([["customers", "客户"]]), t);
    expect([told.resource_label, told.object.label]).toEqual(["授权", "销售：客户·导出"]);
    expect(told.changes.map((one) => one.new)).toEqual(["销售", "客户", "导出", "本公司"]);
    const widened = named({ ...grant, operation: "update", changes: [change("数据范围", "own", "group", "scope")] }, new Map(), t);
    expect([widened.object.label, summary(widened, t, device)]).toEqual(["", "数据范围：本人 → 全集团"]);
    expect(named(entry({ object: { id: "c", label: "c" } }), new Map(), t).object.label).toBe("");
  });

  test("nothing to tell is an empty line", () => {
    expect(summary(entry({ changes: [] }), t, device)).toBe("");
  });
});

test("entries stand under their days, of Shanghai", () => {
  const days = byDay([entry({ id: 3, at: "2026-11-21T16:30:00Z" }), entry({ id: 2, at: "2026-11-22T00:10:00+08:00" }), entry({ id: 1, at: "2026-11-21T23:50:00+08:00" })]);
  expect(days.map((one) => [one.day, one.entries.map((each) => each.id)])).toEqual([["2026-11-22", [3, 2]], ["2026-11-21", [1]]]);
});

describe("the question", () => {
  test("is read from the address, unknown words left out", () => {
    expect(filtersFrom(new URLSearchParams("who=u&text=&book=export&resource=customers&limit=9"))).toEqual({ who: "u", resource: "customers" });
  });

  test("for sign-ins and exports holds only what they know", () => {
    const filters = { who: "u", text: "甲", cause: "import", operation: "delete", resource: "customers", since: "2026-01-01" };
    expect(asked("changes", filters)).toEqual(filters);
    expect(asked("sign_in", filters)).toEqual({ who: "u", since: "2026-01-01", until: undefined, operation: "sign_in" });
    expect(asked("export", filters)).toEqual({ who: "u", since: "2026-01-01", until: undefined, resource: "customers", operation: "export" });
  });

  test("a text without days looks at the last 90", () => {
    expect(withDays({ text: "甲" }, "2026-11-21")).toEqual({ text: "甲", since: "2026-08-23" });
    expect(withDays({ text: "甲", until: "2026-03-01" }, "2026-11-21").since).toBe("2025-12-01");
    expect(withDays({ text: "甲", since: "2026-11-01" }, "2026-11-21").since).toBe("2026-11-01");
    expect(withDays({ who: "u" }, "2026-11-21")).toEqual({ who: "u" });
  });
});
