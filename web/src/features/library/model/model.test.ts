import { describe, expect, test } from "vitest";
import { ApiError } from "../../../api/errors";
import { grantKey, whoOf, withGrant } from "./access";
import { byDiscipline, drawingFilter } from "./drawings";
import { foundInInput, isLitter } from "./dropped";
import { endingOf, lookOf, markOf } from "./kinds";
import { UploadQueue, progressOf, worthRetry, type Outcome, type Sending } from "./queue";
import { draftOf, wishOf, withDocument } from "./sending";
import { grow, mayMoveInto, pathTo, unfolded, walk } from "./tree";
import type { Doc, Folder } from "./types";

const folder = (id: string, parent: string | null, name = id, more: Partial<Folder> = {}): Folder => ({ id, parent, name, documents: 0, restricted: false, can: ["read", "write"], ...more });
const FOLDERS = [folder("root", null), folder("b", "root", "图纸 10"), folder("a", "root", "图纸 2"), folder("deep", "a"), folder("first", "root", "会议", { position: -1 })];

describe("tree", () => {
  test("each level by place, then by name as people count", () => {
    const tree = grow(FOLDERS);
    expect(tree[0]!.children.map((one) => one.folder.id)).toEqual(["first", "a", "b"]);
    expect(tree[0]!.children[1]!.children[0]!.depth).toBe(2);
  });
  test("a folder whose parent is closed to the person stands at the top; a ring of parents does not hang", () => {
    expect(grow([folder("x", "hidden")]).map((one) => one.folder.id)).toEqual(["x"]);
    expect(pathTo([folder("x", "y"), folder("y", "x")], "x")).toHaveLength(2);
  });
  test("only what is unfolded is shown", () => {
    const ids = (open: string[]) => unfolded(grow(FOLDERS), new Set(open)).map((one) => one.folder.id);
    expect(ids([])).toEqual(["root"]);
    expect(ids(["root"])).toEqual(["root", "first", "a", "b"]);
    expect(ids(["root", "a"])).toEqual(["root", "first", "a", "deep", "b"]);
  });
  test("nothing moves into itself, below itself or to where it is", () => {
    expect(mayMoveInto(FOLDERS, "a", "b")).toBe(true);
    expect(["a", "deep", "root"].map((to) => mayMoveInto(FOLDERS, "a", to))).toEqual([false, false, false]);
  });
  test("arrows walk, unfold and fold", () => {
    const open = new Set(["root"]);
    const shown = unfolded(grow(FOLDERS), open);
    expect(walk(shown, open, "root", "ArrowDown")!.at).toBe("first");
    expect(walk(shown, open, "b", "ArrowDown")!.at).toBe("b");
    expect([...walk(shown, open, "a", "ArrowRight")!.open]).toContain("a");
    expect(walk(shown, open, "a", "ArrowLeft")!.at).toBe("root");
    expect([...walk(shown, open, "root", "ArrowLeft")!.open]).toEqual([]);
    expect(walk(shown, open, "a", "x")).toBeNull();
  });
});

describe("files that come in", () => {
  const file = (path: string) => Object.defineProperty(new File(["x"], path.split("/").at(-1)!), "webkitRelativePath", { value: path.includes("/") ? path : "" });
  test("a chosen folder keeps its tree, without what computers leave behind", () => {
    const found = foundInInput([file("图纸/建筑/A-01.pdf"), file("图纸/.DS_Store"), file("图纸/~$合同.docx"), file("图纸/.git/config"), file("单个.txt")]);
    expect(found.map((one) => [...one.path, one.file.name].join("/"))).toEqual(["图纸/建筑/A-01.pdf", "单个.txt"]);
    expect(isLitter("Thumbs.DB")).toBe(true);
  });
  test("kinds by ending", () => {
    expect(["A.PDF", "表.xlsx", "photo.JPeg", "noending", ".hidden", "x.dwg"].map(lookOf)).toEqual(["pdf", "sheet", "picture", "other", "other", "drawing"]);
    expect(endingOf("a.tar.gz")).toBe("gz");
    expect(markOf("清单.numbers")).toBe("NUMB");
  });
});

