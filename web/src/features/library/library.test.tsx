import { beforeEach, expect, test, vi } from "vitest";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { problem, type FixtureServer } from "../../test/fixture/server";
import { draw, withFixture } from "../../test/render";
import type { TransmittalContent } from "./model/types";
import { LibraryPage } from "./pages/LibraryPage";
import { PersonLinks } from "./parts/transmittals/PersonLinks";
import { SentContent } from "./parts/transmittals/SentContent";

vi.mock("../../api/stream", () => ({ listen: () => () => undefined }));

const folder = (id: string, parent: string | null, name: string, can = ["read", "write", "manage"]) => ({ id, version: 1, parent, name, documents: 0, restricted: false, closed: false, position: 0, can });
const doc = (id: string, name: string, more = {}) => ({ id, version: 1, name, number: `ZL-${id}`, folder: { id: "root", label: "滨江" }, status: "draft", current: 1, revision: "", size: 2048, file: `f-${id}`, previewable: false, owner: null, checked_out_by: null, checked_out_until: null, updated_at: "2026-11-20T10:00:00+08:00", ...more });

let server: FixtureServer;
const answer = (path: string, body: unknown, status = 200) => server.instead.set(path, { status, body });
const sent = (path: string) => server.asked.filter((one) => one.method !== "GET" && one.path === path).map((one) => one.body);

beforeEach(() => {
  server = withFixture();
  server.me.grants = { ...server.me.grants, documents: ["read", "update", "share"], folders: ["read", "create", "update"] };
  answer("GET /library/folders/root/path", [{ id: "root", label: "滨江" }]);
  answer("GET /library/folders/root/tree", { folders: [folder("root", null, "滨江"), folder("plans", "root", "图纸"), folder("closed", "root", "决算", ["read"])] });
  answer("GET /r/documents", { items: [doc("d1", "方案.pdf"), doc("d2", "清单.xlsx", { checked_out_by: { id: "u", label: "袁超" } })], next: null, count: 2 });
  answer("POST /r/documents/bulk", { done: 1, failed: [] });
});

const open = async () => {
  draw(<LibraryPage />, "/library?folder=root");
  return screen.findByRole("table");
};

test("folders first, then documents, with who holds one", async () => {
  const table = await open();
  await screen.findByText("方案.pdf");
  expect([...table.querySelectorAll(".lib-name")].map((one) => one.textContent)).toEqual(["决算", "图纸", "PDF方案.pdf", "XLSX清单.xlsx 袁超"]);
});

test("a document is dragged into a folder; one without the right takes nothing", async () => {
  await open();
  const row = (await screen.findByText("方案.pdf")).closest("tr")!;
  const tree = screen.getByRole("tree", { name: "文件夹" });
  const transfer = { types: ["application/x-zhuke-library"], setData: () => undefined, effectAllowed: "", items: [], files: [] };
  fireEvent.dragStart(row, { dataTransfer: transfer });
  fireEvent.drop(within(tree).getByText("决算"), { dataTransfer: transfer });
  expect(sent("/r/documents/bulk")).toEqual([]);
  fireEvent.dragStart(row, { dataTransfer: transfer });
  fireEvent.drop(within(tree).getByText("图纸"), { dataTransfer: transfer });
  await waitFor(() => expect(sent("/r/documents/bulk")).toEqual([{ ids: ["d1"], action: "move", inputs: { folder: "plans" } }]));
});

test("what is picked goes to the bin together, after a question; what could not go is named", async () => {
  answer("POST /r/documents/bulk", { done: 1, failed: [{ id: "d2", label: "清单.xlsx", message: "袁超 正在编辑。" }] });
  await open();
  await userEvent.click(await screen.findByRole("checkbox", { name: "选择方案.pdf" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "选择清单.xlsx" }));
  expect(screen.getByText("已选 2 项")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /删除/ }));
  expect(sent("/r/documents/bulk")).toEqual([]);
  await userEvent.click(await screen.findByRole("button", { name: "移到回收站" }));
  await waitFor(() => expect(sent("/r/documents/bulk")).toEqual([{ ids: ["d1", "d2"], action: "archive", inputs: {} }]));
  expect(await screen.findByText(/清单.xlsx: 袁超 正在编辑。/)).toBeTruthy();
});

