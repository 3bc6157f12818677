import { Tooltip } from "antd";
import type { Meta, Ref, Row } from "../../../api/types";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { FieldValue, isEmptyValue } from "../../../resource/fields/FieldValue";
import { RecordHead } from "../../../resource/record/RecordHead";
import { fieldOf } from "../../../resource/table/columns";
import { useSummary } from "../api";

interface Props {
  row: Row;
  meta: Meta;
  actions: React.ReactNode;
}

/** Name, number, kind, tags and owner of a customer; automatic tags say why they are there. */
export function Head({ row, meta, actions }: Props) {
  const { t } = useT();
  const owner = row.owner as Ref | null;
  const unit = row.unit as Ref | null;
  const place = [row.region, row.city].filter(Boolean).join(" ");
  return (
    <RecordHead row={row} from={{ to: "/customers", label: t("客户") }} name={String(row.name)} tags={<Choice meta={meta} row={row} name="kind" />} notes={<Tags row={row} meta={meta} />} actions={actions}
      facts={<>
        <span>{t("负责人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
        {unit && <span>{unit.label}</span>}
        {place && <span>{place}</span>}
        <Choice meta={meta} row={row} name="intention" />
      </>} />
  );
}

function Choice({ meta, row, name }: { meta: Meta; row: Row; name: string }) {
  const field = fieldOf(meta, name);
  return field && !isEmptyValue(row[name]) ? <FieldValue field={field} value={row[name]} /> : null;
}

function Tags({ row, meta }: { row: Row; meta: Meta }) {
  const { t } = useT();
  const labels = new Map(fieldOf(meta, "auto_tags")?.options?.map((one) => [one.value, one.label]));
  const reasons = new Map((useSummary(row.id).data?.auto_tags ?? []).map((one) => [one.tag, one.why]));
  const own = (row.tags as string[] | undefined) ?? [];
  const found = (row.auto_tags as string[] | undefined) ?? [];
  if (!own.length && !found.length) return null;
  return (
    <div className="row wrap" style={{ gap: 4 }}>
      {own.map((tag) => <StatusTag key={tag} color="blue">{tag}</StatusTag>)}
      {found.map((tag) => (
        <Tooltip key={tag} title={reasons.get(tag) && t("自动标签：{{why}}", { why: reasons.get(tag) })}>
          <span tabIndex={0} className="auto-tag"><StatusTag color="outline">{labels.get(tag) ?? tag}</StatusTag></span>
        </Tooltip>
      ))}
    </div>
  );
}
