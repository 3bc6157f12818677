import { describe, expect, it } from "vitest";
import { cellFilter, risksPath } from "./matrix";

describe("the list behind a cell of the risk matrix", () => {
  it("holds living risks of that probability and impact", () => {
    expect(cellFilter(5, 4, false)).toEqual({ and: [["state", "in", ["open", "responding"]], { and: [["probability", "=", 5], ["impact", "=", 4]] }] });
  });

  it("is narrowed to the project", () => {
    expect(JSON.stringify(cellFilter(1, 1, false, "p1"))).toContain('["project","=","p1"]');
  });

  it("counts risks without a residual rating where they lie today", () => {
    const filter = JSON.stringify(cellFilter(2, 3, true));
    expect(filter).toContain('["residual_probability","=",2]');
    expect(filter).toContain('["residual_probability","empty",true]');
    expect(filter).toContain('["probability","=",2]');
  });

  it("survives the address bar", () => {
    const filter = cellFilter(2, 3, true, "p");
    expect(JSON.parse(new URLSearchParams(risksPath(filter).split("?")[1]).get("filter") ?? "")).toEqual(filter);
  });
});
