import type { Scale } from "../model/axis";
import { movable } from "../model/moves";
import type { TreeRow } from "../model/tree";
import { BAR, HEAD, ROW, barOf, type Ghosts } from "./geometry";

export interface Hit {
  row: TreeRow;
  index: number;
  /** The bar itself, its right end, the dots from which links are drawn, or the line beside it. */
  part: "bar" | "end" | "from-start" | "from-end" | "line";
}

interface Where {
  scale: Scale;
  rows: TreeRow[];
  left: number;
  top: number;
  ghosts?: Ghosts;
}

const EDGE = 5;
const DOT = 9;

/** What lies under a point of the canvas. */
export function hitAt({ scale, rows, left, top, ghosts }: Where, x: number, y: number): Hit | null {
  if (y < HEAD) return null;
  const index = Math.floor((y - HEAD + top) / ROW);
  const row = rows[index];
  if (!row) return null;
  const bar = barOf(scale, row, index, ghosts);
  const px = x + left;
  const py = y - HEAD + top;
  if (!bar || py < bar.y - 4 || py > bar.y + BAR + 4) return { row, index, part: "line" };
  const near = bar.kind === "milestone" ? 7 : 0;
  const mayMove = movable(row.task) && bar.kind !== "summary";
  if (bar.kind !== "summary") {
    if (px > bar.x2 + EDGE && px <= bar.x2 + DOT + EDGE + near) return { row, index, part: "from-end" };
    if (px < bar.x1 - Math.max(EDGE - 2, near) && px >= bar.x1 - DOT - EDGE - near) return { row, index, part: "from-start" };
  }
  if (bar.kind === "task" && mayMove && Math.abs(px - bar.x2) <= EDGE) return { row, index, part: "end" };
  if (px >= bar.x1 - near - 2 && px <= bar.x2 + near + 2) return { row, index, part: "bar" };
  return { row, index, part: "line" };
}

/** Which end of a bar is nearer: where a link that is let go there arrives. */
export function endAt(scale: Scale, hit: Hit, left: number, x: number): "S" | "F" {
  const bar = barOf(scale, hit.row, hit.index);
  return bar && x + left > (bar.x1 + bar.x2) / 2 && bar.kind === "task" ? "F" : "S";
}
