import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import type { Row } from "../../api/types";
import { rememberRow } from "./row";

test("a saved row goes into pages of rows; totals under the same key are left alone", () => {
  const client = new QueryClient();
  const totals = { asked: { count: 1 } };
  client.setQueryData(["list", "change_requests", "totals", "p"], totals);
  client.setQueryData(["list", "change_requests", {}], { pages: [{ items: [{ id: "a", title: "旧" }], next: null }], pageParams: [""] });
  rememberRow(client, "change_requests", { id: "a", version: 2, title: "新" } as unknown as Row);
  expect(client.getQueryData(["list", "change_requests", "totals", "p"])).toEqual(totals);
  expect(client.getQueryData<{ pages: { items: Row[] }[] }>(["list", "change_requests", {}])?.pages[0]?.items[0]?.title).toBe("新");
});
