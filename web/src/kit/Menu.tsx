import { useEffect, useRef, useState, type ReactNode } from "react";

export interface MenuItem {
  key: string;
  label: ReactNode;
  onPick: () => void;
  /** A line above it. */
  divided?: boolean;
}

interface Props {
  label: string;
  trigger: ReactNode;
  head?: ReactNode;
  items: MenuItem[];
}

/** A small menu under a button, with the keys of a menu: ↓ ↑ Home End Esc. For the shell, which must stay light. */
export function Menu({ label, trigger, head, items }: Props) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const buttons = () => [...(list.current?.querySelectorAll<HTMLButtonElement>("[role=menuitem]") ?? [])];

  useEffect(() => {
    if (!open) return;
    buttons()[0]?.focus();
    const away = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    window.addEventListener("pointerdown", away);
    return () => window.removeEventListener("pointerdown", away);
  }, [open]);

  const close = () => {
    setOpen(false);
    box.current?.querySelector<HTMLButtonElement>("[aria-haspopup]")?.focus();
  };
  const onKey = (event: React.KeyboardEvent) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (to !== undefined) all[to]?.focus();
    if (event.key === "Escape" || to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div ref={box} style={{ position: "relative" }}>
      <button type="button" className="header-button" aria-label={label} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>{trigger}</button>
      {open && (
        <div ref={list} role="menu" aria-label={label} tabIndex={-1} className="menu" style={{ right: 0, top: "calc(100% + 4px)" }} onKeyDown={onKey}>
          {head && <div className="menu-head">{head}</div>}
          {items.map((item) => (
            <div key={item.key} role="none">
              {item.divided && <hr />}
              <button type="button" role="menuitem" tabIndex={-1} className="menu-item" onClick={() => { close(); item.onPick(); }}>{item.label}</button>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
