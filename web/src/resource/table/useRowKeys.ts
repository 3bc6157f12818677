import { useEffect, useState } from "react";
import type { Row } from "../../api/types";

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
  if (target.tagName === "INPUT" && (target as HTMLInputElement).type !== "checkbox") return true;
  return Boolean(target.closest('[role="dialog"], [role="listbox"], [role="menu"], [role="combobox"], [role="tablist"]'));
}

/** ↑ ↓ move along the rows, Enter opens. Returns the row that the keys stand on. */
export function useRowKeys(rows: Row[], openId: string | null, onOpen: (id: string) => void, on: boolean) {
  const [active, setActive] = useState<string | null>(null);
  useEffect(() => {
    if (openId) setActive(openId);
  }, [openId]);
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const at = rows.findIndex((row) => row.id === active);
      if (event.key === "Enter" && at >= 0 && !(event.target as HTMLElement).closest("button, a")) {
        event.preventDefault();
        onOpen(rows[at]!.id);
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const next = event.key === "ArrowDown" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
        if (!rows[next]) return;
        event.preventDefault();
        setActive(rows[next].id);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [rows, active, onOpen, on]);
  return { active, setActive };
}
