import { useState } from "react";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { draw } from "../../../test/render";
import { diff, draftOf, type Draft, type Matrix } from "../model/matrix";
import { MatrixTable } from "./MatrixTable";

const action = (name: string, label: string, standard = true) => ({ name, label, standard });
const matrix: Matrix = {
  role: { id: "r", label: "销售", code: "sales", preset: true, active: true }, version: 1,
  scopes: [{ value: "own", label: "本人" }, { value: "department", label: "本部门" }, { value: "below", label: "本部门及下级" }, { value: "company", label: "本公司" }, { value: "group", label: "全集团" }],
  resources: [
    { name: "customers", label: "客户", shared: false, actions: [action("read", "查看"), action("export", "导出"), action("merge", "合并", false)], fields: [] },
    { name: "roles", label: "角色", shared: true, actions: [action("read", "查看")], fields: [] },
  ],
  grants: { customers: { read: "department" } }, fields: {},
  may_give: { customers: { read: "group", export: "group", merge: "own" }, roles: { read: "group" } }, can_edit: true,
};

let now: Draft;
beforeEach(() => {
  now = draftOf(matrix);
});

function Screen({ editable = true, text = "" }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(matrix));
  const change = (next: Draft) => {
    now = next;
    setDraft(next);
  };
  return <MatrixTable matrix={matrix} draft={draft} text={text} onChange={editable ? change : undefined} />;
}

const changes = () => diff(matrix, now).map(({ resource, name, after }) => `${resource}.${name}:${String(after)}`);

test("the mouse: a cell opens its scopes; those beyond one's own rights are there but locked", async () => {
  draw(<Screen />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "客户 · 合并：无" }));
  expect(screen.getByRole("option", { name: /全集团/ })).toHaveProperty("disabled", true);
  await user.click(screen.getByRole("option", { name: /本人/ }));
  expect(changes()).toEqual(["customers.merge:own"]);
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "客户 · 合并：本人" }));
});

test("the keyboard: figures set a scope, arrows walk, Shift takes the whole row as far as one may give", async () => {
  draw(<Screen />);
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "客户 · 查看：本部门" }));
  await user.keyboard("{ArrowRight}3");
  expect(changes()).toEqual(["customers.export:below"]);
  await user.keyboard("{Shift>}1{/Shift}");
  expect(changes()).toEqual(["customers.read:own", "customers.export:own", "customers.merge:own"]);
  await user.keyboard("{Shift>}4{/Shift}");
  expect(changes()).toEqual(["customers.read:company", "customers.export:company", "customers.merge:own"]);
  await user.keyboard("{ArrowDown}3");
  expect(changes()).toHaveLength(3);
  await user.keyboard("5");
  expect(changes()).toContain("roles.read:group");
});

test("Escape leaves a cell as it was", async () => {
  draw(<Screen />);
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard("{Enter}{ArrowDown}{Escape}");
  expect(changes()).toEqual([]);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "客户 · 查看：本部门" }));
});

test("who may only look finds no cell to press; a search narrows the rows", () => {
  draw(<Screen editable={false} text="角色" />);
  expect(screen.queryByText("客户")).toBeNull();
  expect(screen.getByRole("button", { name: "角色 · 查看：无" })).toHaveProperty("disabled", true);
});
