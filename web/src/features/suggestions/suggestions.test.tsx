import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { draw, withFixture } from "../../test/render";
import { SuggestDialog } from "./SuggestDialog";

const sent: Record<string, unknown>[] = [];
let status = 201;
beforeEach(() => {
  sent.length = 0;
  status = 201;
  const server = withFixture(3);
  const handle = server.handle.bind(server);
  server.handle = (method: string, path: string, body: Record<string, unknown>) => {
    if (path !== "/api/v1/r/suggestions") return handle(method, path, body);
    sent.push(body);
    return { status, body: status === 201 ? { id: body.id, version: 1 } : { code: "invalid", message: "有内容需要修改。", fields: { text: ["太长。"] } } };
  };
});
afterEach(() => vi.unstubAllGlobals());

test("what one thinks is sent with the page, not with what was searched there", async () => {
  const close = vi.fn();
  draw(<SuggestDialog onClose={close} />, "/customers?q=机密");
  await userEvent.click(await screen.findByText("问题"));
  await userEvent.type(screen.getByRole("textbox", { name: /内容/ }), "导出很慢");
  await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(sent).toEqual([{ id: expect.any(String) as string, kind: "problem", text: "导出很慢", page: "/customers" }]);
});

test("an empty one is not sent", async () => {
  draw(<SuggestDialog onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole("button", { name: /提\s*交/ }));
  expect(await screen.findByText("请写下您的意见。")).toBeTruthy();
  expect(sent).toEqual([]);
});

test("after a refusal the words stay, and the same id is sent again", async () => {
  status = 400;
  const close = vi.fn();
  draw(<SuggestDialog onClose={close} />);
  await userEvent.type(await screen.findByRole("textbox", { name: /内容/ }), "很好用");
  await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
  expect(await screen.findByText("太长。")).toBeTruthy();
  status = 201;
  await userEvent.click(screen.getByRole("button", { name: /提\s*交/ }));
  await waitFor(() => expect(close).toHaveBeenCalled());
  expect(sent[0]!.id).toBe(sent[1]!.id);
});
