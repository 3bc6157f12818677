import { describe, expect, it } from "vitest";
import { atTime, byDelay, paints, span } from "./colours";
import { floors, search, typeName, type Scene, type SceneTask } from "./scene";

const task = (more: Partial<SceneTask> = {}): SceneTask => ({
  id: "t", name: "二层墙", wbs: "1.2", phase: "主体", state: "doing", critical: false, progress: 50, starts_at: "2026-03-02T00:00:00Z", ends_at: "2026-03-10T00:00:00Z",
  actual_start: "2026-03-03T00:00:00Z", actual_end: null, baseline_start: null, baseline_end: null, marks: [], ...more,
});
const scene: Scene = {
  version: { id: "v", number: 1, ifc_schema: "IFC4", size: 1, created_at: "" },
  storeys: [{ name: "1F", elevation: 0 }, { name: "2F", elevation: 3 }],
  types: ["IfcWallStandardCase", "IfcSlab"],
  elements: [["a", 0, 0, "外墙 1", true, 0], ["b", 0, 1, "外墙 2", true, null], ["c", 1, 1, "楼板", true, null], ["d", 1, null, "坡道板", false, null]],
  tasks: [task()],
};
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

describe("the tree", () => {
  it("reads from above downward, what stands on no storey last", () => {
    expect(floors(scene).map((floor) => [floor.storey, floor.count])).toEqual([[1, 2], [0, 1], [null, 1]]);
  });
  it("finds by name and by the type's Chinese name", () => {
    expect(search(scene, "坡道", typeName)).toEqual([3]);
    expect(search(scene, "墙", typeName)).toEqual([0, 1]);
  });
  it("names classes of all schemas alike", () => {
    expect([typeName("IfcWallStandardCase"), typeName("IfcStairFlight"), typeName("IfcTendon")]).toEqual(["墙", "楼梯", "Tendon"]);
  });
});

describe("colours", () => {
  it("late is what should be done and is not; slipped is what will end after its baseline", () => {
    expect(byDelay(task(), day("2026-03-11"))).toBe("late");
    expect(byDelay(task({ baseline_end: "2026-03-08T00:00:00Z" }), day("2026-03-05"))).toBe("slipped");
    expect(byDelay(task({ actual_end: "2026-03-10T08:00:00Z" }), day("2026-04-01"))).toBe("done");
    expect(byDelay(task({ state: "todo", actual_start: null }), day("2026-03-01"))).toBe("todo");
  });
  it("plays the plan against what stood", () => {
    const now = day("2026-03-20");
    expect(atTime(task(), day("2026-03-01"), now)).toBe("hidden");
    expect(atTime(task(), day("2026-03-05"), now)).toBe("doing");
    expect(atTime(task(), day("2026-03-12"), now)).toBe("late");
    expect(atTime(task({ actual_end: "2026-03-06T00:00:00Z" }), day("2026-03-07"), now)).toBe("ahead");
    expect(atTime(task({ actual_end: "2026-03-06T00:00:00Z" }), day("2026-03-15"), now)).toBe("done");
    expect(atTime(task({ state: "todo", actual_start: null, starts_at: "2026-04-01T00:00:00Z", ends_at: "2026-04-05T00:00:00Z" }), day("2026-04-06"), now)).toBe("done");
  });
  it("paints every element; what has no task stays unlinked", () => {
    expect(paints(scene, "progress", 0, 0)).toEqual(["doing", "none", "none", "none"]);
    expect(paints(scene, "phase", 0, 0)[0]).toBe("p0");
    expect(paints(scene, "issues", 0, 0)[0]).toBe("todo");
    const mark = { resource: "issues", id: "i", label: "临边防护缺失", level: "warn" as const, due_on: null };
    const wrong = (marks: SceneTask["marks"]) => paints({ ...scene, tasks: [task({ marks })] }, "issues", 0, 0);
    expect(wrong([mark])).toEqual(["slipped", "none", "none", "none"]);
    expect(wrong([mark, { ...mark, level: "bad" }])[0]).toBe("late");
    expect(span(scene)).toEqual([day("2026-03-02"), day("2026-03-10")]);
  });
});
