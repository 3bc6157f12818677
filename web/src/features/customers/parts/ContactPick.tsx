import { useState } from "react";
import { Select } from "antd";
import { FieldRow } from "../../../kit/FieldRow";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";
import type { Row } from "../../../api/types";
import { useList } from "../../../resource/data/list";
import { useRow } from "../../../resource/data/row";
import { Choices } from "../../../kit/Choices";
import { useDebounced } from "../../../kit/useDebounced";

const FEW = 6;

/** Who at the customer was talked with: buttons while there are a few, else a list to search. */
export function ContactPick({ customer, label, value, onChange, errors }: { customer: string; label: string; value: string | null; onChange: (id: string | null) => void; errors?: string[] }) {
  const can = useCan();
  const list = useList("contacts", { q: "", filter: ["customer", "=", customer], sort: "-is_primary,name" }, can("contacts", "read"));
  if (!list.rows.length) return null;
  if (list.rows.length <= FEW) {
    const items = list.rows.map((row) => ({ value: row.id, label: String(row.name), note: row.position ? String(row.position) : undefined }));
    return <Choices name="contact" label={label} items={items} value={value ?? ""} clearable onChange={(id) => onChange(id || null)} errors={errors} />;
  }
  return <ContactSearch customer={customer} label={label} value={value} onChange={onChange} errors={errors} />;
}

interface Many { customer: string; label: string; value: string | null; onChange: (id: string | null) => void; errors?: string[] }

/** A customer with many contacts: found on the server by name, pinyin or phone, so that nobody is out of reach. */
function ContactSearch({ customer, label, value, onChange, errors }: Many) {
  const { t } = useT();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const q = useDebounced(text.trim(), 200);
  const found = useList("contacts", { q, filter: ["customer", "=", customer], sort: "-is_primary,name" });
  const known = useRow("contacts", chosen?.value === value ? null : value).data;
  const options = found.rows.map((row) => ({ value: row.id, label: nameOf(row) }));
  const kept = chosen?.value === value ? chosen : known && { value: known.id, label: nameOf(known) };
  if (kept && !q && !options.some((option) => option.value === kept.value)) options.unshift(kept);
  return (
    <FieldRow id="talk-contact" label={label} errors={errors}>
      <Select id="talk-contact" value={value ?? undefined} allowClear placeholder={t("请选择")} style={{ width: "100%" }} loading={found.isPending || found.isRefreshing}
        showSearch={{ filterOption: false, searchValue: text, onSearch: setText }}
        onChange={(id: string | undefined) => {
          setText("");
          setChosen(options.find((option) => option.value === id) ?? null);
          onChange(id ?? null);
        }}
        labelRender={({ label: drawn, value: id }) => drawn ?? (kept?.value === id ? kept?.label : "")}
        onPopupScroll={({ currentTarget: box }) => { if (box.scrollHeight - box.scrollTop - box.clientHeight < 80) found.loadMore(); }}
        notFoundContent={<span className="muted">{found.isPending ? t("正在查找…") : t("没有匹配的联系人，换个词试试")}</span>}
        options={options} />
    </FieldRow>
  );
}

function nameOf(row: Row): string {
  return [row.name, row.position].filter(Boolean).join(" · ");
}
