import { useState } from "react";
import { Button } from "antd";
import { Link } from "react-router";
import { RefSelect } from "../../../../kit/RefSelect";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { useFixNext, type FixNext } from "../../api";
import { Completeness, ValueClass } from "../cells";
import { FillGap } from "../FillGap";

const STEP = 20;
const MOST = 100;

/** 先补这些: the customers whose gaps weigh most; a click on a gap opens the place where it is filled in. */
export function FixNextTab({ owner, onOwner }: { owner: string | null; onOwner: (owner: string | null) => void }) {
  const { t } = useT();
  const [limit, setLimit] = useState(STEP);
  const [gap, setGap] = useState<{ customer: FixNext; field: string } | null>(null);
  const found = useFixNext(owner, limit);
  return (
    <div className="drawer-pad col">
      <div className="row between wrap">
        <span className="muted small">{t("价值高的在前。点缺的一项直接补，分数当场更新。")}</span>
        <div style={{ width: 200 }}><RefSelect resource="users" value={owner} onChange={onOwner} allowClear placeholder={t("全部负责人")} aria-label={t("负责人")} /></div>
      </div>
      {found.isPending && <LinesSkeleton rows={8} />}
      {found.isError && <ErrorBox error={found.error} title={t("清单没有加载成功")} onRetry={() => void found.refetch()} />}
      {found.data && !found.data.length && <Empty text={t("没有要补的客户，都达标了。")} />}
      <ul className="fix-list">
        {found.data?.map((customer) => <Line key={customer.id} customer={customer} onFill={(field) => setGap({ customer, field })} />)}
      </ul>
      {found.data && found.data.length >= limit && limit < MOST && <div style={{ textAlign: "center" }}><Button type="link" loading={found.isFetching} onClick={() => setLimit(limit + STEP)}>{t("加载更多")}</Button></div>}
      {gap && <FillGap customer={gap.customer} field={gap.field} onClose={() => setGap(null)} />}
    </div>
  );
}

function Line({ customer, onFill }: { customer: FixNext; onFill: (field: string) => void }) {
  const { t } = useT();
  return (
    <li className="fix-line">
      <div className="fix-head">
        <Link to={`/customers/${customer.id}`} className="ellipsis">{customer.label}</Link>
        <span className="row" style={{ flex: "none" }}><ValueClass value={customer.value_class} /><Completeness value={customer.completeness} /></span>
      </div>
      <div className="row wrap" style={{ gap: 6 }}>
        {customer.missing.map((part) => (
          <button type="button" key={part.field} className="plain gap-chip" onClick={() => onFill(part.field)} title={t("补上可加 {{n}} 分", { n: part.gain })}>
            {part.label} <span className="num muted">+{part.gain}</span>
          </button>
        ))}
      </div>
    </li>
  );
}
