import { Button, InputNumber, Select } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import type { FlowOptions } from "../api";
import type { Who } from "../model/definition";
import type { Desk } from "./desk";

interface Props {
  who: Who[];
  desk: Desk;
  options: FlowOptions;
  onChange: (who: Who[]) => void;
}

const LEVELS = ["superior", "superior_chain", "department_head"];

/** Which people: each line one way to find them. */
export function WhoEditor({ who, desk, options, onChange }: Props) {
  const { t } = useT();
  const set = (at: number, next: Who) => onChange(who.with(at, next));
  const pick = (at: number, kind: string) => set(at, { kind, ...(LEVELS.includes(kind) ? { level: 1 } : {}) });
  return (
    <div className="col" style={{ gap: 8 }}>
      {who.map((one, i) => (
        <div key={`${i}-${one.kind}`} className="fd-who">
          <Select aria-label={t("怎样找人")} value={one.kind} onChange={(kind: string) => pick(i, kind)} popupMatchSelectWidth={false} options={options.who.map((way) => ({ value: way.kind, label: way.label }))} disabled={desk.readonly} />
          <Detail one={one} desk={desk} options={options} onChange={(next) => set(i, next)} />
          {!desk.readonly && <Button type="text" icon={<DeleteOutlined />} aria-label={t("删除这一项")} onClick={() => onChange(who.toSpliced(i, 1))} />}
        </div>
      ))}
      {!desk.readonly && who.length < 20 && <div><Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => onChange([...who, { kind: "person" }])}>{t("再添加一项")}</Button></div>}
    </div>
  );
}

function Detail({ one, desk, options, onChange }: { one: Who; desk: Desk; options: FlowOptions; onChange: (who: Who) => void }) {
  const { t } = useT();
  const disabled = desk.readonly;
  if (LEVELS.includes(one.kind)) {
    return (
      <span className="row">
        <span className="second">{one.kind === "superior_chain" ? t("到第几级") : t("第几级")}</span>
        <InputNumber aria-label={t("级数")} style={{ width: 68 }} min={1} max={10} precision={0} value={one.level ?? 1} disabled={disabled} onChange={(level) => onChange({ ...one, level: level ?? 1 })} />
      </span>
    );
  }
  if (one.kind === "role") {
    return <Select aria-label={t("角色")} value={one.role} placeholder={t("选择角色")} disabled={disabled} onChange={(role: string) => onChange({ ...one, role })} showSearch={{ optionFilterProp: "label" }} options={options.roles.map((role) => ({ value: role.code, label: role.label }))} />;
  }
  if (one.kind === "person") {
    return <RefSelect aria-label={t("人员")} resource="users" value={one.id ?? null} disabled={disabled} placeholder={t("选择人员")} onChange={(id) => onChange({ kind: "person", ...(id ? { id } : {}) })} />;
  }
  if (one.kind === "field") {
    return <Select aria-label={t("字段")} value={one.field} placeholder={t("选择字段")} disabled={disabled} onChange={(field: string) => onChange({ ...one, field })} options={desk.approvable.people_fields.map((field) => ({ value: field.name, label: field.label }))} />;
  }
  return <span />;
}
