import { describe, expect, test } from "vitest";
import { holesOf, usedTexts } from "./keys";

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.{ts,tsx}", "!../test/**"], { eager: true, query: "?raw", import: "default" });
const catalogues = import.meta.glob<Record<string, string>>(["./en.json", "../features/*/en.json"], { eager: true, import: "default" });
const english: Record<string, string> = Object.assign({}, ...Object.values(catalogues));

describe("English catalogue", () => {
  const used = new Map<string, string>();
  for (const [file, source] of Object.entries(sources)) for (const text of usedTexts(source)) used.set(text, file);

  test("every text on screen has English", () => {
    expect(used.size).toBeGreaterThan(100);
    const missing = [...used].filter(([text]) => !english[text]).map(([text, file]) => `${text}  (${file})`);
    expect(missing).toEqual([]);
  });

  test("English keeps the holes of the Chinese text", () => {
    const broken = Object.entries(english).filter(([text, translated]) => holesOf(text).join() !== holesOf(translated).join());
    expect(broken).toEqual([]);
  });

  test("no text is defined twice with different English", () => {
    const seen = new Map<string, string>();
    const clashes: string[] = [];
    for (const catalogue of Object.values(catalogues)) {
      for (const [text, translated] of Object.entries(catalogue)) {
        if (seen.has(text) && seen.get(text) !== translated) clashes.push(text);
        seen.set(text, translated);
      }
    }
    expect(clashes).toEqual([]);
  });
});

test("texts are found in every way of writing a call", () => {
  expect(usedTexts(`t("甲") + tk('乙') + t(\n  "丙 {{n}}", { n }) + at("丁") + i18n.t("戊")`)).toEqual(["甲", "乙", "丙 {{n}}"]);
});
