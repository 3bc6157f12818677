import type { ReactNode } from "react";
import type { TableColumnsType } from "antd";
import type { Field, Meta, Row } from "../../api/types";
import { MoneyHeader } from "../../kit/Money";
import { FieldValue } from "../fields/FieldValue";
import type { ResourceUi } from "../registry";
import { fitWidths, wishOf } from "./widths";

const WIDTHS: Record<string, number> = {
  text: 168, longtext: 240, integer: 96, decimal: 110, money: 136, percent: 96, date: 112, datetime: 150, yesno: 80,
  choice: 108, choices: 168, ref: 136, refs: 180, phone: 128, email: 180, url: 200, json: 200, tags: 168,
};
const RIGHT = new Set(["integer", "decimal", "money", "percent"]);

/** Numbers stand to the right, so that their digits are under each other. */
export function isRight(field: Field): boolean {
  return RIGHT.has(field.type);
}

export function fieldOf(meta: Meta, name: string): Field | undefined {
  return meta.fields.find((field) => field.name === name);
}

/** Columns that this person has chosen, as far as they still exist; else the resource's own. The label field comes first. */
export function shownColumns(meta: Meta, chosen: string[] | undefined): string[] {
  const known = (names: string[]) => names.filter((name) => fieldOf(meta, name));
  const picked = known(chosen ?? []);
  const names = picked.length ? picked : known(meta.list_display);
  const first = fieldOf(meta, meta.label_field) ? meta.label_field : names[0];
  return first ? [first, ...names.filter((name) => name !== first)] : names;
}

interface Build {
  meta: Meta;
  ui: ResourceUi;
  names: string[];
  sort: string;
  link: (row: Row, text: ReactNode) => ReactNode;
  /** Pixels that the columns have together, and the unit of money in their headers. */
  room: number;
  unit: string;
}

export function buildColumns({ meta, ui, names, sort, link, room, unit }: Build): TableColumnsType<Row> {
  const [lead] = (sort || meta.ordering).split(",");
  const fields = names.flatMap((name) => fieldOf(meta, name) ?? []);
  const widths = fitWidths(fields.map((field, i) => wishOf(field, ui.widths?.[field.name] ?? (i === 0 ? 232 : (WIDTHS[field.type] ?? 140)), unit)), room);
  return fields.map((field, i) => {
    const { name } = field;
    const draw = (row: Row) => ui.cells?.[name]?.(row) ?? <FieldValue field={field} value={row[name]} compact />;
    return {
      key: name,
      dataIndex: name,
      title: field.type === "money" ? <MoneyHeader label={field.label} /> : field.label,
      width: widths[i],
      ellipsis: true,
      fixed: i === 0 ? ("start" as const) : undefined,
      align: RIGHT.has(field.type) ? ("end" as const) : undefined,
      sorter: field.sortable ?? false,
      sortOrder: lead === name ? ("ascend" as const) : lead === `-${name}` ? ("descend" as const) : null,
      showSorterTooltip: false,
      render: (_: unknown, row: Row) => (i === 0 ? link(row, draw(row)) : <span className="ellipsis">{draw(row)}</span>),
    };
  });
}
