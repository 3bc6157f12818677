import { StatusTag } from "../../../kit/StatusTag";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate, formatDateTime, formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useAmounts, useVouchers } from "../api";
import "../contracts.css";

/** How the amount became what it is, to the cent, and the sealed vouchers that prove it. */
export function AmountsTab({ row }: RecordProps) {
  const { t } = useT();
  const found = useAmounts(row);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <div className="drawer-pad col">
      {!found.data.length ? <Empty text={t("还没有填写合同金额")} /> : (
        <table className="amount-steps">
          <thead><tr><th scope="col">{t("步骤")}</th><th scope="col">{t("日期")}</th><th scope="col" className="right">{t("增减/元")}</th><th scope="col" className="right">{t("之后/元")}</th></tr></thead>
          <tbody>
            {found.data.map((step, i) => (
              <tr key={i}>
                <td>{step.kind_label && <span className="muted">{step.kind_label} </span>}{step.label}</td>
                <td className="num">{step.on ? formatDate(step.on) : "—"}</td>
                <td className="right num">{step.change == null ? "" : `${Number(step.change) > 0 ? "+" : ""}${formatMoney(step.change)}`}</td>
                <td className="right num"><b>{formatMoney(step.amount)}</b></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Vouchers row={row} />
    </div>
  );
}

function Vouchers({ row }: Pick<RecordProps, "row">) {
  const { t } = useT();
  const found = useVouchers(row);
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  return (
    <section className="col" aria-label={t("封存凭证")}>
      <h2 className="contract-h2">{t("封存凭证")}</h2>
      <p className="muted small">{t("签订和结算时，合同内容逐分封存在防篡改链里。任何人都能用校验工具核对下面的摘要。")}</p>
      {found.data?.length === 0 && <Empty text={t("签订之后才有凭证")} />}
      {found.data?.map((one) => (
        <div key={one.id} className="seal">
          <div className="row wrap"><b>{one.label}</b><span className="muted num">{formatDateTime(one.created_at)}</span><StatusTag color={one.intact ? "green" : "red"}>{one.intact ? t("内容未改动") : t("内容被改动")}</StatusTag></div>
          <code>{one.digest}</code>
        </div>
      ))}
    </section>
  );
}
