import { useQuery } from "@tanstack/react-query";
import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { api } from "../../api/client";
import type { Field, Leaf, Meta, OptionItem } from "../../api/types";
import { moneyWithUnit } from "../../kit/format";
import { useT } from "../../i18n";
import type { FilterModel } from "./codec";
import { opWord, PERIODS, SPANS, valueKind } from "./ops";

interface Props {
  meta: Meta;
  model: FilterModel;
  q: string;
  onChange: (model: FilterModel) => void;
  onClear: () => void;
}

/** What the list is filtered by, each part removable. Draws nothing while there is no filter. */
export function FilterChips({ meta, model, q, onChange, onClear }: Props) {
  const { t } = useT();
  const total = model.all.length + model.any.length + model.extra.length;
  if (!total) return null;
  const fieldOf = (leaf: Leaf) => meta.fields.find((field) => field.name === leaf[0]);
  const without = (list: Leaf[], leaf: Leaf) => list.filter((other) => other !== leaf);
  return (
    <div className="row wrap chips" role="group" aria-label={t("当前筛选条件")}>
      {model.all.map((leaf, i) => (
        <Chip key={`all-${i}`} onRemove={() => onChange({ ...model, all: without(model.all, leaf) })}><LeafText leaf={leaf} field={fieldOf(leaf)} /></Chip>
      ))}
      {model.any.length > 0 && (
        <Chip onRemove={() => onChange({ ...model, any: [] })}>
          {model.any.map((leaf, i) => <span key={`any-${i}`}>{i > 0 && <b> {t("或")} </b>}<LeafText leaf={leaf} field={fieldOf(leaf)} /></span>)}
        </Chip>
      )}
      {model.extra.map((part, i) => (
        <Chip key={`extra-${i}`} title={JSON.stringify(part)} onRemove={() => onChange({ ...model, extra: model.extra.filter((other) => other !== part) })}>{t("组合条件")}</Chip>
      ))}
      {total + (q ? 1 : 0) > 1 && <Button type="link" size="small" onClick={onClear}>{t("清空筛选")}</Button>}
    </div>
  );
}

function Chip({ children, title, onRemove }: { children: React.ReactNode; title?: string; onRemove: () => void }) {
  const { t } = useT();
  return (
    <span className="chip" title={title}>
      <span className="ellipsis">{children}</span>
      <button type="button" className="plain" onClick={onRemove} aria-label={t("移除条件")}><CloseOutlined /></button>
    </span>
  );
}

/** One condition in words. */
export function LeafText({ leaf, field }: { leaf: Leaf; field: Field | undefined }) {
  const { t } = useT();
  const [name, op, value] = leaf;
  if (op === "empty") return <>{field?.label ?? name} {value ? t("为空") : t("不为空")}</>;
  return <><span className="muted">{field?.label ?? name} {t(opWord(op, field))}</span> <ValueText leaf={leaf} field={field} /></>;
}

function ValueText({ leaf, field }: { leaf: Leaf; field: Field | undefined }) {
  const { t } = useT();
  const [, op, value] = leaf;
  const list = Array.isArray(value) ? value : [value];
  const kind = field ? valueKind(field, op) : "text";
  if (kind === "period") return <>{t(PERIODS[String(value)] ?? String(value))}</>;
  if (kind === "span") {
    const [, n, unit] = /^(\d+)([dwmy])$/.exec(String(value)) ?? [];
    return <>{n} {unit && t(SPANS[unit] ?? unit)}</>;
  }
  if (kind === "yesno") return <>{value ? t("是") : t("否")}</>;
  if (field && (kind === "ref" || kind === "refs")) return <RefLabels resource={field.ref ?? ""} ids={list.map(String)} />;
  if (op === "between" && field?.type !== "money") return <>{String(list[0] ?? "…")} ~ {String(list[1] ?? "…")}</>;
  if (field?.type === "money") return <>{list.map((one) => moneyWithUnit(one as string)).join(op === "between" ? " ~ " : t("、"))}</>;
  return <>{list.map((one) => field?.options?.find((o) => String(o.value) === String(one))?.label ?? String(one)).join(t("、"))}</>;
}

function RefLabels({ resource, ids }: { resource: string; ids: string[] }) {
  const { t } = useT();
  const real = ids.filter((id) => !id.startsWith("$"));
  const found = useQuery({
    queryKey: ["options", resource, "ids", real.join(",")],
    queryFn: () => api.get<OptionItem[]>(`/r/${resource}/options`, { ids: real.join(",") }),
    enabled: real.length > 0,
    staleTime: Infinity,
  });
  const word = (id: string) => (id === "$me" ? t("我") : id === "$my_unit" ? t("我的部门") : (found.data?.find((item) => item.id === id)?.label ?? "…"));
  return <>{ids.map(word).join(t("、"))}</>;
}
