import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, type Ref } from "react";
import { useT } from "../../../i18n";
import { calendarOf, workDays } from "../model/calendar";
import { scaleOf, xOf, type Zoom } from "../model/axis";
import { minutesOf, nowMinutes, textOf } from "../model/time";
import { linkable } from "../model/moves";
import type { Tree, TreeRow } from "../model/tree";
import type { Network, Operation } from "../model/types";
import type { Marks } from "../api";
import type { Commands } from "../parts/useCommands";
import { uuid7 } from "../../../api/uuid";
import { HEAD, ROW, type Ghosts } from "./geometry";
import { paint, type Shown } from "./paint";
import { Splitter } from "./Splitter";
import { TreeHead, TreeLine } from "./TreePane";
import { useKeys } from "./useKeys";
import { leftFor, topFor, usePointer, type Gesture } from "./usePointer";
import { useStage } from "./useStage";
import "./gantt.css";

export interface GanttHandle {
  today: () => void;
  focus: () => void;
}

interface Props {
  ref?: Ref<GanttHandle>;
  network: Network;
  marks: Marks | undefined;
  tree: Tree;
  rows: TreeRow[];
  zoom: Zoom;
  show: Shown;
  /** Dates that stand for the saved ones while consequences are looked at. */
  ghosts: Ghosts;
  active: string | null;
  editing: string | null;
  commands: Commands;
  treeWidth: number;
  narrow: boolean;
  onTreeWidth: (width: number) => void;
  onActive: (id: string | null) => void;
  onEditing: (id: string | null) => void;
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
  onEdit: (operations: Operation[], ghosts?: Ghosts) => void;
}

