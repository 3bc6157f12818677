import { Button } from "antd";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { pdfUrl } from "../api";
import { Pages } from "./Pages";
import "../quotes.css";

/** What the customer gets. */
export function PaperTab({ row }: RecordProps) {
  const { t } = useT();
  const early = ["draft", "submitted", "rejected"].includes(String(row.state));
  return (
    <div className="drawer-pad col">
      <div className="row between wrap touch">
        <span className="muted small">{early ? t("批准之前，PDF 上印有“草稿”字样。") : t("这是发给客户的版本，不含成本和内部备注。")}</span>
        <span className="row"><Button href={pdfUrl(row.id, true)} target="_blank" rel="noreferrer">{t("在新窗口打开")}</Button><Button href={pdfUrl(row.id)}>{t("下载 PDF")}</Button></span>
      </div>
      <Pages row={row} />
    </div>
  );
}
