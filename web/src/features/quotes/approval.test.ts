import { expect, test } from "vitest";
import { startI18n, t } from "../../i18n";
import { waitingFor } from "./parts/ApprovalBar";
import { toldNumber } from "./parts/VersionsTab";
import { quantityText } from "./quantity";

test("two approvers are named, of more it is told how many", async () => {
  await startI18n("zh-hans");
  expect(waitingFor([], t)).toBe("");
  expect(waitingFor(["张庆丰", "曹洁"], t)).toBe("张庆丰、曹洁");
  expect(waitingFor(["张庆丰", "曹洁", "方峰", "赵浩", "许芳"], t)).toBe("张庆丰、曹洁 等 5 人");
});

test("numbers of two versions are told alike", () => {
  expect(toldNumber({ field: "unit_price", type: "decimal" }, "15615628.8000")).toBe("15,615,628.80");
  expect(toldNumber({ field: "unit_price", type: "decimal" }, "0.1234")).toBe("0.1234");
  expect(toldNumber({ field: "quantity", type: "decimal" }, "253800.0000")).toBe("253,800");
  expect(toldNumber({ field: "discount", type: "percent" }, "0.00")).toBe("0");
  expect(quantityText("1.5000")).toBe("1.5");
});