/** The plan as a tree of tasks, real rows of the page, beside one canvas with their bars. */
export function GanttView({ ref, network, marks, tree, rows, zoom, show, ghosts: asked, active, editing, commands, treeWidth, narrow, onTreeWidth, onActive, onEditing, onToggle, onOpen, onEdit }: Props) {
  const { t } = useT();
  const calendar = calendarOf(network);
  const days = useMemo(() => workDays(calendar), [calendar]);
  const scale = useMemo(() => scaleOf(zoom, ...span(network)), [zoom, network]);
  const rowAt = useMemo(() => new Map(rows.map((row, index) => [row.task.id, index])), [rows]);
  const now = useMemo(() => nowMinutes(), []);
  const { box, layer, canvas, size, range, scroll, scrollTo, paintWith, focus } = useStage();
  const axisWidth = Math.max(0, size.width - treeWidth);

  const gesture = (done: Gesture) => {
    if (done.kind === "link") {
      if (linkable(network, tree, done.from.id, done.to.id)) onEdit([{ op: "link", id: uuid7(), from: done.from.id, to: done.to.id, kind: done.link, lag: 0, elapsed: false }]);
      return;
    }
    const values = done.kind === "move" ? { start: textOf(done.start) } : { end: textOf(done.end) };
    onEdit([{ op: "set", task: done.task.id, version: done.task.version, values }], new Map([[done.task.id, [done.start, done.end] as const]]));
  };
  const pointer = usePointer({ canvas, scroll, scrollTo, scale, rows, ghosts: asked, editable: commands.can, onPick: (id) => pick(id, false), onOpen, onGesture: gesture });
  const ghosts = pointer.drag?.ghosts.size ? pointer.drag.ghosts : asked;
  useLayoutEffect(() => {
    paintWith((ctx, at) => paint(ctx, { ...at, scale, rows, rowAt, links: network.links, baseline: network.baseline, works: days.works, now, show, marks, ghosts, active, hover: pointer.hover, rubber: pointer.drag?.rubber ?? null }));
  });

  const reveal = useCallback((id: string, sideways: boolean) => {
    const index = rowAt.get(id);
    if (index === undefined) return;
    const { left, top } = scroll();
    const toLeft = sideways ? leftFor(scale, rows[index]!, index, left, axisWidth) : null;
    const toTop = topFor(index, top, size.height);
    if (toLeft !== null || toTop !== null) scrollTo({ left: toLeft ?? undefined, top: toTop ?? undefined });
  }, [rowAt, rows, scale, axisWidth, size.height, scroll, scrollTo]);
  const pick = useCallback((id: string, sideways = true) => {
    onActive(id);
    reveal(id, sideways);
    focus();
  }, [onActive, reveal, focus]);
  const onRename = useCallback((id: string, name: string | null) => {
    onEditing(null);
    if (name) onEdit([{ op: "set", task: id, values: { name } }]);
    focus();
  }, [onEditing, onEdit, focus]);
  const startEditing = useCallback((id: string) => (commands.can ? onEditing(id) : onOpen(id)), [commands.can, onEditing, onOpen]);
  const keys = useKeys({ rows, active, height: size.height, commands, onActive: (id) => pick(id), onToggle, onOpen });

  const toToday = useCallback(() => {
    const at = Math.min(Math.max(now, minutesOf(network.plan.starts_on)), span(network)[1]);
    scrollTo({ left: Math.max(0, xOf(scale, at) - axisWidth / 3) });
  }, [now, network, scale, axisWidth, scrollTo]);
  useImperativeHandle(ref, () => ({ today: toToday, focus }), [toToday, focus]);
  // The first look, and each change of zoom, begins where work stands.
  const placed = useRef("");
  useEffect(() => {
    if (!axisWidth || placed.current === `${network.plan.id} ${zoom}`) return;
    if (!placed.current) scrollTo({ top: Math.max(0, firstOpen(rows, now) - 3) * ROW });
    placed.current = `${network.plan.id} ${zoom}`;
    toToday();
  }, [axisWidth, network.plan.id, zoom, toToday, rows, now, scrollTo]);
  // A row that one has just made, or looked up, is brought into sight.
  useEffect(() => {
    if (editing) reveal(editing, true);
  }, [editing, reveal]);

  const shownRows = rows.slice(range.first, range.last + 1);
  return (
    <div ref={box} className={narrow ? "gantt narrow" : "gantt"} data-zoom={zoom}>
      <div style={{ position: "relative", width: treeWidth + scale.width, height: HEAD + rows.length * ROW }}>
        <div className="gantt-stage" style={{ width: size.width, height: size.height }}>
          <div className="gantt-tree" style={{ width: treeWidth }} role="treegrid" aria-label={t("任务")} aria-rowcount={rows.length + 1} tabIndex={0} aria-readonly={!commands.can}
            aria-activedescendant={active ? `task-${active}` : undefined} onKeyDown={keys} onClick={(event) => { const id = rowOf(event); if (id) pick(id); }} onDoubleClick={(event) => { const id = rowOf(event); if (id) onOpen(id); }} onFocus={(event) => event.target === event.currentTarget && !active && rows[0] && onActive(rows[0].task.id)}>
            <TreeHead narrow={narrow} />
            <div className="gantt-rows" role="rowgroup">
              <div ref={layer} role="none">
                {shownRows.map((row, i) => (
                  <TreeLine key={row.task.id} row={row} marks={marks?.get(row.task.id)} index={range.first + i} perDay={days.minutesPerDay} narrow={narrow} critical={show.critical} active={row.task.id === active} editing={row.task.id === editing}
                    onToggle={onToggle} onOpen={onOpen} onRename={onRename} onEditing={startEditing} />
                ))}
              </div>
            </div>
            {!narrow && <Splitter width={treeWidth} onWidth={onTreeWidth} />}
          </div>
          <canvas ref={canvas} className="gantt-axis" style={{ width: axisWidth, height: size.height, cursor: pointer.cursor }} role="img" aria-label={t("横道图")} {...pointer.handlers} />
        </div>
      </div>
    </div>
  );
}

/** The task of the line that an event comes from. */
function rowOf(event: React.MouseEvent): string | undefined {
  return (event.target as HTMLElement).closest<HTMLElement>("[data-task]")?.dataset.task;
}

/** The first task that is not over yet. */
function firstOpen(rows: TreeRow[], now: number): number {
  return rows.findIndex(({ task, branch }) => !branch && task.progress < 100 && task.end !== null && minutesOf(task.end) >= now);
}

/** From the first date to the last, baseline and deadlines included, in minutes. */
function span(network: Network): [number, number] {
  const texts: string[] = [network.plan.starts_on];
  for (const task of network.tasks) {
    if (task.start) texts.push(task.start);
    if (task.end) texts.push(task.end);
    if (task.deadline) texts.push(task.deadline);
  }
  for (const [start, end] of Object.values(network.baseline ?? {})) texts.push(start, end);
  let [first, last] = [texts[0]!, texts[0]!];
  for (const text of texts) {
    if (text < first) first = text;
    if (text > last) last = text;
  }
  return [minutesOf(first), minutesOf(last)];
}
