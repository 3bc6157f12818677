import { describe, expect, it } from "vitest";
import { moved, sameAgenda, toItems, toSend, total } from "./agenda";

const items = toItems([{ title: "进度", who: "周工", minutes: 20, note: "" }, { title: "安全", minutes: 15 }]);

describe("an agenda", () => {
  it("is read from whatever is stored", () => {
    expect(toItems(null)).toEqual([]);
    expect(items[1]).toMatchObject({ title: "安全", who: "", minutes: 15 });
  });

  it("is sent without rows that were begun and left", () => {
    const more = [...items, { key: "n", title: "  ", who: "x", minutes: null, note: "" }];
    expect(toSend(more)).toHaveLength(2);
    expect(sameAgenda(items, more)).toBe(true);
  });

  it("adds up", () => expect(total(items)).toBe(35));

  it("changes its order within its ends", () => {
    expect(moved(items, 0, 1).map((one) => one.title)).toEqual(["安全", "进度"]);
    expect(moved(items, 0, -1)).toBe(items);
    expect(moved(items, 1, 1)).toBe(items);
  });
});
