import { palette, planColours } from "../../../kit/theme";
import { xOf } from "../model/axis";
import { minutesOf } from "../model/time";
import type { Task } from "../model/types";
import { BAR, ROW, barOf, type Bar } from "./geometry";
import type { Scene } from "./paint";
import { family, line, rounded } from "./pens";

/** What a task is told by: done, on the critical path, or simply to do. */
function colourOf(task: Task, critical: boolean): string {
  if (task.actual_end || task.progress >= 100) return palette.success;
  return critical && task.critical ? palette.danger : palette.primary;
}

/** One task: its bar, what was planned, how late it may be. */
export function drawRow(ctx: CanvasRenderingContext2D, scene: Scene, index: number): void {
  const row = scene.rows[index]!;
  const { task } = row;
  const bar = barOf(scene.scale, row, index, scene.ghosts);
  if (scene.show.baseline) drawBaseline(ctx, scene, task, index);
  if (!bar || bar.x1 > scene.left + scene.width + 200 || bar.x2 < scene.left - 200) return drawDeadline(ctx, scene, task, index);
  if (scene.show.float && bar.kind === "task") drawFloat(ctx, scene, task, bar);
  if (bar.kind === "milestone") drawMilestone(ctx, scene, task, bar);
  else if (bar.kind === "summary") drawSummary(ctx, bar, task);
  else drawBar(ctx, scene, task, bar);
  const marks = scene.marks?.get(task.id);
  if (marks) drawMark(ctx, bar, marks[0]!.level === "bad");
  drawDeadline(ctx, scene, task, index);
}

/** A warning triangle at the beginning of a bar: something has to be put right there. */
function drawMark(ctx: CanvasRenderingContext2D, bar: Bar, bad: boolean): void {
  const [x, y] = [bar.x1 - 16, bar.y + BAR / 2];
  ctx.beginPath();
  ctx.moveTo(x, y - 6.5);
  ctx.lineTo(x + 7, y + 5.5);
  ctx.lineTo(x - 7, y + 5.5);
  ctx.closePath();
  ctx.fillStyle = bad ? palette.danger : palette.warning;
  ctx.fill();
  line(ctx, [[x, y - 3], [x, y + 1.5]], palette.white, 1.5);
  line(ctx, [[x, y + 3], [x, y + 4.5]], palette.white, 1.5);
}

function drawBar(ctx: CanvasRenderingContext2D, scene: Scene, task: Task, bar: Bar): void {
  const width = bar.x2 - bar.x1;
  const own = scene.ghosts.has(task.id);
  ctx.fillStyle = task.inactive ? planColours.baseline : colourOf(task, scene.show.critical);
  ctx.globalAlpha = own ? 0.6 : task.state === "paused" ? 0.5 : 1;
  rounded(ctx, bar.x1, bar.y, width, BAR, 3);
  ctx.fill();
  if (task.progress > 0 && task.progress < 100 && !task.inactive) {
    ctx.globalAlpha = 0.4;
    ctx.fillStyle = palette.ink;
    rounded(ctx, bar.x1, bar.y + 4, (width * task.progress) / 100, BAR - 8, 2);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  if (scene.hover === task.id || own) handles(ctx, bar);
}

/** The dots beside a bar from which a link is drawn. */
function handles(ctx: CanvasRenderingContext2D, bar: Bar): void {
  for (const x of [bar.x1 - 9, bar.x2 + 9]) {
    ctx.beginPath();
    ctx.arc(x, bar.y + BAR / 2, 4, 0, Math.PI * 2);
    ctx.fillStyle = planColours.handle;
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = palette.muted;
    ctx.stroke();
  }
}

function drawSummary(ctx: CanvasRenderingContext2D, bar: Bar, task: Task): void {
  ctx.fillStyle = palette.second;
  rounded(ctx, bar.x1, bar.y + 3, bar.x2 - bar.x1, 6, 2);
  ctx.fill();
  if (task.progress > 0) {
    ctx.fillStyle = palette.success;
    ctx.fillRect(bar.x1, bar.y + 5, ((bar.x2 - bar.x1) * Math.min(100, task.progress)) / 100, 2);
  }
}

function drawMilestone(ctx: CanvasRenderingContext2D, scene: Scene, task: Task, bar: Bar): void {
  const y = bar.y + BAR / 2;
  ctx.beginPath();
  ctx.moveTo(bar.x1, y - 6.5);
  ctx.lineTo(bar.x1 + 6.5, y);
  ctx.lineTo(bar.x1, y + 6.5);
  ctx.lineTo(bar.x1 - 6.5, y);
  ctx.closePath();
  ctx.fillStyle = colourOf(task, scene.show.critical);
  ctx.fill();
  ctx.fillStyle = palette.second;
  ctx.font = `12px ${family(ctx)}`;
  ctx.textBaseline = "middle";
  ctx.fillText(task.name, bar.x1 + 12, y + 0.5);
}

function drawBaseline(ctx: CanvasRenderingContext2D, scene: Scene, task: Task, index: number): void {
  const planned = scene.baseline?.[task.id];
  if (!planned) return;
  const x1 = xOf(scene.scale, minutesOf(planned[0]));
  const x2 = Math.max(x1 + 3, xOf(scene.scale, minutesOf(planned[1])));
  ctx.fillStyle = planColours.baseline;
  rounded(ctx, x1, index * ROW + 23, x2 - x1, 4, 2);
  ctx.fill();
}

function drawFloat(ctx: CanvasRenderingContext2D, scene: Scene, task: Task, bar: Bar): void {
  if (!task.late_end || !task.total_float || task.total_float <= 0 || task.progress >= 100) return;
  const until = xOf(scene.scale, minutesOf(task.late_end));
  const y = Math.round(bar.y + BAR / 2) + 0.5;
  ctx.setLineDash([3, 3]);
  line(ctx, [[bar.x2 + 2, y], [until, y]], planColours.link, 1);
  ctx.setLineDash([]);
  line(ctx, [[until, y - 4], [until, y + 4]], planColours.link, 1);
}

/** A small arrow that points down at the day by which the task has to be done; red when it will be later. */
function drawDeadline(ctx: CanvasRenderingContext2D, scene: Scene, task: Task, index: number): void {
  if (!task.deadline) return;
  const at = minutesOf(task.deadline);
  const x = xOf(scene.scale, at);
  const late = task.progress < 100 && task.end !== null && minutesOf(task.end) > at;
  ctx.fillStyle = late ? palette.danger : palette.success;
  const y = index * ROW + 3;
  ctx.beginPath();
  ctx.moveTo(x - 5, y);
  ctx.lineTo(x + 5, y);
  ctx.lineTo(x, y + 8);
  ctx.closePath();
  ctx.fill();
}
