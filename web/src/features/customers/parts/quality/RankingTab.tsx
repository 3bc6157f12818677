import { Segmented } from "antd";
import { Link, useSearchParams } from "react-router";
import { useCan, useMe } from "../../../../api/me";
import { formatCount } from "../../../../kit/format";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { useRanking, type Ranking, type RankingRow } from "../../api";
import { Figure } from "../Figure";

/** Completeness per person or company, best first, with the firm's target as a line. */
export function RankingTab({ onFix }: { onFix?: (owner: string | null) => void }) {
  const { t } = useT();
  const can = useCan();
  const [params, setParams] = useSearchParams();
  const by = params.get("by") === "company" ? "company" : "owner";
  const found = useRanking(by);
  const set = (next: string) => setParams(next === "company" ? { by: next } : {}, { replace: true });
  if (found.isError) return <ErrorBox error={found.error} title={t("排名没有加载成功")} onRetry={() => void found.refetch()} />;
  return (
    <div className="drawer-pad col">
      <div className="row between wrap">
        <Segmented value={by} onChange={set} options={[{ value: "owner", label: t("按负责人") }, { value: "company", label: t("按公司") }]} />
        {found.data && (
          <span className="row">
            <span className="muted small">{t("目标 {{n}}%，竖线处", { n: found.data.target })}</span>
            {can("completeness_targets", "create") && <Link to="/admin/completeness-targets" className="small">{t("修改目标")}</Link>}
          </span>
        )}
      </div>
      {!found.data && <LinesSkeleton rows={8} />}
      {found.data && <Whole ranking={found.data} />}
      {found.data && !found.data.groups.length && <Empty text={t("您的范围内还没有客户。")} />}
      <ol className="bars">
        {found.data?.groups.map((row, i) => <Bar key={row.id ?? "none"} row={row} place={i + 1} onFix={onFix && by === "owner" && row.id && row.below ? () => onFix(row.id) : undefined} />)}
      </ol>
    </div>
  );
}

function Whole({ ranking }: { ranking: Ranking }) {
  const { t } = useT();
  const { average, count, below } = ranking.whole;
  const done = count ? Math.round(((count - below) * 100) / count) : 0;
  return (
    <div className="figures quality-figures">
      <Figure label={t("平均完整度")} value={`${average}%`} note={average >= ranking.target ? t("已达标") : t("离目标还差 {{n}} 个百分点", { n: Math.round((ranking.target - average) * 10) / 10 })} />
      <Figure label={t("达标客户")} value={`${done}%`} note={t("{{done}} / {{all}} 个", { done: formatCount(count - below), all: formatCount(count) })} />
      <Figure label={t("待补客户")} value={formatCount(below)} note={t("低于 {{n}}%", { n: ranking.target })} />
    </div>
  );
}

function Bar({ row, place, onFix }: { row: RankingRow; place: number; onFix?: () => void }) {
  const { t } = useT();
  const me = useMe();
  const name = row.label || t("未分配");
  const { target } = row;
  const tone = row.average >= target ? "good" : row.average < 60 ? "poor" : "";
  return (
    <li className={row.id === me?.id ? "bar-line mine" : "bar-line"}>
      <span className="bar-place num muted">{place}</span>
      <span className="bar-name ellipsis">{name}{row.hint && <span className="muted small"> {row.hint}</span>}</span>
      <span className={`bar-track ${tone}`} aria-hidden><span style={{ width: `${row.average}%` }} /><i style={{ insetInlineStart: `${target}%` }} /></span>
      <span className="bar-value num">{row.average.toFixed(1)}%</span>
      <span className="bar-note small num">
        {onFix
          ? <button type="button" className="plain cell-link" onClick={onFix}>{t("{{below}} / {{all}} 个待补", { below: row.below, all: row.count })}</button>
          : <span className="muted">{row.below ? t("{{below}} / {{all}} 个待补", { below: row.below, all: row.count }) : t("{{n}} 个全部达标", { n: row.count })}</span>}
      </span>
    </li>
  );
}
