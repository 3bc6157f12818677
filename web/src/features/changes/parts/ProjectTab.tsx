import { useState } from "react";
import { Segmented } from "antd";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { formatMoney } from "../../../kit/format";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { CHANGES, useTotals, VARIATIONS, type Sum } from "../api";
import "../changes.css";

/** Changes and site variations of a project, and what they come to. */
export function ProjectTab({ row }: RecordProps) {
  const { t } = useT();
  const can = useCan();
  const variations = can(VARIATIONS, "read");
  const [kind, setKind] = useState("changes");
  const archived = Boolean(row.archived_at);
  const lead = variations && (
    <Segmented value={kind} onChange={setKind} aria-label={t("变更或签证")} options={[{ value: "changes", label: t("变更申请") }, { value: "sheets", label: t("现场签证") }]} />
  );
  return (
    <div className="col change-tab">
      <TotalsOf project={row.id} />
      {kind === "changes" || !variations ? (
        <RelatedList key="changes" resource={CHANGES} filter={["project", "=", row.id]} initial={{ project: row.id }} hide={["project"]} sort="-updated_at" closed={archived} lead={lead}
          columns={["title", "number", "income_amount", "days", "state", "asked_on"]} />
      ) : (
        <>
          <RelatedList key="sheets" resource={VARIATIONS} filter={["project", "=", row.id]} sort="-updated_at" closed lead={lead} columns={["name", "number", "amount", "state", "happened_on", "signed_on"]} />
          {can(VARIATIONS, "create") && !archived && <p className="change-new"><Link to={`/site-variations/new?project=${row.id}`}>{t("填写现场签证单")}</Link></p>}
        </>
      )}
    </div>
  );
}

function TotalsOf({ project }: { project: string }) {
  const { t } = useT();
  const found = useTotals(project);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const { asked, waiting, approved, failed, variations } = found.data;
  return (
    <dl className="change-totals">
      <Figure label={t("提出")} sum={asked} />
      <Figure label={t("审批中")} sum={waiting} />
      <Figure label={t("已批准")} sum={approved} />
      {variations && <div><dt>{t("现场签证")}</dt><dd className="num">{t("共 {{n}} 张，已签字 {{signed}} 张", { n: variations.count, signed: variations.signed })}</dd>{variations.amount !== undefined && <dd className="num small second">¥ {formatMoney(variations.amount)}</dd>}</div>}
      {failed > 0 && <div><dt>{t("未生效")}</dt><dd className="num danger-text">{t("{{n}} 个变更有影响未生效", { n: failed })}</dd></div>}
    </dl>
  );
}

function Figure({ label, sum }: { label: string; sum: Sum }) {
  const { t } = useT();
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num"><b>{t("{{n}} 个", { n: sum.count })}</b>{sum.days !== 0 && <span className="small second"> · {t("工期 {{n}} 天", { n: sum.days > 0 ? `+${sum.days}` : sum.days })}</span>}</dd>
      {sum.income !== undefined && <dd className="num small second">{t("合同 ¥ {{income}}，成本 ¥ {{cost}}", { income: formatMoney(sum.income), cost: formatMoney(sum.cost) })}</dd>}
    </div>
  );
}
