import { expect, test } from "vitest";
import { startI18n, t } from "../../i18n";
import { waitingFor } from "./parts/ApprovalBar";

test("two approvers are named, of more it is told how many", async () => {
  await startI18n("zh-hans");
  expect(waitingFor([], t)).toBe("");
  expect(waitingFor(["张庆丰", "曹洁"], t)).toBe("张庆丰、曹洁");
  expect(waitingFor(["张庆丰", "曹洁", "方峰", "赵浩", "许芳"], t)).toBe("张庆丰、曹洁 等 5 人");
});
