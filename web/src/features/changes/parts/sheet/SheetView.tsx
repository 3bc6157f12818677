import { useState } from "react";
import { Alert, Button } from "antd";
import { CheckCircleOutlined, EditOutlined, FilePdfOutlined, WarningOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { API } from "../../../../api/client";
import { useCan } from "../../../../api/me";
import type { Meta, Ref, Row } from "../../../../api/types";
import { DateText } from "../../../../kit/DateText";
import { formatDecimal, formatMoney } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { ApprovalPanel } from "../../../../resource/approvals/ApprovalPanel";
import { ActionButtons } from "../../../../resource/drawer/ActionButtons";
import { RelatedList } from "../../../../resource/RelatedList";
import { RecordHead, RecordSum } from "../../../../resource/record/RecordHead";
import { CHANGES, postSignature, refreshSheet, VARIATIONS, type Sheet, type Signature } from "../../api";
import "../../../../resource/record/record.css";
import { SheetState } from "../cells";
import { ThereIs } from "./PhotosEditor";
import { SignDialog } from "./SignDialog";

/** A sheet as the server has it, each signature compared with it. */
export function SheetView({ sheet, meta, onEdit }: { sheet: Sheet; meta: Meta; onEdit: () => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const notify = useNotify();
  const can = useCan();
  const [signing, setSigning] = useState(false);
  const row = sheet.variation;
  const project = row.project as Ref | null;
  const contract = row.contract as Ref | null;
  const may = row._can?.includes("attach") ?? false;
  const prices = "amount" in row;
  const actions = (
    <>
      {prices && <Button icon={<FilePdfOutlined aria-hidden />} href={`${API}/r/${VARIATIONS}/${row.id}/pdf?inline=1`} target="_blank">{t("签证单 PDF")}</Button>}
      <ActionButtons meta={meta} row={row} onEdit={onEdit} />
    </>
  );
  const sign = async (signature: Parameters<typeof postSignature>[1]) => {
    try {
      await postSignature(row.id, signature, sheet.digest);
      setSigning(false);
      notify.ok(t("已签字"));
    } catch (error) {
      notify.fail(error);
    }
    refreshSheet(client, row.id);
  };
  return (
    <div className="col">
      <RecordHead row={row} from={{ to: "/site-variations", label: t("现场签证") }} name={String(row.name)} tags={<SheetState value={row.state} />} actions={actions}
        facts={<>
          {project && <span>{t("项目：")} <Link to={`/projects/${project.id}?tab=changes`}>{project.label}</Link></span>}
          {contract && <span>{t("合同：")} <Link to={`/contracts/${contract.id}?tab=variations`}>{contract.label}</Link></span>}
          {Boolean(row.place) && <span>{String(row.place)}</span>}
          {Boolean(row.happened_on) && <span className="num">{t("{{day}} 发生", { day: String(row.happened_on) })}</span>}
          {Boolean(row.days) && <span className="num">{t("工期 {{n}} 天", { n: Number(row.days) > 0 ? `+${String(row.days)}` : String(row.days) })}</span>}
          {row.latitude != null && <span className="num small">{t("{{latitude}}, {{longitude}}（±{{n}} 米）", { latitude: Number(row.latitude), longitude: Number(row.longitude), n: Number(row.accuracy ?? 0) })}</span>}
        </>}
        side={prices && <RecordSum label={t("增减金额")} value={row.amount as string | null} exact />} />
      <ApprovalPanel resource={VARIATIONS} id={row.id} verb="approve_change" />
      {Boolean(row.reason) && <section className="panel panel-body"><h2 className="sheet-h">{t("事由及内容")}</h2><p className="pre">{String(row.reason)}</p></section>}
      <section className="panel panel-body"><h2 className="sheet-h">{t("照片")}</h2>
        {sheet.photos.length ? <div className="sheet-photos">{sheet.photos.map((one) => <ThereIs key={one.id} photo={one} />)}</div> : <p className="muted">{t("没有照片")}</p>}</section>
      {sheet.lines.length > 0 && <section className="panel panel-body"><h2 className="sheet-h">{t("工程量和价格")}</h2><Lines sheet={sheet} prices={prices} /></section>}
      <section className="panel panel-body"><h2 className="sheet-h">{t("签字")}</h2>
        {sheet.signatures.length ? <ul className="sheet-signatures">{sheet.signatures.map((one) => <Signed key={one.id} one={one} />)}</ul> : <p className="muted">{t("还没有人签字")}</p>}
        {may && !row.archived_at && <Button icon={<EditOutlined aria-hidden />} onClick={() => setSigning(true)}>{t("请对方签字")}</Button>}
      </section>
      {project && can(CHANGES, "read") && <section className="panel panel-body"><h2 className="sheet-h">{t("对计划和预算的影响")}</h2>
        <RelatedList resource={CHANGES} filter={["variation", "=", row.id]} initial={initialChange(row)} columns={["title", "number", "state", "task_days"]} sort="-updated_at" closed={Boolean(row.archived_at)} /></section>}
      {signing && <SignDialog what={prices ? t("{{name}}，合计 ¥ {{amount}}", { name: String(row.name), amount: formatMoney((row.amount as string | null) ?? "0") }) : String(row.name)} onClose={() => setSigning(false)} onSigned={sign} />}
    </div>
  );
}

/** A change that carries the sheet into plan and budget; in the contract the sheet counts by itself. */
const initialChange = (row: Row) => ({ project: row.project, variation: { id: row.id, label: String(row.name) }, title: row.name, kind: "site", reason: row.reason });

function Lines({ sheet, prices }: { sheet: Sheet; prices: boolean }) {
  const { t } = useT();
  return (
    <div className="sheet-table"><table>
      <thead><tr><th scope="col">{t("名称")}</th><th scope="col" className="right">{t("数量")}</th>{prices && <><th scope="col" className="right">{t("单价（元）")}</th><th scope="col" className="right">{t("金额（元）")}</th></>}</tr></thead>
      <tbody>
        {sheet.lines.map((one) => (
          <tr key={one.id}><td>{one.name}</td><td className="right num">{formatDecimal(Number(one.quantity), decimals(one.quantity))} {one.uom}</td>{prices && <><td className="right num">{formatMoney(one.unit_price)}</td><td className="right num">{formatMoney(one.amount)}</td></>}</tr>
        ))}
      </tbody>
      {prices && <tfoot><tr><th scope="row" colSpan={3}>{t("合计")}</th><td className="right num"><b>{formatMoney((sheet.variation.amount as string | null) ?? "0")}</b></td></tr></tfoot>}
    </table></div>
  );
}

const decimals = (quantity: string) => (String(Number(quantity)).split(".")[1] ?? "").length;

function Signed({ one }: { one: Signature }) {
  const { t } = useT();
  return (
    <li className="sheet-signature">
      <span className="muted small">{one.role_label}</span>
      {one.file ? <img src={`${API}/files/${one.file}/content?inline=1`} alt={t("{{name}} 的签字", { name: one.name })} loading="lazy" /> : <span className="signature-typed sheet-typed">{one.name}</span>}
      <b>{[one.company, one.name].filter(Boolean).join(" ")}</b>
      <span className="small second"><DateText value={one.signed_at} kind="datetime" />{!one.file && <> · {t("输入姓名确认")}</>}</span>
      {one.intact ? <span className="small success-text row"><CheckCircleOutlined aria-hidden />{t("内容与签字时一致")}</span> : <Alert type="error" icon={<WarningOutlined />} showIcon title={t("签字后内容有变化：{{what}}", { what: one.differences.join("、") })} />}
      {one.later_photos > 0 && <span className="small muted">{t("另有 {{n}} 张照片是签字后补充的", { n: one.later_photos })}</span>}
    </li>
  );
}
