import { afterEach, expect, test } from "vitest";
import { render } from "@testing-library/react";
import { setLanguage, startI18n } from "../i18n";
import { FieldValue } from "../resource/fields/FieldValue";
import { resourceUi } from "../resource/registry";
import { field } from "../test/fixture/meta";
import "../features/diary/register";
import { builtIn } from "./builtIn";

afterEach(() => setLanguage("zh-hans"));

test("built-in names of stages, roles and holidays are read in English, a firm's own names as they are", async () => {
  await startI18n("en");
  expect(builtIn("stages", "意向客户")).toBe("Interested");
  expect(builtIn("stages", "深度跟进")).toBe("深度跟进");
  expect(builtIn("roles", "现场工人")).toBe("Site worker");
  // The same words as a name of something else are nobody's business.
  expect(builtIn("customers", "意向客户")).toBe("意向客户");
  const stage = field("stage", "Stage", "ref", { ref: "stages" });
  expect(render(<FieldValue field={stage} value={{ id: "1", label: "正式报价" }} compact />).container.textContent).toBe("Quotation");
  await setLanguage("zh-hans");
  expect(render(<FieldValue field={stage} value={{ id: "1", label: "正式报价" }} compact />).container.textContent).toBe("正式报价");
});

test("a rule about late entries without a unit holds for the whole group, and says so", async () => {
  await startI18n("zh-hans");
  const { cells } = resourceUi("entry_rules");
  const rule = { id: "1", version: 1, unit: null, most_days: 3, note: "" };
  expect(render(<>{cells!.unit!(rule)}</>).container.textContent).toBe("全集团");
  expect(render(<>{cells!.unit!({ ...rule, unit: { id: "2", label: "华东公司" } })}</>).container.textContent).toBe("华东公司");
  expect(cells!.note!(rule)).toBe("最多补录 3 天");
});
