import { screen, waitFor } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Meta } from "../../api/types";
import { withFixture, draw } from "../../test/render";
import type { FixtureServer } from "../../test/fixture/server";
import { metas } from "../../test/fixture/meta";
import { ModelPage } from "./pages/ModelPage";

let server: FixtureServer;
beforeEach(() => {
  server = withFixture(1);
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server.instead.set("GET /meta/bim_models", { status: 200, body: { ...metas.customers!, name: "bim_models", label: "模型", fields: [] } as Meta });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const file = { id: "v1", number: 1, name: "水厂.ifc", size: 9, failure: "", ifc_schema: "IFC4", elements: 6, seconds: 1, uploaded_by: null, created_at: "2026-11-20T09:00:00+08:00" };

/** The server's side of the model: its row, and its only file. */
function stands(state: string, version: number): void {
  server.instead.set("GET /r/bim_models/m", { status: 200, body: { id: "m", version, name: "水厂模型", state, project: null, _can: ["update"] } });
  server.instead.set("GET /r/bim_models/m/versions", { status: 200, body: [{ ...file, state, shown: state === "ready" }] });
}

test("a model whose row turns ready after its files were asked for asks for them again", async () => {
  stands("converting", 2);
  server.instead.set("GET /r/bim_models/m/scene", { status: 404, body: { code: "not_found", message: "没有" } });
  draw(<Routes><Route path="/bim/:id" element={<ModelPage />} /></Routes>, "/bim/m");
  expect(await screen.findByText("正在转换，大模型可能需要几分钟")).toBeTruthy();
  stands("ready", 3);
  await vi.advanceTimersByTimeAsync(3500);
  await waitFor(() => expect(screen.getByText("第 1 版 · IFC4 · 6 个构件")).toBeTruthy());
  expect(screen.queryByText(/还没有模型文件/)).toBeNull();
});
