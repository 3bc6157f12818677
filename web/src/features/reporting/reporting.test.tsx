import { screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withFixture, draw } from "../../test/render";
import type { FixtureServer } from "../../test/fixture/server";
import { OfProject } from "./parts/Satisfaction";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(3);
});
afterEach(() => vi.unstubAllGlobals());

const scores = { quality: 4, progress: 2, safety: 5, communication: 4, overall: 3 };

test("satisfaction: the mean, each score, what was said, a bad one set off", async () => {
  const items = [{ id: "a", name: "王主任", at: "2026-11-20T09:00:00+08:00", score: 3.6, lowest: 2, remark: "进度慢", project: { id: "p", label: "东湖" }, ...scores }];
  server.instead.set("GET /r/projects/p/satisfaction", { status: 200, body: { asked: 3, answered: 1, score: 3.6, scores, items } });
  draw(<OfProject id="p" />);
  expect(await screen.findByText("发出 3 份，答复 1 份")).toBeTruthy();
  expect(screen.getByText("进度慢")).toBeTruthy();
  expect(screen.getByText("3.6 分").className).toContain("danger-text");
});

test("nothing is shown until somebody was asked", async () => {
  server.instead.set("GET /r/projects/p/satisfaction", { status: 200, body: { asked: 0, answered: 0, score: null, scores: {}, items: [] } });
  const { container } = draw(<OfProject id="p" />);
  await vi.waitFor(() => expect(server.asked.some((one) => one.path.endsWith("/satisfaction"))).toBe(true));
  expect(container.textContent).toBe("");
});
