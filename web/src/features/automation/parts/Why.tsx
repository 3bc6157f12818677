import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { useT } from "../../../i18n";
import { DateText } from "../../../kit/DateText";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { recordPath } from "../../../resource/registry";
import { whyQuery, type Run } from "../api";
import "../automation.css";

/** Why a person got a notice or a to-do: the rule, its condition with the numbers of that day, the values that met it. */
export function Why({ of, onLeave }: { of: { notice?: string; todo?: string }; onLeave?: () => void }) {
  const { t } = useT();
  const why = useQuery(whyQuery(of));
  if (why.isPending) return <div className="why"><LinesSkeleton /></div>;
  if (why.isError) return <div className="why"><ErrorBox error={why.error} onRetry={() => void why.refetch()} /></div>;
  const first = why.data[0];
  if (!first) return <div className="why second">{t("不是规则发出的。")}</div>;
  return (
    <div className="why">
      <div><b>{first.rule.label}</b></div>
      <p className="second">{first.why}</p>
      <dl>
        <dt>{t("条件")}</dt><dd>{first.condition || t("您现在无权查看这条记录")}</dd>
        {first.numbers.length > 0 && <><dt>{t("数字")}</dt><dd>{first.numbers.map((n) => `${n.label} ${n.value} ${n.unit}`).join("；")}</dd></>}
        <dt>{t("检查")}</dt><dd>{first.trigger}</dd>
      </dl>
      {why.data.map((run) => <Met key={run.id} run={run} onLeave={onLeave} />)}
    </div>
  );
}

/** The record, and the values for which the rule fired. */
function Met({ run, onLeave }: { run: Run; onLeave?: () => void }) {
  return (
    <div className="why-met">
      <div className="row between">
        {run.object ? <Link to={recordPath(run.resource, run.object.id)} onClick={onLeave} className="ellipsis">{run.object.label}</Link> : <span className="muted">—</span>}
        <span className="muted small"><DateText value={run.at} kind="datetime" /></span>
      </div>
      {run.values.length > 0 && <div className="small second">{run.values.map((v) => `${v.label}：${v.value}`).join("　")}</div>}
    </div>
  );
}
