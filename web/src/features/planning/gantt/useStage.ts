import { useCallback, useEffect, useRef, useState } from "react";
import { HEAD, ROW } from "./geometry";

/** Rows kept ready above and below what is in sight, so that fast scrolling shows no gaps. */
const SPARE = 14;

/** Draws one frame of the axis for a scroll position, into a canvas of this size. */
export type Painter = (ctx: CanvasRenderingContext2D, at: { left: number; top: number; width: number; height: number }) => void;

export interface Position {
  left: number;
  top: number;
}

/**
 * Follows scrolling and size. The tree and the bars move in the same frame: both are drawn from the position of one scrolling box.
 * `range`: the rows that stand in the page; `paintWith` says how the axis is drawn from now on, and draws it with the next frame.
 */
export function useStage() {
  const box = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter | null>(null);
  const frame = useRef(0);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [range, setRange] = useState({ first: 0, last: 40 });

  const show = useCallback(() => {
    frame.current = 0;
    const element = box.current;
    if (!element) return;
    const { scrollLeft, scrollTop, clientHeight } = element;
    if (layer.current) layer.current.style.transform = `translateY(${-scrollTop}px)`;
    if (canvas.current && painter.current) draw(canvas.current, painter.current, scrollLeft, scrollTop);
    const first = Math.floor(scrollTop / ROW);
    const last = Math.ceil((scrollTop + clientHeight - HEAD) / ROW);
    setRange((now) => (now.first <= first && now.last >= last && first - now.first <= SPARE * 2 ? now : { first: Math.max(0, first - SPARE), last: last + SPARE }));
  }, []);
  const redraw = useCallback(() => {
    if (!frame.current) frame.current = requestAnimationFrame(show);
  }, [show]);
  const paintWith = useCallback((next: Painter) => {
    painter.current = next;
    redraw();
  }, [redraw]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      setSize((now) => (now.width === element.clientWidth && now.height === element.clientHeight ? now : { width: element.clientWidth, height: element.clientHeight }));
      redraw();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    element.addEventListener("scroll", redraw, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", redraw);
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [redraw]);

  const scroll = useCallback((): Position => ({ left: box.current?.scrollLeft ?? 0, top: box.current?.scrollTop ?? 0 }), []);
  const scrollTo = useCallback((to: Partial<Position>) => {
    const element = box.current;
    if (!element) return;
    if (to.left !== undefined) element.scrollLeft = to.left;
    if (to.top !== undefined) element.scrollTop = to.top;
    redraw();
  }, [redraw]);
  const focus = useCallback(() => box.current?.querySelector<HTMLElement>("[role=treegrid]")?.focus({ preventScroll: true }), []);
  return { box, layer, canvas, size, range, scroll, scrollTo, paintWith, focus };
}

function draw(canvas: HTMLCanvasElement, painter: Painter, left: number, top: number): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ctx = width && height ? canvas.getContext("2d") : null;
  if (!ctx) return;
  const ratio = window.devicePixelRatio || 1;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
    canvas.dataset.font = getComputedStyle(document.body).fontFamily;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  painter(ctx, { left, top, width, height });
}
