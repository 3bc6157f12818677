import { Button } from "antd";
import { EnvironmentOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import type { FreeOne } from "../api";
import { SkillTags } from "./fields";

/** Somebody who may be free, and how much. */
export function FreeCard({ one, onAsk }: { one: FreeOne; onAsk: () => void }) {
  const { t } = useT();
  const can = useCan();
  return (
    <article className="panel free-card">
      <div className="row between">
        <b className="ellipsis">{one.readable ? <Link to={`/pool-resources?open=${one.id}`}>{one.name}</Link> : one.name}</b>
        <StatusTag color={one.free >= 60 ? "green" : one.free >= 20 ? "gold" : "red"}>{t("空闲 {{n}}%", { n: one.free })}</StatusTag>
      </div>
      <span className="muted small ellipsis">{one.unit.label}{one.city && <> · <EnvironmentOutlined aria-hidden /> {one.city}{one.near && <span className="success-text"> {t("就在附近")}</span>}</>}</span>
      <span className="bar" aria-hidden><span style={{ width: `${100 - one.free}%` }} /></span>
      <span className="small second">{t("其间还可用 {{n}} 小时", { n: one.hours })}{one.away > 0 && <span className="warning-text"> · {t("{{n}} 个工作日不可用", { n: one.away })}</span>}</span>
      <SkillTags codes={one.skills} />
      {one.papers.length > 0 && <span className="small second">{one.papers.map((paper, i) => <span key={i}>{i > 0 && "、"}{paper.label}{paper.ends && <span className="danger-text">{t("（{{day}} 到期）", { day: paper.expires_on })}</span>}</span>)}</span>}
      {can("resource_requests", "create") && <div className="row end touch"><Button size="small" disabled={one.free === 0} onClick={onAsk}>{t("申请使用")}</Button></div>}
    </article>
  );
}
