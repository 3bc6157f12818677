import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Comment } from "../../api/types";
import { customers } from "../../test/fixture/meta";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import { ChatPanel } from "./ChatPanel";
import { entriesOf } from "./chatModel";

const said = (id: string, at: string, who: string): Comment => ({
  id, body: id, author: { id: who, label: who }, mentions: [], created_at: at, edited_at: null, reply_to: null, files: [], can_edit: false, can_delete: false,
});

describe("what a conversation shows", () => {
  const comments = [
    said("a", "2026-11-20T09:00:00+08:00", "li"),
    said("b", "2026-11-20T09:03:00+08:00", "li"),
    said("c", "2026-11-20T09:09:00+08:00", "li"),
    said("d", "2026-11-21T00:01:00+08:00", "me"),
  ];
  const shape = (first: string | null) => entriesOf(comments, [], "me", first).map((one) => (one.kind === "said" ? `${one.key}${one.mine ? "*" : ""}${one.goesOn ? "+" : ""}` : one.key));

  test("days of Shanghai part it; what one says within five minutes stands together", () => {
    expect(shape(null)).toEqual(["day-2026-11-20", "a", "b+", "c", "day-2026-11-21", "d*"]);
  });

  test("the place where the new begins, with its name again", () => {
    expect(shape("b")).toEqual(["day-2026-11-20", "a", "new", "b", "c", "day-2026-11-21", "d*"]);
  });

  test("a message on its way stands below, until the server has it", () => {
    const message = { id: "e", at: "", written: { body: "e", mentions: [], files: [] }, answered: null, failed: false };
    expect(entriesOf(comments, [message], "me", null).at(-1)).toMatchObject({ kind: "outgoing", key: "e" });
    expect(entriesOf(comments, [{ ...message, id: "d" }], "me", null).at(-1)).toMatchObject({ kind: "said", key: "d" });
  });
});

describe("the conversation", () => {
  let server: FixtureServer;
  beforeEach(() => {
    server = withFixture(3);
  });
  afterEach(() => vi.unstubAllGlobals());
  const posted = () => server.asked.filter((one) => one.method === "POST" && one.path.endsWith("/comments"));

  test("a message that did not get through is kept and sent again under the same id", async () => {
    const row = server.rows.customers![0]!;
    draw(<ChatPanel resource="customers" row={row} meta={customers} />);
    expect(await screen.findByText(/还没有人说话/)).toBeTruthy();
    server.instead.set(`POST /r/customers/${row.id}/comments`, problem(503, "busy", "服务器正在重启。"));
    await userEvent.type(screen.getByRole("textbox", { name: "写留言" }), "三层已浇筑");
    await userEvent.click(screen.getByRole("button", { name: "发送" }));
    expect(await screen.findByText("没有发出去")).toBeTruthy();
    expect((screen.getByRole("textbox", { name: "写留言" }) as HTMLTextAreaElement).value).toBe("");
    server.instead.clear();
    await userEvent.click(screen.getByRole("button", { name: "重新发送" }));
    await waitFor(() => expect(screen.queryByText("没有发出去")).toBeNull());
    expect(posted().map((one) => one.body.id)).toEqual([posted()[0]!.body.id, posted()[0]!.body.id]);
    expect(server.comments.map((one) => one.body)).toEqual(["三层已浇筑"]);
  });
});
