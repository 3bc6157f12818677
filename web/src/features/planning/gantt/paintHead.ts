import { palette } from "../../../kit/theme";
import { ticks, type Tick } from "../model/axis";
import { HEAD } from "./geometry";
import type { Scene } from "./paint";
import { family } from "./pens";

/** The two lines of dates above the bars. */
export function drawHead(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { width, scale, left } = scene;
  ctx.fillStyle = palette.white;
  ctx.fillRect(0, 0, width, HEAD);
  const { major, minor } = ticks(scale, left, left + width);
  ctx.font = `12px ${family(ctx)}`;
  ctx.textBaseline = "middle";
  tickLine(ctx, major, left, 0, 24, palette.second);
  tickLine(ctx, minor, left, 24, 24, palette.muted);
  ctx.fillStyle = palette.line;
  ctx.fillRect(0, HEAD - 1, width, 1);
}

/** Labels stay readable while their own span is in sight: a month's name sticks to the left edge. */
function tickLine(ctx: CanvasRenderingContext2D, line: Tick[], left: number, y: number, height: number, colour: string): void {
  for (const [i, tick] of line.entries()) {
    const x = tick.x - left;
    ctx.fillStyle = palette.line;
    ctx.fillRect(Math.round(x), y, 1, height);
    const next = line[i + 1] ? line[i + 1]!.x - left : x + tick.width;
    const text = ctx.measureText(tick.label).width;
    if (next - x < text + 4) continue;
    const at = y === 0 ? Math.min(Math.max(x + 6, 6), next - text - 6) : x + (tick.width > 44 ? 6 : Math.max(2, (tick.width - text) / 2));
    ctx.fillStyle = colour;
    ctx.fillText(tick.label, at, y + height / 2 + 1);
  }
}
