import { useState } from "react";
import { Button, InputNumber } from "antd";
import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { uuid7 } from "../../../../api/uuid";
import { RefSelect } from "../../../../kit/RefSelect";
import { useT } from "../../../../i18n";
import type { Task } from "../../model/types";
import type { Plan } from "../usePlan";

/** Who and what works on a task, each with the share of its time. */
export function PeopleTab({ plan, task }: { plan: Plan; task: Task }) {
  const { t } = useT();
  const [resource, setResource] = useState<string | null>(null);
  const [units, setUnits] = useState(100);
  const may = plan.can("edit");
  const add = async () => {
    if (!resource) return;
    const saved = await plan.edit([{ op: "assign", id: uuid7(), task: task.id, resource, units }]);
    if (saved) setResource(null);
  };
  return (
    <div className="drawer-pad col">
      {!task.assigned.length && <p className="muted small">{t("还没有分配人员、班组或机械。")}</p>}
      <ul className="link-list">
        {task.assigned.map((one) => (
          <li key={one.id} className="row between">
            <span className="ellipsis">{one.resource.label}</span>
            <span className="row"><span className="num second">{one.units}%</span>
              {may && <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={t("移除 {{name}}", { name: one.resource.label })} onClick={() => void plan.edit([{ op: "unassign", id: one.id }])} />}</span>
          </li>
        ))}
      </ul>
      {may && (
        <div className="row link-add">
          <RefSelect resource="pool_resources" value={resource} onChange={setResource} placeholder={t("选择人员、班组或机械")} aria-label={t("选择人员、班组或机械")} style={{ flex: 1, minWidth: 0 }} />
          <InputNumber value={units} min={1} max={1000} precision={0} suffix="%" onChange={(value) => setUnits(value ?? 100)} aria-label={t("投入比例")} style={{ width: 96 }} />
          <Button icon={<PlusOutlined aria-hidden />} disabled={!resource} loading={plan.busy} onClick={() => void add()}>{t("添加")}</Button>
        </div>
      )}
    </div>
  );
}
