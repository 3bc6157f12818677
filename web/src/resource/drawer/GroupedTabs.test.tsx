import { expect, test, vi } from "vitest";
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { Meta, Row } from "../../api/types";
import { draw, withFixture } from "../../test/render";
import type { DrawerTab } from "../registry";
import { GroupedTabs, shownGroups } from "./GroupedTabs";

const tab = (key: string, label: string): DrawerTab => ({ key, label, component: () => null });
const TABS = [tab("overview", "概览"), tab("plan", "计划"), tab("bim", "BIM 模型"), tab("money", "成本"), tab("new", "新来的")];
const GROUPS = [{ label: "概览", tabs: ["overview"] }, { label: "计划与模型", tabs: ["plan", "bim"] }, { label: "合同与成本", tabs: ["contracts", "money"] }];

test("a group with one tab bears its name, an empty one is gone, and no tab is lost", () => {
  expect(shownGroups(TABS, GROUPS).map((group) => [group.label, group.members.map((one) => one.key)])).toEqual([
    ["概览", ["overview"]], ["计划与模型", ["plan", "bim"]], ["成本", ["money"]], ["新来的", ["new"]],
  ]);
  expect(shownGroups(TABS.slice(0, 1), GROUPS).map((group) => group.label)).toEqual(["概览"]);
});

test("the second row leads to what belongs to the subject", async () => {
  withFixture();
  const onTab = vi.fn();
  draw(<GroupedTabs meta={{ name: "projects" } as Meta} row={{ id: "j" } as Row} tabs={TABS} groups={GROUPS} active="bim" onTab={onTab} draw={(one) => <p>{`这里是${one.label}`}</p>} />);
  expect(screen.getAllByRole("tab").map((one) => [one.textContent, one.getAttribute("aria-selected")])).toEqual([["概览", "false"], ["计划与模型", "true"], ["成本", "false"], ["新来的", "false"]]);
  const parts = within(screen.getByRole("navigation", { name: "计划与模型" }));
  expect(parts.getByRole("button", { name: "BIM 模型" }).getAttribute("aria-current")).toBe("page");
  expect(screen.getByText("这里是BIM 模型")).toBeTruthy();
  await userEvent.click(parts.getByRole("button", { name: "计划" }));
  await userEvent.click(screen.getByRole("tab", { name: "成本" }));
  expect(onTab.mock.calls).toEqual([["plan"], ["money"]]);
});
