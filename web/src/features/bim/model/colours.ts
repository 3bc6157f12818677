import { tk } from "../../../i18n";
import { chartColours, modelColours } from "../../../kit/theme";
import type { Scene, SceneTask } from "./scene";

export type Mode = "own" | "progress" | "delay" | "phase" | "issues" | "time";
/** What an element is painted as; `p0`, `p1` … are phases. */
export type Paint = "own" | "none" | "todo" | "doing" | "done" | "late" | "slipped" | "ahead" | "hidden" | `p${number}`;

const DAY = 86_400_000;
const at = (text: string | null): number | null => (text ? Date.parse(text) : null);

/** 进度: what is done, under way, not begun. */
function byProgress(task: SceneTask): Paint {
  if (task.state === "done") return "done";
  return task.state === "todo" ? "todo" : "doing";
}

/** 延误, against the newest baseline (the plan itself where there is none): late now, finished late, in time, not due yet. */
export function byDelay(task: SceneTask, now: number): Paint {
  const due = at(task.baseline_end ?? task.ends_at);
  const done = at(task.actual_end);
  if (done !== null) return due !== null && done - due >= DAY ? "slipped" : "done";
  if (due !== null && due < now) return "late";
  const expected = at(task.ends_at);
  if (due !== null && expected !== null && expected - due >= DAY) return "slipped";
  return task.state === "todo" ? "todo" : "doing";
}

/** 问题: what is wrong at the task and has to be put right. */
function byIssues(task: SceneTask): Paint {
  if (task.marks.some((mark) => mark.level === "bad")) return "late";
  return task.marks.length ? "slipped" : "todo";
}

/**
 * 4D at the moment `when`: what the plan wants to stand, against what stood. Actual dates are known until `now`;
 * after it the plan alone is played. Elements that are not to stand yet and do not are hidden.
 */
export function atTime(task: SceneTask, when: number, now: number): Paint {
  const start = at(task.baseline_start ?? task.starts_at), end = at(task.baseline_end ?? task.ends_at);
  const began = at(task.actual_start), done = at(task.actual_end);
  if (when <= now) {
    if (done !== null && done <= when) return end !== null && end - when >= DAY ? "ahead" : "done";
    if (end !== null && end < when) return "late";
    if (began !== null && began <= when) return "doing";
    return start !== null && start < when ? "late" : "hidden";
  }
  const planned = at(task.ends_at), plannedStart = at(task.starts_at);
  if (done !== null || (planned !== null && planned <= when)) return "done";
  return began !== null || (plannedStart !== null && plannedStart <= when) ? "doing" : "hidden";
}

export function phasesOf(scene: Scene): string[] {
  return [...new Set(scene.tasks.map((task) => task.phase))];
}

/** One paint for each element. */
export function paints(scene: Scene, mode: Mode, when: number, now: number): Paint[] {
  if (mode === "own") return scene.elements.map(() => "own");
  const phases = phasesOf(scene);
  const byTask: Paint[] = scene.tasks.map((task): Paint => {
    if (mode === "progress") return byProgress(task);
    if (mode === "delay") return byDelay(task, now);
    if (mode === "issues") return byIssues(task);
    return mode === "phase" ? `p${phases.indexOf(task.phase)}` : atTime(task, when, now);
  });
  return scene.elements.map(([, , , , , task]) => (task === null ? "none" : byTask[task]!));
}

/** First and last day of what is linked; null: nothing is. */
export function span(scene: Scene): [number, number] | null {
  const moments = scene.tasks.flatMap((task) => [task.baseline_start, task.starts_at, task.actual_start, task.baseline_end, task.ends_at, task.actual_end]).map(at).filter((one): one is number => one !== null);
  return moments.length ? [Math.min(...moments), Math.max(...moments)] : null;
}

export const LEGEND: Record<Exclude<Mode, "own" | "phase">, [Paint, string][]> = {
  progress: [["done", tk("已完成")], ["doing", tk("进行中")], ["todo", tk("未开始")], ["none", tk("未关联任务")]],
  delay: [["late", tk("已逾期")], ["slipped", tk("晚于基线")], ["done", tk("按时完成")], ["doing", tk("进行中")], ["todo", tk("未到期")], ["none", tk("未关联任务")]],
  issues: [["late", tk("有紧急或逾期的问题")], ["slipped", tk("有待处理的问题")], ["todo", tk("没有问题")], ["none", tk("未关联任务")]],
  time: [["done", tk("已建成")], ["ahead", tk("提前建成")], ["doing", tk("施工中")], ["late", tk("应建未建")], ["none", tk("未关联任务")]],
};

/** The colour of a paint; never asked for "own" and "hidden", which leave an element as it is. */
export function colourOf(paint: Paint): string {
  const phase = /^p(\d+)$/.exec(paint);
  if (phase) return chartColours[Number(phase[1]) % chartColours.length]!;
  return modelColours[paint as keyof typeof modelColours] ?? modelColours.none;
}
