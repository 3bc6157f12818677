import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { CheckOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";
import type { choices, Matrix, Scope } from "../model/matrix";
import { depthOf, scopeLabel } from "./scopes";

interface Props {
  matrix: Matrix;
  anchor: HTMLElement;
  options: ReturnType<typeof choices>;
  value: Scope | null;
  /** `row`: for the whole row. */
  onPick: (scope: Scope | null, row: boolean) => void;
  onClose: () => void;
}

/** The list of scopes under a cell. One for the whole matrix: hundreds of select boxes would make it slow. */
export function ScopeMenu({ matrix, anchor, options, value, onPick, onClose }: Props) {
  const { t } = useT();
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const items = () => [...(box.current?.querySelectorAll<HTMLButtonElement>("[role=option]:not([disabled])") ?? [])];

  useLayoutEffect(() => {
    const rect = anchor.getBoundingClientRect();
    const { offsetHeight: height = 0, offsetWidth: width = 0 } = box.current ?? {};
    const below = rect.bottom + 4 + height <= window.innerHeight;
    setPlace({ left: Math.min(rect.left, window.innerWidth - width - 8), top: below ? rect.bottom + 4 : Math.max(8, rect.top - height - 4) });
  }, [anchor]);
  useEffect(() => {
    (box.current?.querySelector<HTMLElement>("[aria-selected=true]:not([disabled])") ?? items()[0])?.focus();
    const away = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    window.addEventListener("pointerdown", away);
    window.addEventListener("scroll", away, true);
    return () => {
      window.removeEventListener("pointerdown", away);
      window.removeEventListener("scroll", away, true);
    };
  }, [onClose]);

  const close = () => {
    onClose();
    anchor.focus();
  };
  const onKey = (event: React.KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (to !== undefined) all[to]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return createPortal(
    <div ref={box} role="listbox" aria-label={t("数据范围")} tabIndex={-1} className="menu scope-menu" style={{ position: "fixed", ...place }} onKeyDown={onKey}>
      {options.map(({ scope, why }) => (
        <button key={scope ?? ""} type="button" role="option" aria-selected={scope === value} disabled={why !== null} title={why ? t(why) : undefined} className="menu-item scope-option"
          onClick={(event) => { onPick(scope, event.shiftKey); close(); }}>
          <i className={`scope-dot depth-${depthOf(scope)}`} aria-hidden />
          <span className="grow">{scopeLabel(matrix, scope, t)}</span>
          {scope === value ? <CheckOutlined aria-hidden /> : <span className="kbd" aria-hidden>{depthOf(scope)}</span>}
        </button>
      ))}
      {options.some((option) => option.why) && <p className="scope-why muted small">{t("灰色的范围超出您自己的权限，不能授予。")}</p>}
    </div>,
    document.body,
  );
}
