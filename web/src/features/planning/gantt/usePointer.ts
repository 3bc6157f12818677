import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { type Scale } from "../model/axis";
import { movable } from "../model/moves";
import { DAY, minutesOf } from "../model/time";
import type { TreeRow } from "../model/tree";
import type { LinkKind, Task } from "../model/types";
import { BAR, HEAD, ROW, barOf, type Ghosts, type Point } from "./geometry";
import { endAt, hitAt, type Hit } from "./hit";
import type { Position } from "./useStage";

/** What a hand has done on the axis. Times are minutes. */
export type Gesture =
  | { kind: "move"; task: Task; start: number; end: number }
  | { kind: "resize"; task: Task; start: number; end: number }
  | { kind: "link"; from: Task; to: Task; link: LinkKind };

interface Options {
  canvas: RefObject<HTMLCanvasElement | null>;
  scroll: () => Position;
  scrollTo: (to: Partial<Position>) => void;
  scale: Scale;
  rows: TreeRow[];
  ghosts: Ghosts;
  editable: boolean;
  onPick: (id: string) => void;
  onOpen: (id: string) => void;
  onGesture: (gesture: Gesture) => void;
}

interface Held {
  hit: Hit;
  x: number;
  y: number;
  left: number;
  top: number;
  part: Hit["part"] | "pan";
  moved: boolean;
}

const EDGE = 36;

