import { useState } from "react";
import { Checkbox } from "antd";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import type { Unit } from "../model/tree";

/** The people of a unit, on request those of everything below it too. */
export function UnitPeople({ unit, hasBelow }: { unit: Unit; hasBelow: boolean }) {
  const { t } = useT();
  const [deep, setDeep] = useState(unit.people === 0 && unit.people_below > 0);
  return (
    <RelatedList key={String(deep)} resource="users" filter={deep ? ["unit", "under", unit.id] : ["unit", "=", unit.id]} initial={{ unit: unit.id }} sort="name"
      columns={deep ? ["name", "job_title", "unit", "phone", "is_active"] : ["name", "job_title", "username", "phone", "is_active"]}
      lead={hasBelow && <Checkbox checked={deep} onChange={(event) => setDeep(event.target.checked)}>{t("含下级单位（{{n}} 人）", { n: unit.people_below })}</Checkbox>} />
  );
}
