import { Checkbox } from "antd";
import { Link } from "react-router";
import { Avatar } from "../../../kit/Avatar";
import { formatAgo } from "../../../kit/format";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import type { ApprovalItem, Box } from "../../../resource/approvals/types";
import { decisionWord, STATES, waitingFor } from "../../../resource/approvals/words";
import { SINCE } from "../boxes";

interface Props {
  item: ApprovalItem;
  box: Box;
  /** null: nothing can be chosen here. */
  chosen: boolean | null;
  onChoose: (on: boolean) => void;
}

/** One approval in a box: what it is about, the facts that decide it, who waits for whom. */
export function ItemCard({ item, box, chosen, onChoose }: Props) {
  const { t } = useT();
  const [label, color] = STATES[item.state];
  const decision = box === "handled" && item.my_decision ? decisionWord(item.my_decision) : null;
  const unread = box === "copied" && !item.read;
  return (
    <li className={chosen ? "apc-item chosen" : "apc-item"}>
      {chosen !== null && <span className="apc-check"><Checkbox checked={chosen} onChange={(event) => onChoose(event.target.checked)} aria-label={t("选择“{{name}}”", { name: item.title })} /></span>}
      <Link to={`/approvals/${item.id}`} className="apc-link">
        <div className="row between">
          <span className="row apc-title">{unread && <span className="apc-dot" role="img" aria-label={t("未读")} />}<b className="ellipsis" title={item.title}>{item.title}</b><StatusTag color="outline">{item.label}</StatusTag></span>
          <span className="muted small num apc-time">{t(SINCE[box], { time: formatAgo(item.since) })}</span>
        </div>
        {item.facts.length > 0 && <div className="apc-facts">{item.facts.map((fact) => <span key={fact.label}><span className="muted">{fact.label}</span> <span className="num">{fact.text || "—"}</span></span>)}</div>}
        <div className="row between apc-foot">
          <span className="row"><Avatar name={item.submitter?.label ?? "—"} size={20} /><span className="small second ellipsis">{item.submitter?.label ?? t("系统")}{item.unit ? ` · ${item.unit.label}` : ""}</span></span>
          <span className="row apc-tags">
            {item.acts_for && <StatusTag color="purple">{t("代 {{name}}", { name: item.acts_for.label })}</StatusTag>}
            {decision && <span className="muted small">{t("我：{{what}}", { what: t(decision[0]) })}</span>}
            {item.state === "running" && box !== "todo" && item.current.length > 0 && <span className="muted small ellipsis">{t("等待 {{names}} 审批", { names: waitingFor(item, t) })}</span>}
            {box === "todo" ? (item.node && <span className="muted small">{item.node}</span>) : <StatusTag color={color}>{t(label)}</StatusTag>}
          </span>
        </div>
      </Link>
    </li>
  );
}