/** Moves, stretches and links bars by mouse or pen, and drags the ground. Fingers scroll; a tap opens the task. */
export function usePointer(options: Options) {
  const now = useRef(options);
  useEffect(() => {
    now.current = options;
  });
  const held = useRef<Held | null>(null);
  const at = useRef<{ x: number; y: number }>({ x: 0, y: 0 });
  const [hover, setHover] = useState<string | null>(null);
  const [cursor, setCursor] = useState("default");
  const [drag, setDrag] = useState<{ ghosts: Ghosts; rubber: [Point, Point] | null; task: Task } | null>(null);

  const look = useCallback((x: number, y: number) => {
    const { scale, rows, scroll } = now.current;
    return hitAt({ scale, rows, ...scroll() }, x, y);
  }, []);

  const follow = useCallback(() => {
    const hand = held.current;
    if (!hand) return;
    const { scroll, scrollTo, scale } = now.current;
    const { x, y } = at.current;
    const scrolled = scroll();
    if (Math.abs(x - hand.x) + Math.abs(y - hand.y) > 3) hand.moved = true;
    if (!hand.moved) return;
    if (hand.part === "pan") return scrollTo({ left: hand.left - (x - hand.x), top: hand.top - (y - hand.y) });
    const { task } = hand.hit.row;
    if (hand.part === "from-start" || hand.part === "from-end") {
      const bar = barOf(scale, hand.hit.row, hand.hit.index)!;
      const from: Point = [hand.part === "from-end" ? bar.x2 + 9 : bar.x1 - 9, bar.y + BAR / 2];
      return setDrag({ ghosts: new Map(), rubber: [from, [x + scrolled.left, y - HEAD + scrolled.top]], task });
    }
    const days = Math.round((x - hand.x + scrolled.left - hand.left) / scale.pixelsPerDay);
    const [start, end] = [minutesOf(task.start!), minutesOf(task.end!)];
    const dates: [number, number] = hand.part === "end" ? [start, Math.max(start, end + days * DAY)] : [start + days * DAY, end + days * DAY];
    setDrag({ ghosts: new Map([[task.id, dates]]), rubber: null, task });
  }, []);

  const release = useCallback((cancelled: boolean) => {
    const hand = held.current;
    held.current = null;
    setDrag(null);
    if (!hand || cancelled) return;
    const { onPick, onGesture, scale, scroll } = now.current;
    const { task } = hand.hit.row;
    if (!hand.moved) return onPick(task.id);
    const { x, y } = at.current;
    if (hand.part === "from-start" || hand.part === "from-end") {
      const target = look(x, y);
      if (!target || target.part === "line" || target.row.task.id === task.id) return;
      const link = `${hand.part === "from-end" ? "F" : "S"}${endAt(scale, target, scroll().left, x)}` as LinkKind;
      return onGesture({ kind: "link", from: task, to: target.row.task, link });
    }
    if (hand.part === "pan" || hand.part === "line") return;
    const days = Math.round((x - hand.x + scroll().left - hand.left) / scale.pixelsPerDay);
    if (!days) return;
    const [start, end] = [minutesOf(task.start!), minutesOf(task.end!)];
    if (hand.part === "end") onGesture({ kind: "resize", task, start, end: Math.max(start, end + days * DAY) });
    else onGesture({ kind: "move", task, start: start + days * DAY, end: end + days * DAY });
  }, [look]);

  // While the pointer waits at an edge with a bar in the hand, the axis goes on.
  useEffect(() => {
    if (!drag) return;
    let frame = requestAnimationFrame(function glide() {
      const { canvas, scroll, scrollTo } = now.current;
      const width = canvas.current?.clientWidth ?? 0;
      const step = at.current.x < EDGE ? -10 : at.current.x > width - EDGE ? 10 : 0;
      if (step) {
        scrollTo({ left: scroll().left + step });
        follow();
      }
      frame = requestAnimationFrame(glide);
    });
    const onKey = (event: KeyboardEvent) => event.key === "Escape" && release(true);
    window.addEventListener("keydown", onKey);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("keydown", onKey);
    };
  }, [drag, follow, release]);

  const handlers = {
    onPointerDown: (event: React.PointerEvent<HTMLCanvasElement>) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      const { x, y } = place(event);
      const hit = look(x, y);
      if (!hit) return;
      const { editable, scroll } = now.current;
      const free = hit.part === "line" || !editable || ((hit.part === "bar" || hit.part === "end") && (!movable(hit.row.task) || hit.row.branch));
      held.current = { hit, x, y, ...scroll(), part: free ? "pan" : hit.part, moved: false };
      at.current = { x, y };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: React.PointerEvent<HTMLCanvasElement>) => {
      if (event.pointerType === "touch") return;
      at.current = place(event);
      if (held.current) return follow();
      const hit = look(at.current.x, at.current.y);
      setHover(hit && hit.part !== "line" ? hit.row.task.id : null);
      setCursor(cursorOf(hit, now.current.editable));
    },
    onPointerUp: () => release(false),
    onPointerCancel: () => release(true),
    onPointerLeave: () => !held.current && setHover(null),
    onClick: (event: React.MouseEvent<HTMLCanvasElement>) => {
      if ((event.nativeEvent as PointerEvent).pointerType !== "touch") return;
      const { x, y } = place(event);
      const hit = look(x, y);
      if (hit && hit.part !== "line") now.current.onOpen(hit.row.task.id);
      else if (hit) now.current.onPick(hit.row.task.id);
    },
    onDoubleClick: (event: React.MouseEvent<HTMLCanvasElement>) => {
      const { x, y } = place(event);
      const hit = look(x, y);
      if (hit) now.current.onOpen(hit.row.task.id);
    },
  };
  return { handlers, hover: drag?.task.id ?? hover, cursor: drag ? "grabbing" : cursor, drag };
}

function place(event: React.MouseEvent<HTMLCanvasElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function cursorOf(hit: Hit | null, editable: boolean): string {
  if (!hit) return "default";
  if (!editable || hit.part === "line") return "default";
  if (hit.part === "end") return "ew-resize";
  if (hit.part === "bar") return movable(hit.row.task) && !hit.row.branch ? "grab" : "pointer";
  return "crosshair";
}

/** Where one has to scroll to see a task's bar; null while it is in sight. */
export function leftFor(scale: Scale, row: TreeRow, index: number, left: number, width: number): number | null {
  const bar = barOf(scale, row, index);
  if (!bar || (bar.x2 > left + 8 && bar.x1 < left + width - 24)) return null;
  return Math.max(0, bar.x1 - Math.min(120, width / 4));
}

export function topFor(index: number, top: number, height: number): number | null {
  const y = index * ROW;
  if (y < top) return y;
  const bottom = y + ROW - (height - HEAD);
  return bottom > top ? bottom : null;
}
