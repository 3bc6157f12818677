import type { Field, FieldType, Row } from "../../../api/types";
import { tk } from "../../../i18n";

export type OwnType = "text" | "decimal" | "date" | "choice" | "ref" | "yesno";

export interface OwnField extends Row {
  resource: string;
  code: string;
  label: string;
  type: OwnType;
  options: { value: string; label: string }[];
  ref: string;
  required: boolean;
  help: string;
  position: number;
  active: boolean;
}

export const TYPES: { value: OwnType; label: string; hint: string }[] = [
  { value: "text", label: tk("文字"), hint: tk("一行文字，最多 1000 字") },
  { value: "decimal", label: tk("数字"), hint: tk("最多六位小数，可以比较大小") },
  { value: "date", label: tk("日期"), hint: tk("年月日") },
  { value: "choice", label: tk("单选"), hint: tk("从您列出的选项里选一个") },
  { value: "ref", label: tk("引用"), hint: tk("选择系统里的另一条记录") },
  { value: "yesno", label: tk("是/否"), hint: tk("只有两个答案") },
];

export interface Draft {
  label: string;
  code: string;
  type: OwnType;
  /** `value` is what records store; it stays when the label changes. New options have none yet. */
  options: { value: string; label: string }[];
  ref: string;
  required: boolean;
  help: string;
}

export function draftOf(field: OwnField | null): Draft {
  const { label = "", code = "", type = "text", options = [], ref = "", required = false, help = "" } = field ?? {};
  return { label, code, type, options: options.length ? options : [{ value: "", label: "" }], ref, required, help };
}

export type Problems = Partial<Record<keyof Draft, string>>;

/** What is wrong before anything is sent, as Chinese source texts. */
export function problemsOf(draft: Draft, isNew: boolean): Problems {
  const labels = draft.options.map((option) => option.label.trim()).filter(Boolean);
  const problems: Problems = {};
  if (!draft.label.trim()) problems.label = tk("请填写名称。");
  if (isNew && !/^[a-z][a-z0-9_]{0,39}$/.test(draft.code.trim())) problems.code = tk("请用小写字母、数字和下划线，以字母开头。");
  if (draft.type === "choice" && !labels.length) problems.options = tk("请至少填写一个选项。");
  else if (draft.type === "choice" && new Set(labels).size < labels.length) problems.options = tk("有两个选项同名，请改掉一个。");
  if (draft.type === "ref" && !draft.ref) problems.ref = tk("请选择引用的对象。");
  return problems;
}

/** What is sent. A new option is stored under its first label, which no other option may hold. */
export function valuesOf(draft: Draft): Record<string, unknown> {
  const used = new Set(draft.options.map((option) => option.value).filter(Boolean));
  const options = draft.options.filter((option) => option.label.trim()).map(({ value, label }) => {
    const name = label.trim();
    if (value) return { value, label: name };
    let fresh = name;
    for (let n = 2; used.has(fresh); n += 1) fresh = `${name}_${n}`;
    used.add(fresh);
    return { value: fresh, label: name };
  });
  return {
    label: draft.label.trim(), help: draft.help.trim(), required: draft.required,
    options: draft.type === "choice" ? options : [], ref: draft.type === "ref" ? draft.ref : "",
  };
}

/** The field as forms will draw it. */
export function preview(draft: Draft): Field {
  const type: FieldType = draft.type;
  return {
    name: "preview", label: draft.label.trim(), type, required: draft.required, readonly: false, help: draft.help.trim(), max_length: 1000, ref: draft.ref || null,
    options: draft.options.filter((option) => option.label.trim()).map((option) => ({ value: option.value || option.label.trim(), label: option.label.trim() })),
  };
}
