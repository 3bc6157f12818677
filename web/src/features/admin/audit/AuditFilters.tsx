import { useEffect, useState } from "react";
import { Badge, Button, DatePicker, Input, Select } from "antd";
import { FilterOutlined, ReloadOutlined } from "@ant-design/icons";
import { useCatalogue } from "../../../api/meta";
import { RefSelect } from "../../../kit/RefSelect";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { fromDay, toDay } from "../../../resource/fields/dates";
import { grouped } from "../model/groups";
import { OPERATIONS, type Book, type Filters } from "../model/audit";

interface Props {
  book: Book;
  filters: Filters;
  onChange: (filters: Filters) => void;
  onReload: () => void;
  busy: boolean;
}

/** Who, on what, which operation, when, and a text in old or new values. */
export function AuditFilters({ book, filters, onChange, onReload, busy }: Props) {
  const { t } = useT();
  const set = (changes: Filters) => onChange({ ...filters, ...changes });
  const resources = grouped(useCatalogue()?.resources ?? []).map((group) => ({ label: t(group.label), options: group.items.map((one) => ({ value: one.name, label: one.label })) }));
  const phone = useIsPhone();
  const [unfolded, setUnfolded] = useState(false);
  const count = [filters.who, filters.resource, filters.operation, filters.since ?? filters.until, filters.object].filter(Boolean).length;
  const whose = book === "sign_in" ? t("人员") : t("操作人");
  return (
    <section className="panel audit-filters touch" aria-label={t("筛选")}>
      {book === "changes" && <TextSearch text={filters.text ?? ""} onSearch={(text) => set({ text: text || undefined })} />}
      {phone && <Badge count={count} size="small"><Button icon={<FilterOutlined aria-hidden />} onClick={() => setUnfolded(!unfolded)} aria-expanded={unfolded}>{t("筛选")}</Button></Badge>}
      {(!phone || unfolded) && (
        <>
          <RefSelect resource="users" value={filters.who ?? null} onChange={(who) => set({ who: who ?? undefined })} allowClear placeholder={whose} aria-label={whose} style={{ width: 152 }} />
          {book !== "sign_in" && (
            <Select allowClear value={filters.resource} onChange={(resource: string | undefined) => set({ resource, object: undefined })} options={resources} placeholder={t("对象类型")} aria-label={t("对象类型")} showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false} style={{ width: 152 }} />
          )}
          {book === "changes" && (
            <Select allowClear value={filters.operation} onChange={(operation: string | undefined) => set({ operation })} options={["create", "update", "delete"].map((value) => ({ value, label: t(OPERATIONS[value]!.label) }))} placeholder={t("操作")} aria-label={t("操作")} style={{ width: 124 }} />
          )}
          <DatePicker.RangePicker allowEmpty value={[toDay(filters.since), toDay(filters.until)]} onChange={(days) => set({ since: fromDay(days?.[0] ?? null) ?? undefined, until: fromDay(days?.[1] ?? null) ?? undefined })} placeholder={[t("从"), t("到")]} aria-label={t("日期")} style={{ width: 244 }} />
          {filters.object && <Button onClick={() => set({ object: undefined })}>{t("只看一条记录 ×")}</Button>}
        </>
      )}
      <span className="grow" />
      {!phone && <Button icon={<ReloadOutlined spin={busy} />} onClick={onReload} aria-label={t("刷新")} title={t("刷新")} />}
    </section>
  );
}

function TextSearch({ text, onSearch }: { text: string; onSearch: (text: string) => void }) {
  const { t } = useT();
  const [now, setNow] = useState(text);
  useEffect(() => setNow(text), [text]);
  return <Input.Search className="audit-search" allowClear value={now} maxLength={100} onChange={(event) => setNow(event.target.value)} onSearch={(value) => onSearch(value.trim())} placeholder={t("新值或旧值里的文字")} aria-label={t("新值或旧值里的文字")} />;
}
