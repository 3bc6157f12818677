import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Field, Ref } from "../../api/types";
import { builtIn } from "../../kit/builtIn";
import { DateText } from "../../kit/DateText";
import { EMPTY, formatDecimal } from "../../kit/format";
import { Money, useMoneyUnit } from "../../kit/Money";
import { StatusTag } from "../../kit/StatusTag";
import { useT } from "../../i18n";
import { recordPath } from "../registry";
import { fits } from "../table/widths";

interface Props {
  field: Field;
  value: unknown;
  /** In a table: one line, money without its unit (it stands in the header), no links. */
  compact?: boolean;
}

export function isEmptyValue(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** One value, drawn by its type. The one renderer of tables, drawers, history and dialogs. */
export function FieldValue({ field, value, compact }: Props) {
  if (field.masked) return <Masked />;
  if (isEmptyValue(value)) return <span className="muted">{EMPTY}</span>;
  switch (field.type) {
    case "money":
      return compact ? <ColumnMoney value={value as string} /> : <Money value={value as string} />;
    case "integer":
      return <span className="num">{formatDecimal(value as number, 0)}</span>;
    case "decimal":
      return <span className="num">{trimZeros(formatDecimal(value as string, 4))}</span>;
    case "percent":
      return <span className="num">{trimZeros(formatDecimal(value as string, 2))}%</span>;
    case "date":
      return <DateText value={value as string} />;
    case "datetime":
      return <DateText value={value as string} kind="datetime" />;
    case "yesno":
      return <YesNo value={Boolean(value)} />;
    case "choice":
      return <Choice field={field} value={String(value)} />;
    case "choices":
      return <Several values={value as string[]} name={(one) => labelOf(field, one)} compact={compact}>{(one) => <Choice key={one} field={field} value={one} />}</Several>;
    case "tags":
      return <Several values={value as string[]} name={String} compact={compact}>{(one) => <StatusTag key={one}>{one}</StatusTag>}</Several>;
    case "ref":
      return <RefText field={field} value={value as Ref} plain={compact} />;
    case "refs":
      return <RefList field={field} values={value as Ref[]} plain={compact} />;
    case "phone":
      return compact ? <span className="num">{String(value)}</span> : <a className="num" href={`tel:${String(value)}`}>{String(value)}</a>;
    case "email":
      return compact ? <>{String(value)}</> : <a href={`mailto:${String(value)}`}>{String(value)}</a>;
    case "url":
      return <Url value={String(value)} plain={compact} />;
    case "json":
      return <code className={compact ? "small" : "small pre"}>{JSON.stringify(value, null, compact ? 0 : 2)}</code>;
    case "longtext":
      return <span className={compact ? undefined : "pre"}>{String(value)}</span>;
    default:
      return <>{String(value)}</>;
  }
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function ColumnMoney({ value }: { value: string }) {
  const unit = useMoneyUnit();
  return <Money value={value} unit={unit} bare />;
}

function YesNo({ value }: { value: boolean }) {
  const { t } = useT();
  return <>{value ? t("是") : t("否")}</>;
}

const COLUMN = 124; // pixels for tags in a cell of a table

/** Tags side by side. A table's row has one line: those that fit, then how many more there are. */
function Several({ values, name, compact, children }: { values: string[]; name: (value: string) => string; compact?: boolean; children: (value: string) => ReactNode }) {
  if (!compact) return <span className="row wrap" style={{ columnGap: 8, rowGap: 4 }}>{values.map(children)}</span>;
  const fitting = fits(values.map(name), COLUMN);
  return (
    <span className="row" style={{ columnGap: 4, flexWrap: "nowrap" }} title={values.map(name).join("、")}>
      {values.slice(0, fitting).map(children)}
      {fitting < values.length && <span className="muted small num">+{values.length - fitting}</span>}
    </span>
  );
}

const labelOf = (field: Field, value: string): string => field.options?.find((option) => String(option.value) === value)?.label ?? value;

function Choice({ field, value }: { field: Field; value: string }) {
  const option = field.options?.find((o) => String(o.value) === value);
  // Colour is for meaning: a choice whose options have none (an industry) is plain text.
  if (!field.options?.some((o) => o.color && o.color !== "default")) return <>{option?.label ?? value}</>;
  return <StatusTag color={option?.color}>{option?.label ?? value}</StatusTag>;
}

function RefText({ field, value, plain }: { field: Field; value: Ref; plain?: boolean }) {
  if (typeof value !== "object") return <>{String(value)}</>;
  const name = builtIn(field.ref, value.label);
  if (plain || !field.ref) return <>{name}</>;
  return <Link to={recordPath(field.ref, value.id)}>{name}</Link>;
}

function RefList({ field, values, plain }: { field: Field; values: Ref[]; plain?: boolean }) {
  return (
    <>
      {values.map((value, i) => (
        <span key={value.id}>{i > 0 && ", "}<RefText field={field} value={value} plain={plain} /></span>
      ))}
    </>
  );
}

function Url({ value, plain }: { value: string; plain?: boolean }) {
  const safe = /^https?:\/\//i.test(value);
  if (plain || !safe) return <>{value}</>;
  return <a href={value} target="_blank" rel="noreferrer noopener">{value}</a>;
}

/** A field that the person may not see: it is there, and somebody can open it. */
export function Masked() {
  const { t } = useT();
  return (
    <Tooltip title={t("您没有查看此字段的权限。需要时请联系系统管理员，在“字段可见”中开通。")}>
      <span className="muted" tabIndex={0}>••••••</span>
    </Tooltip>
  );
}
