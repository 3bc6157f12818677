import { expect, test } from "vitest";
import { EMPTY, isUseful, NOBODY, planOf, put, STAY } from "./plan";

test("what stays comes first, then groups, then resources", () => {
  const plan = planOf({ ...EMPTY, to: "a", by: "region", groups: { 江苏: "b" }, resources: { leads: "c", feedbacks: STAY } });
  expect(plan.rules).toEqual([
    { resource: "feedbacks", to: null, by: "", value: "" },
    { resource: "", to: "b", by: "region", value: "江苏" },
    { resource: "leads", to: "c", by: "", value: "" },
  ]);
  expect(plan.to).toBe("a");
});

test("groups of a dimension that is no longer chosen do not count", () => {
  expect(planOf({ ...EMPTY, groups: { 江苏: "b" } }).rules).toEqual([]);
});

test("a plan that moves nothing is of no use", () => {
  expect(isUseful(EMPTY)).toBe(false);
  expect(isUseful({ ...EMPTY, resources: { leads: STAY } })).toBe(false);
  expect(isUseful({ ...EMPTY, resources: { leads: "c" } })).toBe(true);
  expect(isUseful({ ...EMPTY, deactivate: true })).toBe(true);
  expect(isUseful({ ...EMPTY, to: "a", resources: { leads: NOBODY } })).toBe(false);
});

test("an empty choice takes the key away", () => {
  expect(put({ a: "1", b: "2" }, "a", null)).toEqual({ b: "2" });
});
