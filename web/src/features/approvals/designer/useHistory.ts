import { useCallback, useEffect, useState } from "react";

interface Steps<T> {
  past: T[];
  now: T;
  future: T[];
}

const MOST = 100;

/** A value with 撤销 and 重做 (Ctrl+Z, Ctrl+Shift+Z). */
export function useHistory<T>(start: T) {
  const [steps, setSteps] = useState<Steps<T>>({ past: [], now: start, future: [] });
  const set = useCallback((next: T) => setSteps((old) => ({ past: [...old.past, old.now].slice(-MOST), now: next, future: [] })), []);
  const reset = useCallback((next: T) => setSteps({ past: [], now: next, future: [] }), []);
  const undo = useCallback(() => setSteps((old) => (old.past.length ? { past: old.past.slice(0, -1), now: old.past.at(-1)!, future: [old.now, ...old.future] } : old)), []);
  const redo = useCallback(() => setSteps((old) => (old.future.length ? { past: [...old.past, old.now], now: old.future[0]!, future: old.future.slice(1) } : old)), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      if ((event.target as HTMLElement).closest("input, textarea, select")) return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [undo, redo]);
  return { value: steps.now, set, reset, undo, redo, canUndo: steps.past.length > 0, canRedo: steps.future.length > 0 };
}
