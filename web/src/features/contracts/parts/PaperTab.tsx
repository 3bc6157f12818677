import { Button } from "antd";
import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useCan } from "../../../api/me";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDateTime } from "../../../kit/format";
import { useConfirm, useNotify } from "../../../kit/notify";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { pdfUrl, usePreview, useSignatures, useSignPaper, type SignedPaper } from "../api";
import "../contracts.css";

/** The contract as it is printed, and the PDFs that bear an electronic signature. */
export function PaperTab({ row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const sign = useSignPaper(row);
  const pages = usePreview(row);
  const early = ["draft", "approving"].includes(String(row.state));
  const mayE = useCan()("contracts", "sign") && !early && !["void", "terminated"].includes(String(row.state));
  const ask = async (paper?: SignedPaper) => {
    const text = paper ? t("将用本公司的签名证书签署“{{name}}”，签好的存为它的新版本，原有签名保留。", { name: paper.name }) : t("将用本公司的签名证书签署这份合同的 PDF，签好的文件存为附件。");
    const sure = await confirm({ title: t("用公司证书签署？"), text, ok: t("签署") });
    if (sure) sign.mutate(paper?.id ?? null, { onSuccess: (made) => notify.ok(t("已签署，文件“{{name}}”在附件里", { name: made.name })), onError: (error) => notify.fail(error) });
  };
  return (
    <div className="drawer-pad col">
      <div className="row between wrap touch">
        <span className="muted small">{early ? t("批准之前，PDF 上印有“草稿”字样。") : t("由合同内容和条款生成。盖章扫描件请上传到附件。")}</span>
        <span className="row wrap">
          {mayE && <Button icon={<SafetyCertificateOutlined aria-hidden />} loading={sign.isPending} onClick={() => void ask()}>{t("电子签署")}</Button>}
          <Button href={pdfUrl(row.id, true)} target="_blank" rel="noreferrer">{t("在新窗口打开")}</Button>
          <Button href={pdfUrl(row.id)}>{t("下载 PDF")}</Button>
        </span>
      </div>
      <Signed row={row} onSign={mayE ? (paper) => void ask(paper) : undefined} busy={sign.isPending} />
      {pages.isError && <ErrorBox error={pages.error} onRetry={() => void pages.refetch()} />}
      <div className="contract-paper">
        {!pages.data && !pages.isError && <span className="bone" style={{ width: "min(100%, 820px)", aspectRatio: "210 / 297", height: "auto" }} aria-label={t("正在生成预览")} />}
        {pages.data?.pages.map((page, i) => <img key={i} src={page} alt={t("第 {{n}} 页", { n: i + 1 })} />)}
        {pages.data && pages.data.count > pages.data.pages.length && <p className="muted">{t("只预览前 {{n}} 页，共 {{count}} 页，请下载查看全部", { n: pages.data.pages.length, count: pages.data.count })}</p>}
      </div>
    </div>
  );
}

interface SignedProps extends Pick<RecordProps, "row"> { onSign?: (paper: SignedPaper) => void; busy: boolean }

/** The PDFs that bear a signature, and for whoever may sign those that do not yet: the copy that the other side has sent. */
function Signed({ row, onSign, busy }: SignedProps) {
  const { t } = useT();
  const found = useSignatures(row);
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const shown = (found.data ?? []).filter((paper) => paper.signatures.length || onSign);
  if (!shown.length) return null;
  return <section aria-label={t("电子签名")} className="col">{shown.map((paper) => <Paper key={paper.id} paper={paper} onSign={onSign} busy={busy} />)}</section>;
}

function Paper({ paper, onSign, busy }: Omit<SignedProps, "row"> & { paper: SignedPaper }) {
  const { t } = useT();
  return (
    <div className="seal">
      <div className="row between wrap touch"><b>{paper.name}</b>{onSign && <Button size="small" disabled={busy} onClick={() => onSign(paper)}>{paper.signatures.length ? t("再签一次") : t("签署这个文件")}</Button>}</div>
      {!paper.signatures.length && <span className="muted">{t("还没有电子签名")}</span>}
      {paper.signatures.map((one, i) => (
        <div key={i} className="row wrap">
          <StatusTag color={!one.intact ? "red" : one.trusted && !one.changed_after ? "green" : "orange"}>{!one.intact ? t("无效") : one.trusted ? t("有效") : t("签名人未确认")}</StatusTag>
          <span>{one.name}</span>
          {one.at && <span className="muted num">{formatDateTime(one.at)}</span>}
          <span className="second">{one.message}</span>
        </div>
      ))}
    </div>
  );
}
