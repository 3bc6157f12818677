import { useState, type ReactNode } from "react";
import { ArrowDownOutlined, ArrowUpOutlined, HolderOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";
import { moved } from "./order";

export interface SortEntry {
  key: string;
  label: string;
  /** A switch or a remove button. */
  tail: ReactNode;
  faded?: boolean;
}

interface Props {
  entries: SortEntry[];
  onOrder: (keys: string[]) => void;
  label: string;
}

/** Entries that one drags, or moves with the arrow buttons: those work by keyboard and finger as well. */
export function SortList({ entries, onOrder, label }: Props) {
  const { t } = useT();
  const [dragged, setDragged] = useState<string | null>(null);
  const keys = entries.map((entry) => entry.key);
  const shift = (at: number, by: number) => onOrder(moved(keys, at, at + by));
  const over = (key: string) => {
    if (dragged && dragged !== key) onOrder(moved(keys, keys.indexOf(dragged), keys.indexOf(key)));
  };
  return (
    <ul className="home-sort" aria-label={label}>
      {entries.map((entry, i) => (
        <li key={entry.key} draggable className={entry.key === dragged ? "dragged" : ""} onDragStart={() => setDragged(entry.key)} onDragEnd={() => setDragged(null)}
          onDragEnter={() => over(entry.key)} onDragOver={(event) => event.preventDefault()}>
          <HolderOutlined className="home-handle" aria-hidden />
          <span className={entry.faded ? "grow ellipsis muted" : "grow ellipsis"}>{entry.label}</span>
          <button type="button" className="home-step" disabled={i === 0} onClick={() => shift(i, -1)} aria-label={t("上移：{{name}}", { name: entry.label })}><ArrowUpOutlined aria-hidden /></button>
          <button type="button" className="home-step" disabled={i === entries.length - 1} onClick={() => shift(i, 1)} aria-label={t("下移：{{name}}", { name: entry.label })}><ArrowDownOutlined aria-hidden /></button>
          {entry.tail}
        </li>
      ))}
    </ul>
  );
}
