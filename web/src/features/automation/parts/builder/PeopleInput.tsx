import { Select } from "antd";
import { RefSelect } from "../../../../kit/RefSelect";
import { useT } from "../../../../i18n";
import type { Choices, ResourceChoices } from "../../builder";

interface Props {
  id: string;
  value: string[];
  all: Choices;
  of: ResourceChoices;
  /** Letters also go to people outside. */
  outside?: boolean;
  onChange: (value: string[]) => void;
}

const PERSON = "person:";

/** Who is told: by their place beside the record, by role, or by name. */
export function PeopleInput({ id, value, all, of, outside, onChange }: Props) {
  const { t } = useT();
  const people = value.filter((one) => one.startsWith(PERSON));
  const others = value.filter((one) => !one.startsWith(PERSON));
  const plain = all.recipients.filter((one) => !one.argument && (one.value !== "owner" || of.owned));
  const groups = [
    ...(outside && of.addressees.length ? [{ label: t("外部"), options: of.addressees.map(option) }] : []),
    { label: t("与记录有关的人"), options: plain.map(option) },
    { label: t("担任某角色的人（就近）"), options: all.roles.map((role) => ({ value: `role:${role.value}`, label: role.label })) },
  ];
  return (
    <div className="col people">
      <Select id={id} mode="multiple" value={others} onChange={(next) => onChange([...next, ...people])} options={groups} placeholder={t("请选择")} showSearch={{ optionFilterProp: "label" }} style={{ width: "100%" }} />
      <RefSelect multiple resource="users" aria-label={t("指定人员")} placeholder={t("再加指定的人（可不填）")} value={people.map((one) => one.slice(PERSON.length))}
        onChange={(ids) => onChange([...others, ...ids.map((pk) => `${PERSON}${pk}`)])} />
    </div>
  );
}

const option = (one: { value: string; label: string }) => ({ value: one.value, label: one.label });
