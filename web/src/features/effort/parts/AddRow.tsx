import { useState } from "react";
import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import type { Ref } from "../../../api/types";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import type { Week } from "../api";
import { keyOf, type GridRow } from "../model/week";

interface Props { week: Week; rows: GridRow[]; onAdd: (project: Ref, task: Ref | null, resource: Ref | null) => void }

const SHOWN = 8;

/** What is likely to be worked on, one tap each; anything else by search. For crews and machines the same, once they have been used. */
export function AddRow({ week, rows, onAdd }: Props) {
  const { t } = useT();
  const [whose, setWhose] = useState<Ref | null>(null);
  const [all, setAll] = useState(false);
  const has = (project: Ref, task: Ref | null) => rows.some((row) => row.key === keyOf({ project, task, resource: whose }));
  const tasks = week.tasks.filter((task) => !has(task.project, task));
  const projects = week.projects.filter((project) => !has(project, null));
  const offered = [...tasks.map((task) => ({ key: task.id, label: task.label, hint: task.project.label, add: () => onAdd(task.project, { id: task.id, label: task.label }, whose) })),
    ...projects.map((project) => ({ key: project.id, label: project.label, hint: "", add: () => onAdd(project, null, whose) }))];
  return (
    <div className="effort-add col">
      <div className="row wrap touch">
        {(all ? offered : offered.slice(0, SHOWN)).map((one) => (
          <Button key={one.key} size="small" icon={<PlusOutlined aria-hidden />} title={one.hint || undefined} onClick={one.add} className="effort-offer"><span className="ellipsis">{one.label}</span></Button>
        ))}
        {!all && offered.length > SHOWN && <Button size="small" type="link" onClick={() => setAll(true)}>{t("还有 {{n}} 项", { n: offered.length - SHOWN })}</Button>}
      </div>
      <div className="row wrap touch">
        <span className="effort-pick"><RefSelect resource="projects" aria-label={t("添加项目")} placeholder={t("添加其他项目")} value={null} onChange={(_id, item) => item && onAdd({ id: item.id, label: item.label }, null, whose)} /></span>
        <span className="effort-pick"><RefSelect resource="pool_resources" aria-label={t("为谁填报")} placeholder={t("为本人填报；可选班组或机械")} allowClear value={whose?.id ?? null} known={whose ? [whose] : week.resources} onChange={(_id, item) => setWhose(item ? { id: item.id, label: item.label } : null)} /></span>
        {whose && <span className="muted small">{t("接着添加的行记在“{{name}}”名下", { name: whose.label })}</span>}
      </div>
    </div>
  );
}
