import { expect, test } from "vitest";
import { one, singular } from "./one";
import { setLanguage, t } from ".";

test("a single thing is called by its singular", () => {
  expect(["rows", "entries", "people", "opportunities", "boxes", "progress", "is", "was", "days"].map(singular)).toEqual(["row", "entry", "person", "opportunity", "box", "progress", "is", "was", "day"]);
});

test("only the hole that holds exactly one changes", () => {
  expect(one("{{a}} tasks · {{b}} links", { a: 1, b: 2 }, "1 tasks · 2 links")).toBe("1 task · 2 links");
  expect(one("{{n}} more suggestions", { n: "1" }, "1 more suggestions")).toBe("1 more suggestion");
  expect(one("{{n}} days past", { n: 21 }, "21 days past")).toBe("21 days past");
  expect(one("{{n}} places are unfinished", { n: 1 }, "1 places are unfinished")).toBe("1 place is unfinished");
  expect(one("Version {{n}} becomes the new draft", { n: 1 }, "Version 1 becomes the new draft")).toBe("Version 1 becomes the new draft");
  expect(one("{{n}} rows, {{sum}} points", { n: 1, sum: "0.1" }, "1 rows, 0.1 points")).toBe("1 row, 0.1 points");
});

test("sentences of the product follow it", async () => {
  await setLanguage("en");
  expect([t("导入 {{n}} 行", { n: 1 }), t("导入 {{n}} 行", { n: 2 })]).toEqual(["Import 1 row", "Import 2 rows"]);
  await setLanguage("zh-hans");
  expect(t("导入 {{n}} 行", { n: 1 })).toBe("导入 1 行");
});
