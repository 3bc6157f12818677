import { useRef, type KeyboardEvent } from "react";
import { Button, Tooltip } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import { formatMoney } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { COLUMNS, lineCents, yuan, type Column, type Typed } from "../../model/agreed";
import type { Editing } from "./useAgreed";

/** The rows as a table of inputs; on a phone each row is a card with its labels. Enter goes on to the next cell, at the end to a new row. */
export function Grid({ editor }: { editor: Editing }) {
  const { t } = useT();
  const table = useRef<HTMLTableElement>(null);
  const { kind, rows } = editor;
  const columns = COLUMNS[kind];
  const focus = (row: number, name: string) => requestAnimationFrame(() => table.current?.querySelector<HTMLInputElement>(`[data-at="${row}:${name}"]`)?.focus());
  const set = (index: number, name: string, value: string) => editor.change(rows.map((row, i) => (i === index ? { ...row, [name]: value } : row)));
  const onKey = (event: KeyboardEvent<HTMLElement>, index: number, column: number) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const next = columns[column + 1];
    if (next) return void focus(index, next.name);
    if (index === rows.length - 1) editor.add();
    focus(index + 1, columns[0]!.name);
  };
  return (
    <div className="agreed-scroll">
      <table className="agreed" ref={table}>
        <thead>
          <tr>
            <th scope="col" className="center">#</th>
            {columns.map((column) => <th key={column.name} scope="col" className={column.type === "number" ? "right" : undefined} style={{ minWidth: column.width }}>{t(column.label)}</th>)}
            {kind === "lines" && <th scope="col" className="right">{t("含税金额/元")}</th>}
            <th scope="col"><span className="sr-only">{t("操作")}</span></th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id}>
              <td className="center muted num">{index + 1}</td>
              {columns.map((column, at) => <Cell key={column.name} column={column} row={row} index={index} fault={editor.faults[row.id]?.[column.name]} onChange={(value) => set(index, column.name, value)} onKey={(event) => onKey(event, index, at)} />)}
              {kind === "lines" && <td className="right num sum" data-label={t("含税金额/元")}>{lineCents(row) === null ? "—" : formatMoney(yuan(lineCents(row)!))}</td>}
              <td className="center"><Button type="text" size="small" icon={<DeleteOutlined />} tabIndex={-1} aria-label={t("删除第 {{n}} 行", { n: index + 1 })} onClick={() => editor.change(rows.filter((_, i) => i !== index))} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps { column: Column; row: Typed; index: number; fault: string | undefined; onChange: (value: string) => void; onKey: (event: KeyboardEvent<HTMLElement>) => void }

function Cell({ column, row, index, fault, onChange, onKey }: CellProps) {
  const { t } = useT();
  const label = t(column.label);
  const shared = {
    "data-at": `${index}:${column.name}`, value: row[column.name] ?? "", "aria-label": t("第 {{n}} 行{{field}}", { n: index + 1, field: label }), "aria-invalid": Boolean(fault),
    onChange: (event: { target: { value: string } }) => onChange(event.target.value), onKeyDown: onKey,
  };
  const input = column.type === "choice"
    ? <select className="cell" {...shared}>{column.options!.map((one) => <option key={one.value} value={one.value}>{t(one.label)}</option>)}</select>
    : <input className={column.type === "number" ? "cell right num" : "cell"} type={column.type === "date" ? "date" : "text"} inputMode={column.type === "number" ? "decimal" : undefined} maxLength={column.max ?? 20} {...shared} />;
  return (
    <td className={fault ? "fault" : undefined} data-label={label}>
      {fault ? <Tooltip title={fault}>{input}</Tooltip> : input}
      {fault && <span className="agreed-fault small">{fault}</span>}
    </td>
  );
}
