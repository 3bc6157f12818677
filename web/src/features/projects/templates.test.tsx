import { expect, test } from "vitest";
import { screen, within } from "@testing-library/react";
import type { Meta, Row } from "../../api/types";
import { draw, withFixture } from "../../test/render";
import { OfContract } from "./parts/ProjectsTab";
import { TemplateContent } from "./parts/TemplateContent";

const meta = { name: "project_templates" } as Meta;
const show = (content: object) => draw(<TemplateContent resource="project_templates" meta={meta} row={{ id: "t", version: 1, content } as Row} />);

test("a template tells its tasks by level, milestones, shares of the budget and risks", async () => {
  const server = withFixture();
  server.instead.set("GET /r/cost_items", { status: 200, body: { items: [{ id: "c", version: 1, code: "03", name: "机械费" }], next: null } });
  show({
    tasks: [{ name: "基础", kind: "summary", duration: 0, parent: null }, { name: "土方开挖", kind: "task", duration: 2400, parent: 0 }, { name: "验槽", kind: "milestone", duration: 0, parent: 0 }],
    budget: [{ code: "03", share: "12.3456", note: "" }],
    risks: [{ title: "基坑渗水", probability: 4, impact: 3, actions: ["备抽水泵"] }],
  });
  const tasks = within(screen.getByRole("region", { name: "进度计划" })).getAllByRole("listitem");
  expect(tasks.map((one) => one.textContent)).toEqual(["基础", "土方开挖5 天", "验槽里程碑"]);
  expect(await screen.findByText(/机械费/)).toBeTruthy();
  expect(screen.getByText("合同额的 12.35%")).toBeTruthy();
  expect(screen.getByRole("region", { name: "风险清单" }).textContent).toContain("风险值 12备抽水泵");
  expect(screen.queryByRole("region", { name: "文件夹" })).toBeNull();
});

test("an empty template says how it is filled", () => {
  withFixture();
  show({});
  expect(screen.getByText(/另存为模板/)).toBeTruthy();
});

test("a subcontract asks for the link to its project, a main contract for the project itself", async () => {
  const server = withFixture();
  const row = (direction: string) => ({ id: "k", version: 1, direction, customer: { id: "u", label: "甲方" } }) as unknown as Row;
  draw(<OfContract resource="contracts" meta={meta} row={row("expense")} />);
  await expect.poll(() => server.asked.some((one) => one.path.includes("project_contracts"))).toBe(true);
  expect(server.asked.some((one) => /\/r\/projects$|meta\/projects$/.test(one.path))).toBe(false);
  draw(<OfContract resource="contracts" meta={meta} row={row("income")} />);
  await expect.poll(() => server.asked.some((one) => one.path.endsWith("/meta/projects"))).toBe(true);
});
