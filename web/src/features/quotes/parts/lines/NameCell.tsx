import { useId, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { useCan } from "../../../../api/me";
import { formatMoney } from "../../../../kit/format";
import { useDebounced } from "../../../../kit/useDebounced";
import { useT } from "../../../../i18n";
import { usePriceItems, type PriceItem } from "../../api";
import type { Typed } from "../../model/amounts";

interface Props {
  line: Typed;
  index: number;
  label: string;
  fault: string | undefined;
  onChange: (name: string) => void;
  onPick: (item: PriceItem) => void;
  onKey: (event: KeyboardEvent<HTMLElement>) => void;
  onPaste: (event: ClipboardEvent<HTMLElement>) => void;
}

/** The name of a line; while one types, the price lists offer what fits. ↓ and Enter take an offer, Esc puts them away. */
export function NameCell({ line, index, label, fault, onChange, onPick, onKey, onPaste }: Props) {
  const { t } = useT();
  const can = useCan();
  const id = useId();
  const [typing, setTyping] = useState(false);
  const [at, setAt] = useState(-1);
  const cell = useRef<HTMLDivElement>(null);
  // The table scrolls sideways and would cut the list off, so it stands above the page, where the cell is now.
  const [place, setPlace] = useState<{ left: number; top?: number; bottom?: number }>();
  const q = useDebounced(line.name.trim(), 200);
  const found = usePriceItems(q, null, typing && q.length > 0 && can("price_items", "read"));
  const offers = typing && line.name.trim() ? (found.data ?? []).slice(0, 8) : [];
  const away = () => { setTyping(false); setAt(-1); };
  const take = (item: PriceItem) => { away(); onPick(item); };
  const typed = (name: string) => {
    const box = cell.current?.getBoundingClientRect();
    if (box) setPlace(box.bottom + 320 < innerHeight ? { left: box.left, top: box.bottom } : { left: box.left, bottom: innerHeight - box.top });
    setTyping(true);
    setAt(-1);
    onChange(name);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (offers.length && event.key === "Escape") { event.preventDefault(); return away(); }
    if (offers.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const by = event.key === "ArrowDown" ? 1 : -1;
      return setAt((now) => (now < 0 && by < 0 ? offers.length - 1 : (now + by + offers.length) % offers.length));
    }
    if (event.key === "Enter" && offers[at]) { event.preventDefault(); return take(offers[at]); }
    onKey(event);
  };
  return (
    <div className="name-cell" ref={cell}>
      <input className="cell" data-at={`${index}:name`} value={line.name} maxLength={120} title={fault} aria-invalid={Boolean(fault)} aria-label={label} role="combobox" aria-expanded={offers.length > 0} aria-controls={id} aria-autocomplete="list"
        aria-activedescendant={offers[at] ? `${id}-${at}` : undefined} autoComplete="off" placeholder={t("输入名称或搜索价格表")}
        onChange={(event) => typed(event.target.value)} onKeyDown={onKeyDown} onPaste={onPaste} onBlur={away} />
      {offers.length > 0 && (
        <ul className="offers" style={place} role="listbox" id={id} aria-label={t("价格表")}>
          {offers.map((item, i) => (
            <li key={item.id} id={`${id}-${i}`} role="option" aria-selected={i === at} className={i === at ? "on" : undefined} onMouseDown={(event) => { event.preventDefault(); take(item); }}>
              <span className="ellipsis">{item.name} <span className="muted">{item.specification}</span></span>
              <span className="num nowrap">{formatMoney(item.price)}{item.uom && <span className="muted">/{item.uom}</span>}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
