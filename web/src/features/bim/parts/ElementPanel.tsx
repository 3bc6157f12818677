import { useState } from "react";
import { Button } from "antd";
import { CloseOutlined } from "@ant-design/icons";
import type { Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { formatDate } from "../../../kit/format";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useElement, type ElementFacts } from "../api";
import { typeName, type Scene } from "../model/scene";
import { IssuesBox } from "./IssuesBox";
import { LinkDialog } from "./LinkDialog";

interface Props { row: Row; scene: Scene; chosen: ReadonlySet<string>; may: boolean; onClear: () => void }

/** What is picked: one element with all that its file says, or how many there are; and the task that builds it. */
export function ElementPanel({ row, scene, chosen, may, onClear }: Props) {
  const { t } = useT();
  const phone = useIsPhone(); // there the drawer around it has a cross of its own
  const [linking, setLinking] = useState(false);
  const only = chosen.size === 1 ? [...chosen][0]! : null;
  const read = useElement(row.id, only);
  return (
    <div className="bim-panel touch">
      <div className="row between bim-panel-head">
        <b className="ellipsis">{only ? (read.data?.name || (read.data && t(typeName(read.data.type))) || t("构件")) : t("已选 {{n}} 个构件", { n: chosen.size })}</b>
        {!phone && <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t("取消选择")} onClick={onClear} />}
      </div>
      {may && <Button block onClick={() => setLinking(true)}>{t("关联到计划任务")}</Button>}
      {only && read.isPending && <LinesSkeleton />}
      {only && read.isError && <ErrorBox error={read.error} onRetry={() => void read.refetch()} />}
      {only && read.data && <Facts row={row} facts={read.data} scene={scene} />}
      {linking && <LinkDialog row={row} guids={[...chosen]} onClose={() => setLinking(false)} />}
    </div>
  );
}

function Facts({ row, facts, scene }: { row: Row; facts: ElementFacts; scene: Scene }) {
  const { t } = useT();
  const task = scene.tasks.find((one) => one.id === facts.task?.id);
  const measure = (name: "length" | "area" | "volume", unit: string) => {
    const value = facts[name];
    return value === null ? null : `${value.toLocaleString("zh-CN", { maximumFractionDigits: 3 })} ${unit}${facts.measured.includes(name) ? ` ${t("（由形状量得）")}` : ""}`;
  };
  const lines: [string, string | null | undefined][] = [
    [t("类型"), `${t(typeName(facts.type))}（${facts.type}）`], [t("族与类型"), facts.type_name], [t("楼层"), facts.storey ?? t("未分层")], [t("标记"), facts.tag],
    [t("长度"), measure("length", "m")], [t("面积"), measure("area", "m²")], [t("体积"), measure("volume", "m³")], ["GlobalId", facts.guid],
  ];
  return (
    <>
      <h3 className="bim-title">{t("计划任务")}</h3>
      {facts.task ? (
        <div className="bim-task">
          <div>{facts.task.label}</div>
          {task && <div className="second small num">{formatDate(task.starts_at)} – {formatDate(task.ends_at)} · {t("完成 {{n}}%", { n: task.progress })}</div>}
          <div className="muted small">{facts.by_rule ? t("由规则关联") : t("手工关联")}</div>
        </div>
      ) : <div className="muted">{t("未关联任务")}</div>}
      {facts.task && <IssuesBox row={row} facts={facts} marks={task?.marks ?? []} />}
      <h3 className="bim-title">{t("基本信息")}</h3>
      <dl className="bim-dl">{lines.filter(([, value]) => value).map(([label, value]) => <div key={label}><dt>{label}</dt><dd className="num">{value}</dd></div>)}</dl>
      {Object.entries(facts.properties).map(([set, values]) => (
        <details key={set}>
          <summary>{set}</summary>
          <dl className="bim-dl">{Object.entries(values).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{typeof value === "boolean" ? (value ? t("是") : t("否")) : String(value)}</dd></div>)}</dl>
        </details>
      ))}
    </>
  );
}
