import { useRef } from "react";
import { ROW } from "./geometry";
import type { TreeRow } from "../model/tree";
import type { Commands } from "../parts/useCommands";

interface Options {
  rows: TreeRow[];
  active: string | null;
  height: number;
  commands: Commands;
  onActive: (id: string) => void;
  onToggle: (id: string) => void;
  onOpen: (id: string) => void;
}

/** The keys of the tree; those that change something do nothing for people who may only read. */
export function useKeys({ rows, active, height, commands, onActive, onToggle, onOpen }: Options) {
  /** After Esc the Tab key leaves the plan instead of indenting. */
  const leaving = useRef(false);
  return (event: React.KeyboardEvent) => {
    if ((event.target as HTMLElement).closest("input, button, [role=separator]")) return;
    const index = rows.findIndex((row) => row.task.id === active);
    const row = rows[index];
    const go = (to: number) => {
      const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
      if (next) onActive(next.task.id);
      return true;
    };
    const page = Math.max(1, Math.floor(height / ROW) - 3);
    const plain = () => {
      switch (event.key) {
        case "ArrowDown": return go(index + 1);
        case "ArrowUp": return go(index < 0 ? 0 : index - 1);
        case "PageDown": return go(index + page);
        case "PageUp": return go(index - page);
        case "Home": return go(0);
        case "End": return go(rows.length - 1);
        case "ArrowRight": return row?.branch ? (row.open ? go(index + 1) : toggle()) : false;
        case "ArrowLeft": return row?.branch && row.open ? toggle() : toParent();
        case " ": return row ? (onOpen(row.task.id), true) : false;
        case "Enter":
        case "F2": return row ? (commands.can ? commands.rename() : onOpen(row.task.id), true) : false;
        case "Insert": return run(commands.add);
        case "Delete": return run(commands.remove);
        case "Escape": leaving.current = true; return false;
        case "Tab": return leaving.current || !row ? false : run(event.shiftKey ? commands.outdent : commands.indent);
        default: return false;
      }
    };
    const toggle = () => (onToggle(row!.task.id), true);
    const toParent = () => {
      const parent = rows.findIndex((one) => one.task.id === row?.task.parent);
      return parent >= 0 ? go(parent) : false;
    };
    const run = (command: () => void) => (commands.can ? (command(), true) : false);
    const withAlt = () => {
      const sideways = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (sideways) return run(() => (event.shiftKey ? commands.stretch(sideways) : commands.nudge(sideways)));
      if (event.key === "ArrowDown") return run(() => commands.swap(1));
      return event.key === "ArrowUp" ? run(() => commands.swap(-1)) : false;
    };
    const withControl = () => {
      const key = event.key.toLowerCase();
      if (key === "z") return run(event.shiftKey ? commands.redo : commands.undo);
      return key === "y" ? run(commands.redo) : false;
    };
    if (event.key !== "Tab" && event.key !== "Escape" && event.key !== "Shift") leaving.current = false;
    const done = event.ctrlKey || event.metaKey ? withControl() : event.altKey ? withAlt() : plain();
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