test("a link's address is shown once, with what was asked for", async () => {
  answer("GET /library/links", { items: [] });
  answer("POST /library/links", { id: "l", label: "监理", scope: "documents", folder: null, documents: [], hidden: 0, expires_at: "2026-11-28T10:00:00+08:00", url: "https://example.com/share/abc" }, 201);
  await open();
  await userEvent.click(await screen.findByRole("checkbox", { name: "选择方案.pdf" }));
  await userEvent.click(screen.getByRole("button", { name: /外链分享/ }));
  await userEvent.type(await screen.findByLabelText("给谁"), "监理");
  await userEvent.click(screen.getByRole("button", { name: "生成链接" }));
  expect(await screen.findByDisplayValue("https://example.com/share/abc")).toBeTruthy();
  expect(sent("/library/links")).toEqual([{ documents: [{ document: "d1" }], days: 7, label: "监理" }]);
});

test("a folder that is not there says so and leads back", async () => {
  server.instead.set("GET /library/folders/gone/path", problem(404, "not_found", "文件夹不存在，或不在您的数据范围内。"));
  draw(<LibraryPage />, "/library?folder=gone");
  expect(await screen.findByText("找不到这个文件夹")).toBeTruthy();
  expect(screen.getByRole("link", { name: /资料中心/ }).getAttribute("href")).toBe("/library");
});

test("Delete on a picked document asks and puts it into the bin; with a folder among them it does nothing", async () => {
  await open();
  await userEvent.click(await screen.findByRole("checkbox", { name: "选择方案.pdf" }));
  screen.getByRole("button", { name: /方案.pdf/ }).focus();
  await userEvent.keyboard("{Delete}");
  await userEvent.click(await screen.findByRole("button", { name: "移到回收站" }));
  await waitFor(() => expect(sent("/r/documents/bulk")).toEqual([{ ids: ["d1"], action: "archive", inputs: {} }]));
  await userEvent.click(screen.getByRole("checkbox", { name: "选择方案.pdf" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "选择图纸" }));
  screen.getByRole("button", { name: /方案.pdf/ }).focus();
  await userEvent.keyboard("{Delete}");
  expect(sent("/r/documents/bulk")).toHaveLength(1);
});

test("the bin gives back folders as well as documents", async () => {
  answer("GET /r/folders", { items: [{ id: "f9", version: 3, name: "旧图", archived_at: "2026-11-20T10:00:00+08:00" }], next: null, count: 1 });
  answer("POST /r/folders/f9/restore", { id: "f9", version: 4, name: "旧图" });
  await open();
  await userEvent.click(screen.getByRole("button", { name: "文件夹操作" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "回收站" }));
  await userEvent.click(await screen.findByRole("button", { name: "恢复旧图" }));
  await waitFor(() => expect(sent("/r/folders/f9/restore")).toEqual([{ version: 3 }]));
  expect(server.asked.some((one) => one.path === "/r/folders" && one.query.get("filter")?.includes("archived_at"))).toBe(true);
});

test("who may come in is saved with the level that was chosen", async () => {
  const access = { version: 2, restricted: false, level: "manage", grants: [], inherited: [] };
  answer("GET /library/folders/root/access", access);
  answer("PUT /library/folders/root/access", { ...access, version: 3 });
  await open();
  await userEvent.click(screen.getByRole("button", { name: "文件夹操作" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "文件夹权限" }));
  await userEvent.click(await screen.findByRole("switch", { name: "仅指定的人可见" }));
  await userEvent.click(screen.getByRole("button", { name: /保\s*存/ }));
  await waitFor(() => expect(sent("/library/folders/root/access")).toEqual([{ version: 2, restricted: true, grants: [] }]));
});

test("how far each letter is stands beside its receiver; fresh links go by mail only where one wants it", async () => {
  const person = (id: string, name: string, more: object = {}) => ({ id, name, contact: null, company: "", email: "", reachable: false, mail: null, expires_at: null, opened_at: null, acknowledged_at: null, acknowledged_by: "", ...more });
  const content = { version: 1, hidden: 0, items: [], recipients: [person("a", "陈工", { email: "chen@example.com", reachable: true, mail: { state: "failed", at: "2026-11-20T10:00:00+08:00", error: "550" } }), person("b", "吴监理")] } as TransmittalContent;
  answer("POST /library/transmittals/t/links", [{ recipient: { id: "a", label: "陈工" }, url: "https://example.com/transmittal/x", mailed: false }]);
  draw(<><SentContent row={{ id: "t", version: 2, state: "sent", direction: "out" }} content={content} /><PersonLinks /></>);
  expect(await screen.findByText("邮件没有发出，请核对邮箱后重新生成链接")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "重新生成链接" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "用邮件发给有邮箱的 1 人" }));
  await userEvent.click(screen.getByRole("button", { name: "重新生成" }));
  expect(await screen.findByText("https://example.com/transmittal/x")).toBeTruthy();
  expect(sent("/library/transmittals/t/links")).toEqual([{ mail: false }]);
});
