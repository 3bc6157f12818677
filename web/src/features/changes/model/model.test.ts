import { describe, expect, test, vi } from "vitest";
import { sameContent, type Sheet } from "../api";
import { faultsOf, lineAmount, newDraft, numberOf, sheetBody, totalOf, type SheetDraft } from "./draft";
import { sendDraft, type Server } from "./sending";
import { all, drop, find, keep } from "./store";

const say = { contract: "合同", name: "名称", line: "行", quantity: "数量", price: "单价", days: "天" };
const draft = (values: Partial<SheetDraft> = {}): SheetDraft => ({
  ...newDraft("me", "2026-11-22", 5), contract: { id: "c", label: "总包合同" }, name: "拆墙", lines: [{ name: "砖墙", uom: "m³", quantity: "12.5", price: "86.40" }, { name: "", uom: "", quantity: "1", price: "" }], ...values,
});

describe("what is typed", () => {
  test("numbers as phones give them", () => {
    expect(["12.5", "１２．５", "1,200", " -3 ", "12a", "", "."].map(numberOf)).toEqual([12.5, 12.5, 1200, -3, null, null, null]);
  });

  test("amounts are rounded as the server does", () => {
    expect(lineAmount({ name: "a", uom: "", quantity: "1.005", price: "1" })).toBe(1.01);
    expect(lineAmount({ name: "a", uom: "", quantity: "-2.5", price: "0.33" })).toBe(-0.83);
    expect(totalOf([...draft().lines, { name: "车", uom: "", quantity: "3", price: "450" }])).toBe(2430);
  });

  test("what is missing is said at its field; an empty last line is not", () => {
    expect(faultsOf(draft(), say)).toEqual({});
    expect(faultsOf(draft({ contract: null, name: " ", days: "1.5", lines: [{ name: "", uom: "", quantity: "x", price: "-1" }] }), say)).toEqual({
      contract: "合同", name: "名称", days: "天", "lines.0.name": "行", "lines.0.quantity": "数量", "lines.0.price": "单价",
    });
  });

  test("the body holds used lines and plain numbers", () => {
    const body = sheetBody(draft({ days: "２", position: { longitude: 120.5, latitude: 31.2, accuracy: 8 } }));
    expect(body).toMatchObject({ version: null, contract: "c", days: 2, longitude: 120.5, lines: [{ name: "砖墙", uom: "m³", quantity: "12.5", unit_price: "86.4" }] });
  });
});

describe("sending", () => {
  const signature = { id: "s", role: "customer", name: "陈", company: "", image: null };
  const whole = () => draft({ photos: [{ id: "p1", name: "1.jpg", blob: new Blob() }, { id: "p2", name: "2.jpg", blob: new Blob() }], signatures: [signature], submit: true });
  const calls = (fails = "") => {
    const log: string[] = [];
    const note = (what: string) => { log.push(what); if (what === fails) throw new Error("offline"); };
    const server: Server = {
      sheet: async () => (note("sheet"), 1), photo: async (_d, one) => note(one.id), digest: async () => (note("digest"), "abc"),
      sign: async (_d, one, digest) => note(`${one.id}:${digest}`), submit: async () => note("submit"),
    };
    return { log, server };
  };

  test("content, photos, signatures over what is there then, submission: in this order", async () => {
    const { log, server } = calls();
    const part = vi.fn();
    await sendDraft(whole(), server, async () => undefined, part);
    expect(log).toEqual(["sheet", "p1", "p2", "digest", "s:abc", "submit"]);
    expect(part).toHaveBeenLastCalledWith(5, 5);
  });

  test("after a dropped line only the rest is sent", async () => {
    let kept = whole();
    await expect(sendDraft(kept, calls("p2").server, async (next) => { kept = next; }, () => undefined)).rejects.toThrow("offline");
    expect([kept.sent, kept.version, kept.photos.map((one) => one.id), kept.sentPhotos]).toEqual([true, 1, ["p2"], 1]);
    const again = calls();
    await sendDraft(kept, again.server, async () => undefined, () => undefined);
    expect(again.log).toEqual(["p2", "digest", "s:abc", "submit"]);
  });

  test("an answer that was lost is told from somebody else's change", () => {
    const sheet = { variation: { name: "拆墙", place: "", reason: "" }, lines: [{ name: "砖墙", quantity: "12.5000", unit_price: "86.40" }] } as unknown as Sheet;
    expect(sameContent(sheet, draft())).toBe(true);
    expect(sameContent(sheet, draft({ place: "东侧" }))).toBe(false);
    expect(sameContent({ ...sheet, lines: [] }, draft())).toBe(false);
  });
});

test("drafts are their owner's alone", async () => {
  const mine = draft();
  await keep(mine);
  await keep(draft({ owner: "other" }));
  expect((await all("me")).map((one) => one.id)).toEqual([mine.id]);
  expect(await find(mine.id, "other")).toBeNull();
  await drop(mine.id);
  expect(await find(mine.id, "me")).toBeNull();
});