describe("upload queue", () => {
  const done = (document: string): Outcome => ({ document, what: "created", version: 1 });
  const found = (name: string, size = 1) => ({ file: new File(["x".repeat(size)], name), path: [] });
  const settled = () => new Promise((resolve) => setTimeout(resolve));

  test("two at a time; a failure keeps its key for the second try and stops nobody", async () => {
    let running = 0;
    let most = 0;
    let refuse = true;
    const keys: string[] = [];
    const arrived: string[][] = [];
    const queue = new UploadQueue(async (one: Sending) => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      running -= 1;
      if (one.found.file.name === "b") {
        keys.push(one.key);
        if (refuse) throw new Error("offline");
      }
      return done(one.found.file.name);
    }, (folders) => arrived.push(folders));
    queue.add("f", ["a", "b", "c", "d"].map((name) => found(name)));
    while (queue.snapshot().some((one) => one.state === "waiting" || one.state === "sending")) await settled();
    await settled();
    expect(most).toBe(2);
    expect(queue.snapshot().map((one) => one.state)).toEqual(["done", "failed", "done", "done"]);
    expect(arrived).toEqual([["f"]]);
    refuse = false;
    queue.retry();
    while (queue.snapshot().some((one) => one.state !== "done")) await settled();
    await settled();
    expect(keys[0]).toBe(keys[1]);
    expect(arrived).toEqual([["f"], ["f"]]);
    queue.clear();
    expect(queue.snapshot()).toEqual([]);
  });

  test("a refused content is not offered again, a cut line is", () => {
    expect([0, 503, 409, 400, 403, 413].map((status) => worthRetry(new ApiError(status, { code: "x" })))).toEqual([true, true, true, false, false, false]);
  });

  test("what is on its way is not dropped; progress counts bytes", async () => {
    const queue = new UploadQueue((_one, onProgress) => { onProgress(0.5); return new Promise(() => undefined); }, () => undefined);
    queue.add("f", [found("a", 300), found("b", 100), found("c", 100)]);
    queue.drop(queue.snapshot()[0]!.key);
    queue.drop(queue.snapshot()[2]!.key);
    expect(queue.snapshot().map((one) => one.found.file.name)).toEqual(["a", "b"]);
    expect(progressOf(queue.snapshot())).toBe(0.5);
    expect(progressOf([])).toBe(0);
  });
});

describe("access, drawings, sending", () => {
  test("a grant is for one of three; nobody is named twice", () => {
    const one = withGrant([], "unit", { id: "u", label: "华东" });
    expect(whoOf(one[0]!)).toEqual({ kind: "unit", id: "u", label: "华东" });
    expect(withGrant(one, "unit", { id: "u", label: "华东" })).toBe(one);
    expect(withGrant(one, "person", { id: "u", label: "同号的人" }).map(grantKey)).toEqual(["unit-u", "person-u"]);
  });
  test("drawings: in the dictionary's order, numbers as people count, none last", () => {
    const doc = (id: string, discipline: string | null, drawing_number: string) => ({ id, discipline, drawing_number }) as unknown as Doc;
    const groups = byDiscipline([doc("1", null, ""), doc("2", "struct", "S-10"), doc("3", "struct", "S-2"), doc("4", "arch", "A-1")], ["arch", "struct"]);
    expect(groups.map((group) => [group.discipline, group.docs.map((one) => one.id)])).toEqual([["arch", ["4"]], ["struct", ["3", "2"]], ["", ["1"]]]);
    expect(drawingFilter({ which: "all", discipline: null, project: null })).toEqual(["kind", "=", "drawing"]);
    expect(drawingFilter({ which: "current", discipline: "arch", project: "p" })).toEqual({ and: [["kind", "=", "drawing"], ["project", "=", "p"], ["status", "in", ["released"]], ["discipline", "=", "arch"]] });
  });
  test("what is sent: exact versions where known, empty lines left out", () => {
    const draft = draftOf({
      version: 5, hidden: 0,
      items: [{ id: "i", document: { id: "d", label: "A-01" }, number: "ZL-1", drawing_number: "A-01", version: 3, revision: "B", newer: false, copies: 2 }],
      recipients: [{ id: "r", contact: { id: "c", label: "王工" }, name: "王工", company: "监理", email: "", reachable: true, mail: null, expires_at: null, opened_at: null, acknowledged_at: null, acknowledged_by: "" }],
    });
    expect(draft.items[0]!.word).toBe("B");
    const items = withDocument(withDocument(draft.items, { id: "d", label: "A-01" }), { id: "e", label: "A-02" });
    const blank = { key: "k", contact: null, name: "  ", company: "", email: "" };
    expect(wishOf({ items, recipients: [...draft.recipients, blank, { ...blank, name: " 李四 ", email: "li@example.com" }] }, 5)).toEqual({
      version: 5,
      items: [{ document: "d", version: 3, copies: 2 }, { document: "e", copies: 1 }],
      recipients: [{ contact: "c" }, { name: "李四", email: "li@example.com" }],
    });
  });
});
