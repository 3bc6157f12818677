import type { Field, FieldType, Op } from "../../api/types";
import { tk } from "../../i18n";

const TEXT: Op[] = ["contains", "=", "!=", "starts", "in", "not_in", "empty"];
const NUMBER: Op[] = ["=", "!=", ">", ">=", "<", "<=", "between", "empty"];
const TIME: Op[] = ["period", "between", "=", ">", ">=", "<", "<=", "within", "older_than", "next", "empty"];
const LIST: Op[] = ["has_any", "has_all", "has", "empty"];
const REFERENCE: Op[] = ["in", "not_in", "=", "!=", "under", "empty"];

const BY_TYPE: Partial<Record<FieldType, Op[]>> = {
  integer: NUMBER, decimal: NUMBER, money: NUMBER, percent: NUMBER, date: TIME, datetime: TIME,
  yesno: ["="], choice: ["in", "not_in", "=", "!=", "empty"], choices: LIST, tags: LIST, ref: REFERENCE, refs: LIST, json: [],
};

/** The ops offered for a field, the most useful first: what meta allows, or what the type knows. */
export function opsOf(field: Field): Op[] {
  const usual = BY_TYPE[field.type] ?? TEXT;
  return field.ops ? usual.filter((op) => field.ops!.includes(op)) : usual;
}

const WORDS: Record<Op, string> = {
  "=": tk("等于"), "!=": tk("不等于"), ">": tk("大于"), ">=": tk("大于等于"), "<": tk("小于"), "<=": tk("小于等于"),
  in: tk("属于"), not_in: tk("不属于"), contains: tk("包含"), starts: tk("开头是"), empty: tk("为空"), between: tk("介于"),
  older_than: tk("早于（距今）"), within: tk("最近"), next: tk("未来"), period: tk("期间"), under: tk("本级及下级"),
  has: tk("含有"), has_any: tk("含有任一"), has_all: tk("全部含有"),
};
const TIME_WORDS: Partial<Record<Op, string>> = { ">": tk("晚于"), ">=": tk("不早于"), "<": tk("早于"), "<=": tk("不晚于"), "=": tk("是这一天") };

/** Chinese words for an op on this field; translate with t(). */
export function opWord(op: Op, field?: Field): string {
  if (field && (field.type === "date" || field.type === "datetime")) return TIME_WORDS[op] ?? WORDS[op];
  return WORDS[op] ?? op;
}

export const PERIODS: Record<string, string> = {
  today: tk("今天"), yesterday: tk("昨天"), this_week: tk("本周"), last_week: tk("上周"), this_month: tk("本月"), last_month: tk("上月"),
  this_quarter: tk("本季度"), last_quarter: tk("上季度"), this_year: tk("今年"), last_year: tk("去年"),
};

export const SPANS: Record<string, string> = { d: tk("天"), w: tk("周"), m: tk("个月"), y: tk("年") };

export type ValueKind = "none" | "text" | "texts" | "number" | "numbers" | "date" | "dates" | "span" | "period" | "yesno" | "choice" | "choices" | "ref" | "refs" | "tags";

const MANY: Op[] = ["in", "not_in", "has_any", "has_all"];

/** Which control edits the value of a condition. */
export function valueKind(field: Field, op: Op): ValueKind {
  if (op === "empty") return "none";
  if (op === "period") return "period";
  if (op === "older_than" || op === "within" || op === "next") return "span";
  const many = MANY.includes(op);
  switch (field.type) {
    case "choice":
    case "choices":
      return many ? "choices" : "choice";
    case "ref":
    case "refs":
      return many ? "refs" : "ref";
    case "tags":
      return "tags";
    case "yesno":
      return "yesno";
    case "date":
    case "datetime":
      return op === "between" ? "dates" : "date";
    case "integer":
    case "decimal":
    case "money":
    case "percent":
      return op === "between" ? "numbers" : "number";
    default:
      return many ? "texts" : "text";
  }
}

export function isFilterable(field: Field): boolean {
  return !field.masked && opsOf(field).length > 0;
}

/** Two ops take one value, the same control: switching between them keeps what was typed. */
export function keepsValue(field: Field, before: Op, after: Op): boolean {
  return valueKind(field, before) === valueKind(field, after);
}
