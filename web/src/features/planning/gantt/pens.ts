import type { Point } from "./geometry";

export function trace(ctx: CanvasRenderingContext2D, points: Point[]): void {
  ctx.moveTo(...points[0]!);
  for (const point of points.slice(1)) ctx.lineTo(...point);
}

export function line(ctx: CanvasRenderingContext2D, points: Point[], colour: string, width: number): void {
  ctx.beginPath();
  trace(ctx, points);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

export function rounded(ctx: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(x, y, Math.max(1, width), height, Math.min(radius, Math.max(1, width) / 2));
}

export function family(ctx: CanvasRenderingContext2D): string {
  return ctx.canvas.dataset.font || "sans-serif";
}
