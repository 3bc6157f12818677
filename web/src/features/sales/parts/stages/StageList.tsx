import { Button } from "antd";
import { ArrowDownOutlined, ArrowUpOutlined, EditOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../../api/client";
import type { Ref, Row } from "../../../../api/types";
import { builtIn } from "../../../../kit/builtIn";
import { useNotify } from "../../../../kit/notify";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { refreshResource } from "../../../../resource/data/row";
import type { StageOptions } from "../../api";
import { reordered } from "../../model/order";

interface Props {
  rows: Row[];
  options: StageOptions;
  /** Absent where one may only look. */
  onEdit?: (row: Row) => void;
}

/** The stages in their phases, in the order in which opportunities go through them. */
export function StageList({ rows, options, onEdit }: Props) {
  const { t } = useT();
  const client = useQueryClient();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  const shift = async (group: Row[], row: Row, step: 1 | -1) => {
    setBusy(true);
    try {
      for (const change of reordered(group, row.id, step)) await api.patch(`/r/stages/${change.id}`, { version: change.version, position: change.position });
    } catch (error) {
      notify.fail(error);
    } finally {
      refreshResource(client, "stages");
      void client.invalidateQueries({ queryKey: ["sales-stages"] });
      setBusy(false);
    }
  };
  return (
    <div>
      {options.phases.map((phase) => {
        const group = rows.filter((row) => row.phase === phase.code).toSorted((a, b) => Number(a.position) - Number(b.position));
        return (
          <section key={phase.code} className="phase-group" aria-label={phase.label}>
            <h3>{phase.label}</h3>
            <ol className="stage-rows">
              {!group.length && <li className="stage-row"><span className="muted small">{t("这个时期还没有阶段。")}</span></li>}
              {group.map((row, i) => (
                <li key={row.id} className={row.active === false ? "stage-row off" : "stage-row"}>
                  <Facts row={row} options={options} />
                  {onEdit && (
                    <span className="row touch" style={{ gap: 0 }}>
                      {group.length > 1 && <Button type="text" icon={<ArrowUpOutlined />} disabled={busy || i === 0} onClick={() => void shift(group, row, -1)} aria-label={t("上移{{name}}", { name: row.name })} />}
                      {group.length > 1 && <Button type="text" icon={<ArrowDownOutlined />} disabled={busy || i === group.length - 1} onClick={() => void shift(group, row, 1)} aria-label={t("下移{{name}}", { name: row.name })} />}
                      <Button type="text" icon={<EditOutlined />} onClick={() => onEdit(row)} aria-label={t("编辑{{label}}", { label: row.name })} />
                    </span>
                  )}
                </li>
              ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
}

function Facts({ row, options }: { row: Row; options: StageOptions }) {
  const { t } = useT();
  const names = (list: unknown, known: { key: string; label: string }[]) => ((list as string[] | undefined) ?? []).map((key) => known.find((one) => one.key === key)?.label ?? key);
  const asks = [
    ...names(row.required_fields, options.fields.map((one) => ({ key: one.name, label: one.label }))),
    ...names(row.conditions, options.conditions.map((one) => ({ key: one.code, label: one.label }))),
    ...((row.required_documents as string[] | undefined) ?? []).map((word) => t("文件：{{word}}", { word })),
  ];
  const responsible = row.responsible as Ref | null;
  const role = responsible && builtIn("roles", responsible.label);
  return (
    <div>
      <div className="row"><b>{builtIn("stages", String(row.name))}</b>{row.active === false && <StatusTag color="outline">{t("已停用")}</StatusTag>}</div>
      <div className="stage-facts num">
        <span>{row.allowed_days ? t("允许停留 {{n}} 天", { n: row.allowed_days }) : t("不限停留天数")}</span>
        <span>{t("设定赢率 {{n}}%", { n: row.probability })}</span>
        {role && <span>{t("责任角色：{{role}}", { role })}</span>}
      </div>
      {asks.length > 0 && <div className="stage-facts"><span>{t("进入条件")}</span>{asks.map((ask) => <StatusTag key={ask}>{ask}</StatusTag>)}</div>}
    </div>
  );
}
