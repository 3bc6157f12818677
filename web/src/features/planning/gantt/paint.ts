import { palette, planColours } from "../../../kit/theme";
import { minutesAt, ticks, xOf, type Scale } from "../model/axis";
import type { Marks } from "../api";
import { DAY, dayNumber } from "../model/time";
import type { TreeRow } from "../model/tree";
import type { Network, TaskLink } from "../model/types";
import { HEAD, ROW, barOf, route, type Ghosts, type Point } from "./geometry";
import { drawRow } from "./paintBars";
import { drawHead } from "./paintHead";
import { line, trace } from "./pens";

export interface Shown {
  critical: boolean;
  baseline: boolean;
  links: boolean;
  float: boolean;
}

export interface Scene {
  width: number;
  height: number;
  left: number;
  top: number;
  scale: Scale;
  rows: TreeRow[];
  rowAt: ReadonlyMap<string, number>;
  links: TaskLink[];
  baseline: Network["baseline"];
  works: (day: number) => boolean;
  now: number;
  show: Shown;
  marks: Marks | undefined;
  ghosts: Ghosts;
  active: string | null;
  hover: string | null;
  /** A link that is being drawn, from and to, in coordinates of all rows. */
  rubber: [Point, Point] | null;
}

/** Draws the part of the time axis that is in sight. */
export function paint(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height, left, top } = scene;
  ctx.clearRect(0, 0, width, height);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, HEAD, width, height - HEAD);
  ctx.clip();
  ctx.translate(-left, HEAD - top);
  const first = Math.max(0, Math.floor(top / ROW));
  const last = Math.min(scene.rows.length - 1, Math.ceil((top + height - HEAD) / ROW));
  ground(ctx, scene, first, last);
  if (scene.show.links) drawLinks(ctx, scene, first, last);
  for (let i = first; i <= last; i++) drawRow(ctx, scene, i);
  if (scene.rubber) line(ctx, [scene.rubber[0], scene.rubber[1]], palette.primary, 1.5);
  ctx.restore();
  drawHead(ctx, scene);
}

function ground(ctx: CanvasRenderingContext2D, scene: Scene, first: number, last: number): void {
  const { scale, left, width, top, height } = scene;
  ctx.fillStyle = planColours.free;
  if (scale.zoom === "day" || scale.zoom === "week") {
    const to = dayNumber(minutesAt(scale, left + width));
    for (let day = dayNumber(minutesAt(scale, left)); day <= to; day++) {
      if (!scene.works(day)) ctx.fillRect(Math.round(xOf(scale, day * DAY)), top, Math.ceil(scale.pixelsPerDay), height);
    }
  }
  for (const tick of ticks(scale, left, left + width)[scale.zoom === "week" || scale.zoom === "day" ? "major" : "minor"]) {
    ctx.fillStyle = planColours.grid;
    ctx.fillRect(Math.round(tick.x), top, 1, height);
  }
  for (let i = first; i <= last; i++) {
    const id = scene.rows[i]!.task.id;
    if (id === scene.active || id === scene.hover) {
      ctx.globalAlpha = id === scene.active ? 0.7 : 0.35;
      ctx.fillStyle = palette.primaryBg;
      ctx.fillRect(left, i * ROW, width, ROW);
      ctx.globalAlpha = 1;
    }
    ctx.fillStyle = planColours.grid;
    ctx.fillRect(left, (i + 1) * ROW - 1, width, 1);
  }
  const today = Math.round(xOf(scale, scene.now));
  ctx.fillStyle = palette.warning;
  ctx.fillRect(today, top, 1.5, height);
}

function drawLinks(ctx: CanvasRenderingContext2D, scene: Scene, first: number, last: number): void {
  const plain: Point[][] = [];
  const critical: Point[][] = [];
  for (const link of scene.links) {
    const a = scene.rowAt.get(link.from);
    const b = scene.rowAt.get(link.to);
    if (a === undefined || b === undefined || Math.max(a, b) < first || Math.min(a, b) > last) continue;
    const from = barOf(scene.scale, scene.rows[a]!, a, scene.ghosts);
    const to = barOf(scene.scale, scene.rows[b]!, b, scene.ghosts);
    if (!from || !to || Math.max(from.x2, to.x2) < scene.left - 20 || Math.min(from.x1, to.x1) > scene.left + scene.width + 20) continue;
    const both = scene.show.critical && scene.rows[a]!.task.critical && scene.rows[b]!.task.critical;
    (both ? critical : plain).push(route(link.kind, from, to));
  }
  arrows(ctx, plain, planColours.link);
  arrows(ctx, critical, palette.danger);
}

function arrows(ctx: CanvasRenderingContext2D, paths: Point[][], colour: string): void {
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.2;
  ctx.beginPath();
  for (const points of paths) trace(ctx, points);
  ctx.stroke();
  ctx.beginPath();
  for (const points of paths) {
    const [x, y] = points.at(-1)!;
    const back = Math.sign(points.at(-2)![0] - x) * 5;
    ctx.moveTo(x, y);
    ctx.lineTo(x + back, y - 3);
    ctx.lineTo(x + back, y + 3);
  }
  ctx.fill();
}
