import { useState } from "react";
import { Button, DatePicker } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import dayjs from "dayjs";
import { Link } from "react-router";
import { useMe } from "../../../api/me";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatMoney } from "../../../kit/format";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useVat, vatUrl, type VatInvoice, type VatRate } from "../api";
import "../billing.css";

/** The VAT ledger of a company and month: what is to be paid, by rate and invoice. */
export function VatPage() {
  const { t } = useT();
  const me = useMe();
  const home = me?.company ?? me?.unit ?? null;
  const [unit, setUnit] = useState<string | null>(home?.id ?? null);
  const [month, setMonth] = useState(() => dayjs().format("YYYY-MM"));
  const found = useVat(unit, month);
  const of = found.data;
  return (
    <div className="page">
      <PageHead title={t("增值税台账")} actions={unit && <Button icon={<DownloadOutlined aria-hidden />} href={vatUrl(unit, month)}>{t("导出 Excel")}</Button>} />
      <div className="panel row wrap touch" style={{ padding: "12px 16px" }}>
        <div style={{ width: 260 }}><RefSelect resource="units" value={unit} onChange={setUnit} known={home ? [home] : []} placeholder={t("选择单位（含下级）")} /></div>
        <DatePicker picker="month" allowClear={false} value={dayjs(`${month}-01`)} onChange={(value) => value && setMonth(value.format("YYYY-MM"))} aria-label={t("月份")} />
      </div>
      {found.isError && <section className="panel"><ErrorBox error={found.error} onRetry={() => void found.refetch()} /></section>}
      {unit && found.isPending && <section className="panel"><LinesSkeleton /></section>}
      {!unit && <section className="panel"><Empty text={t("请选择单位")} /></section>}
      {of && (
        <>
          <section className="panel vat-sums">
            <Sum label={t("销项税额")} value={of.output_tax} /><Sum label={t("可抵扣进项税额")} value={of.input_tax} /><Sum label={t("上期留抵")} value={of.carried_in} />
            <Sum label={t("本期应纳税额")} value={of.payable} /><Sum label={t("期末留抵")} value={of.carried_out} />
          </section>
          <Side title={t("销项")} rates={of.output} invoices={of.invoices.output} />
          <Side title={t("进项（已勾选抵扣）")} rates={of.input} invoices={of.invoices.input} />
          {of.not_deducted.length > 0 && <section className="panel"><h2 className="block-title">{t("尚未勾选抵扣的进项发票")}</h2><Invoices rows={of.not_deducted} /></section>}
        </>
      )}
    </div>
  );
}

function Sum({ label, value }: { label: string; value: string }) {
  return <div><span className="muted small">{label}</span><b className="num">¥ {formatMoney(value)}</b></div>;
}

function Side({ title, rates, invoices }: { title: string; rates: VatRate[]; invoices: VatInvoice[] }) {
  const { t } = useT();
  return (
    <section className="panel">
      <h2 className="block-title">{title}</h2>
      {!rates.length ? <Empty text={t("本月没有发票")} /> : (
        <>
          <div className="scroll-x">
            <table className="money-table">
              <thead><tr><th scope="col">{t("税率")}</th><th scope="col" className="right">{t("份数")}</th><th scope="col" className="right">{t("不含税/元")}</th><th scope="col" className="right">{t("税额/元")}</th><th scope="col" className="right">{t("价税合计/元")}</th></tr></thead>
              <tbody>{rates.map((one) => <tr key={one.rate}><td className="num">{Number(one.rate)}%</td><td className="right num">{one.count}</td><td className="right num">{formatMoney(one.net)}</td><td className="right num">{formatMoney(one.tax)}</td><td className="right num">{formatMoney(one.amount)}</td></tr>)}</tbody>
            </table>
          </div>
          <details style={{ padding: "8px 16px 12px" }}><summary>{t("逐张查看 {{n}} 张发票", { n: invoices.length })}</summary><Invoices rows={invoices} /></details>
        </>
      )}
    </section>
  );
}

function Invoices({ rows }: { rows: VatInvoice[] }) {
  const { t } = useT();
  return (
    <div className="scroll-x">
      <table className="money-table">
        <thead><tr><th scope="col">{t("发票号码")}</th><th scope="col">{t("开票日期")}</th><th scope="col">{t("名称")}</th><th scope="col" className="right">{t("税额/元")}</th><th scope="col" className="right">{t("价税合计/元")}</th></tr></thead>
        <tbody>{rows.map((one) => <tr key={one.id}><td className="num"><Link to={`/invoices?open=${one.id}`}>{one.number || "—"}</Link></td><td className="num">{one.issued_on}</td><td>{one.customer.label}</td><td className="right num">{formatMoney(one.tax)}</td><td className="right num">{formatMoney(one.amount)}</td></tr>)}</tbody>
      </table>
    </div>
  );
}
