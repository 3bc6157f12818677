import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { FormOutlined, MobileOutlined } from "@ant-design/icons";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useCan, useMe } from "../../../api/me";
import type { Filter, Ref, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatCount, formatMoney } from "../../../kit/format";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { VARIATIONS } from "../api";
import { totalOf } from "../model/draft";
import { all } from "../model/store";
import { SheetState } from "../parts/cells";
import "../changes.css";

const STATES: [string, string][] = [["", tk("全部")], ["draft", tk("草稿")], ["approving", tk("审批中")], ["approved", tk("已批准")], ["rejected", tk("已驳回")]];

/** 现场签证: what this device has not sent yet, then everything that one may see. */
export function SheetsPage() {
  const { t } = useT();
  const can = useCan();
  const owner = useMe()?.id ?? "";
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const state = params.get("state") ?? "";
  const here = useQuery({ queryKey: ["sheet-drafts", owner], queryFn: () => all(owner), enabled: Boolean(owner), staleTime: 0, gcTime: 0, networkMode: "always" });
  const kind: Filter = ["kind", "=", "instruction"];
  const list = useList(VARIATIONS, { q: "", filter: state ? { and: [kind, ["state", "=", state]] } : kind, sort: "-updated_at", fields: "number,name,contract,project,amount,state,happened_on,signed_on" }, can(VARIATIONS, "read"));
  const begin = can(VARIATIONS, "create") && <Button type="primary" icon={<FormOutlined aria-hidden />} onClick={() => void navigate("/site-variations/new")}>{t("填写签证单")}</Button>;
  return (
    <div className="page">
      <PageHead title={t("现场签证")} note={list.count === null ? undefined : formatCount(list.count, list.countExact)} actions={begin} />
      {Boolean(here.data?.length) && (
        <section className="panel sheet-here" aria-label={t("这台设备上还没有上传的")}>
          <div className="panel-head"><span className="row"><MobileOutlined aria-hidden />{t("这台设备上还没有上传的")}</span></div>
          <ul className="sheet-list">{here.data!.map((one) => (
            <li key={one.id}><Link to={`/site-variations/${one.id}`} className="sheet-card"><span className="row between"><b className="ellipsis">{one.name || t("未命名的签证单")}</b><StatusTag color="orange">{t("未上传")}</StatusTag></span>
              <span className="row between small second"><span className="ellipsis">{one.project?.label ?? t("未选择项目")}</span><span className="num">¥ {formatMoney(totalOf(one.lines).toFixed(2))}</span></span></Link></li>
          ))}</ul>
        </section>
      )}
      <section className="panel">
        <div className="panel-head"><Segmented value={state} options={STATES.map(([value, label]) => ({ value, label: t(label) }))} onChange={(next) => setParams(next ? { state: next } : {}, { replace: true })} aria-label={t("状态")} /></div>
        {list.isPending && <LinesSkeleton />}
        {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
        {!list.isPending && !list.error && !list.rows.length && <Empty text={t("还没有现场签证。在现场拍照、填写工程量，请对方当场签字。")} action={begin} />}
        <ul className="sheet-list">{list.rows.map((row) => <li key={row.id}><Card row={row} /></li>)}</ul>
        {list.hasMore && <div className="sheet-more"><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
      </section>
    </div>
  );
}

function Card({ row }: { row: Row }) {
  const { t } = useT();
  const where = (row.project as Ref | null) ?? (row.contract as Ref | null);
  return (
    <Link to={`/site-variations/${row.id}`} className="sheet-card">
      <span className="row between"><b className="ellipsis">{String(row.name)}</b><span className="row">{row.signed_on ? <StatusTag color="green">{t("已签字")}</StatusTag> : null}<SheetState value={row.state} /></span></span>
      <span className="row between small second"><span className="ellipsis">{[where?.label, row.number, row.happened_on].filter(Boolean).join(" · ")}</span>{row.amount != null && <span className="num">¥ {formatMoney(row.amount as string)}</span>}</span>
    </Link>
  );
}
