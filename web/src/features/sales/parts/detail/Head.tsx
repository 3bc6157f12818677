import type { Meta, Ref, Row } from "../../../../api/types";
import { formatDate } from "../../../../kit/format";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { FieldValue, isEmptyValue } from "../../../../resource/fields/FieldValue";
import { RecordHead } from "../../../../resource/record/RecordHead";
import { fieldOf } from "../../../../resource/table/columns";
import { StateTag } from "../cells";

/** Name, number, state, customer and owner of an opportunity. */
export function Head({ row, meta, actions }: { row: Row; meta: Meta; actions: React.ReactNode }) {
  const { t } = useT();
  const owner = row.owner as Ref | null;
  const unit = row.unit as Ref | null;
  const type = fieldOf(meta, "project_type");
  const place = [row.region, row.city].filter(Boolean).join(" ");
  return (
    <RecordHead row={row} from={{ to: "/opportunities", label: t("商机") }} name={String(row.name)} tags={<StateTag value={row.state as string} />} actions={actions}
      facts={<>
        <span>{t("负责人 {{name}}", { name: owner?.label ?? t("未分配") })}</span>
        {unit && <span>{unit.label}</span>}
        {type && !isEmptyValue(row.project_type) && <FieldValue field={type} value={row.project_type} />}
        {place && <span>{place}</span>}
        {((row.tags as string[] | undefined) ?? []).map((tag) => <StatusTag key={tag} color="blue">{tag}</StatusTag>)}
      </>}
      notes={row.state === "lost" && <LostLine row={row} meta={meta} />} />
  );
}

function LostLine({ row, meta }: { row: Row; meta: Meta }) {
  const { t } = useT();
  const field = fieldOf(meta, "lost_reason");
  const reason = field?.options?.find((option) => option.value === row.lost_reason)?.label ?? String(row.lost_reason ?? "");
  return <p className="lost-line">{t("{{day}} 丢单：{{reason}}", { day: formatDate(row.closed_at as string), reason })}{row.lost_note ? ` · ${String(row.lost_note)}` : ""}</p>;
}
