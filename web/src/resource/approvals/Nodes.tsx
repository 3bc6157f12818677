import { CheckCircleFilled, ClockCircleFilled, CloseCircleFilled, MinusCircleOutlined, RollbackOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { Avatar } from "../../kit/Avatar";
import { formatDateTime } from "../../kit/format";
import { StatusTag } from "../../kit/StatusTag";
import { tk, useT } from "../../i18n";
import type { NodeView, Turn } from "./types";
import { MODES, TURNS } from "./words";
import "./approvals.css";

const MARKS: Record<string, [icon: ReactNode, word: string]> = {
  passed: [<CheckCircleFilled key="p" />, tk("已通过")],
  current: [<ClockCircleFilled key="c" />, tk("正在处理")],
  rejected: [<CloseCircleFilled key="r" />, tk("已驳回")],
  returned: [<RollbackOutlined key="b" />, tk("已退回")],
  skipped: [<MinusCircleOutlined key="s" />, tk("已跳过")],
  withdrawn: [<RollbackOutlined key="w" />, tk("已撤回")],
  cancelled: [<CloseCircleFilled key="x" />, tk("已终止")],
};

/** The way of one approval from top to bottom: who decided, who is asked now, who comes then. */
export function Nodes({ nodes, labelled }: { nodes: NodeView[]; labelled?: string }) {
  const { t } = useT();
  return (
    <ol className="apv-nodes" aria-label={labelled ?? t("审批进度")}>
      {nodes.map((node) => {
        const [icon, word] = MARKS[node.state] ?? [null, tk("待进行")];
        return (
          <li key={node.key} className={`apv-node ${node.state}`} aria-current={node.state === "current" ? "step" : undefined}>
            <span className="apv-mark" role="img" aria-label={t(word)}>{icon}</span>
            <div className="apv-node-body">
              <div className="row wrap">
                <b>{node.name}</b>
                {node.kind === "copy" && <StatusTag color="cyan">{t("抄送")}</StatusTag>}
                {node.kind === "approve" && node.people.length > 1 && MODES[node.mode] && <span className="muted small">{t(MODES[node.mode]!)}</span>}
              </div>
              {node.reason && <div className="small second">{node.reason}</div>}
              {node.people.length > 0 && <ul className="apv-people">{node.people.map((turn, i) => <Person key={turn.task ?? i} turn={turn} start={node.kind === "start"} />)}</ul>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function Person({ turn, start }: { turn: Turn; start: boolean }) {
  const { t } = useT();
  const name = turn.person?.label ?? t("已删除的账号");
  const [label, color] = TURNS[turn.state] ?? [];
  return (
    <li className={turn.added ? "apv-person added" : "apv-person"}>
      <Avatar name={name} size={24} />
      <div className="grow">
        <div className="row wrap apv-person-line">
          <span>{name}</span>
          {turn.for && <span className="muted small">{t("代 {{name}}", { name: turn.for.label })}</span>}
          {turn.by && <span className="muted small">{t("由 {{name}} 代办", { name: turn.by.label })}</span>}
          {turn.added && <span className="muted small">{t("加签")}</span>}
          {!start && label && <StatusTag color={color}>{t(label)}</StatusTag>}
          {turn.decided_at && <span className="muted small num">{formatDateTime(turn.decided_at)}</span>}
        </div>
        {turn.opinion && <p className="apv-opinion pre">{turn.opinion}</p>}
      </div>
    </li>
  );
}
