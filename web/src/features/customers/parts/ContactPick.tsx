import { Select } from "antd";
import { FieldRow } from "../../../kit/FieldRow";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { Choices } from "../../../kit/Choices";

const FEW = 6;

/** Who at the customer was talked with: buttons while there are a few, else a list to search. */
export function ContactPick({ customer, label, value, onChange, errors }: { customer: string; label: string; value: string | null; onChange: (id: string | null) => void; errors?: string[] }) {
  const { t } = useT();
  const can = useCan();
  const list = useList("contacts", { q: "", filter: ["customer", "=", customer], sort: "-is_primary,name" }, can("contacts", "read"));
  if (!list.rows.length) return null;
  if (list.rows.length <= FEW) {
    const items = list.rows.map((row) => ({ value: row.id, label: String(row.name), note: row.position ? String(row.position) : undefined }));
    return <Choices name="contact" label={label} items={items} value={value ?? ""} clearable onChange={(id) => onChange(id || null)} errors={errors} />;
  }
  return (
    <FieldRow id="talk-contact" label={label} errors={errors}>
      <Select id="talk-contact" value={value ?? undefined} onChange={(id: string | undefined) => onChange(id ?? null)} allowClear showSearch={{ optionFilterProp: "label" }} placeholder={t("请选择")}
        options={list.rows.map((row) => ({ value: row.id, label: [row.name, row.position].filter(Boolean).join(" · ") }))} style={{ width: "100%" }} />
    </FieldRow>
  );
}
