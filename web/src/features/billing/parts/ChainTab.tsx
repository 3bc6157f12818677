import { Link as To } from "react-router";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useChain, type ChainItem } from "../api";
import { OwedState } from "./cells";
import "../billing.css";

/** Of each payment term: milestone, acceptance, notice, invoice, receipt; a broken link says what is missing (X5). */
export function ChainTab({ row }: RecordProps) {
  const { t } = useT();
  const found = useChain(row);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const { items, loose, broken } = found.data;
  if (!items.length && !loose.length) return <Empty text={t("还没有付款条款，也没有应收应付。先在“付款条款”里填写。")} />;
  return (
    <div className="drawer-pad col">
      <p className={broken ? "danger-text" : "success-text"} role="status">{broken ? t("有 {{n}} 笔款项断在半路，见红色环节。", { n: broken }) : t("每笔款项都没有脱节。")}</p>
      <ul className="chain">{[...items, ...loose].map((item, i) => <Item key={item.term?.id ?? item.receivable?.id ?? i} item={item} />)}</ul>
    </div>
  );
}

function Item({ item }: { item: ChainItem }) {
  const { t } = useT();
  const amount = item.receivable?.amount ?? item.term?.amount;
  const due = item.receivable?.due_on ?? item.term?.due_on;
  return (
    <li className={item.broken ? "broken" : undefined}>
      <div className="chain-head">
        <span className="row wrap">
          <b>{item.term?.name ?? item.receivable?.name}</b>
          {item.receivable ? <><To className="num" to={`/receivables?open=${item.receivable.id}`}>{item.receivable.number}</To><OwedState value={item.receivable.state} /></> : <span className="muted">{t("尚未生成应收应付")}</span>}
        </span>
        <span className="row wrap">
          {due && <span className="muted">{t("约定付款日")} <span className="num">{formatDate(due)}</span></span>}
          {amount != null && <b><Money value={amount} /></b>}
        </span>
      </div>
      <ol className="chain-links">
        {item.links.map((link) => (
          <li key={link.code} className={link.state === "waiting" ? undefined : link.state}>
            <span><b>{link.label}</b>{link.on && <span className="num small"> {formatDate(link.on)}</span>}</span>
            <span className="small">{link.state === "broken" ? link.missing : link.what || (link.done ? "" : t("未到"))}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}
