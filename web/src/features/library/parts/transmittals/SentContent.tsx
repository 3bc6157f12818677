import { useState } from "react";
import { Button } from "antd";
import { CheckCircleFilled } from "@ant-design/icons";
import { Link } from "react-router";
import type { Row } from "../../../../api/types";
import { formatDateTime } from "../../../../kit/format";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import type { Recipient, TransmittalContent } from "../../model/types";
import { RenewDialog } from "./RenewDialog";

/** What went out, and how far each receiver is. */
export function SentContent({ row, content }: { row: Row; content: TransmittalContent }) {
  const { t } = useT();
  const [renewing, setRenewing] = useState(false);
  const mayLink = ["sent", "acknowledged"].includes(String(row.state)) && row.direction === "out" && content.recipients.length > 0;
  return (
    <div className="col lib-content">
      <h2 className="drawer-section">{t("资料清单")}</h2>
      {content.items.length > 0 && (
        <div className="lib-sent-box">
          <table className="lib-sent">
            <thead><tr><th scope="col">{t("编号")}</th><th scope="col">{t("名称")}</th><th scope="col">{t("版本")}</th><th scope="col" className="right">{t("份数")}</th></tr></thead>
            <tbody>
              {content.items.map((one) => (
                <tr key={one.id}>
                  <td className="num">{one.drawing_number || one.number}</td>
                  <td><Link to={`/documents/${one.document.id}`}>{one.document.label}</Link></td>
                  <td className="num"><span className="row wrap" style={{ gap: 6 }}>{one.revision || (one.version === null ? "—" : `V${one.version}`)}{one.newer && <StatusTag color="orange">{t("已有新版本")}</StatusTag>}</span></td>
                  <td className="right num">{one.copies}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!content.items.length && !content.hidden && <p className="muted small">{t("没有资料。")}</p>}
      {content.hidden > 0 && <p className="muted small">{t("另有 {{n}} 份资料您无权查看。", { n: content.hidden })}</p>}
      <div className="row between"><h2 className="drawer-section" style={{ margin: 0 }}>{t("收件人")}</h2>{mayLink && <Button size="small" onClick={() => setRenewing(true)}>{t("重新生成链接")}</Button>}</div>
      <ul className="lib-lines">{content.recipients.map((one) => <Person key={one.id} one={one} sent={row.state !== "draft"} />)}</ul>
      {!content.recipients.length && <p className="muted small">{t("没有收件人。")}</p>}
      {renewing && <RenewDialog transmittal={row.id} reachable={content.recipients.filter((one) => one.reachable).length} onClose={() => setRenewing(false)} />}
    </div>
  );
}

function Person({ one, sent }: { one: Recipient; sent: boolean }) {
  const { t } = useT();
  const state = one.acknowledged_at
    ? <span className="success-text row" style={{ gap: 4 }}><CheckCircleFilled aria-hidden />{t("{{who}} 于 {{at}} 签收", { who: one.acknowledged_by || one.name, at: formatDateTime(one.acknowledged_at) })}</span>
    : one.opened_at ? <span className="second">{t("{{at}} 打开过", { at: formatDateTime(one.opened_at) })}</span> : sent ? <span className="muted">{t("还没有打开")}</span> : null;
  return (
    <li>
      <span className="grow" style={{ minWidth: 0 }}>{one.contact?.label ?? one.name} <span className="muted small">{[one.company, one.email].filter(Boolean).join(" · ")}</span></span>
      {sent && one.mail && !one.opened_at && !one.acknowledged_at && <MailState mail={one.mail} />}
      <span className="small">{state}</span>
    </li>
  );
}

/** How far the letter with the link is; of no interest any more once it was opened. */
function MailState({ mail }: { mail: NonNullable<Recipient["mail"]> }) {
  const { t } = useT();
  if (mail.state === "sent") return <span className="small second">{t("{{at}} 发出邮件", { at: formatDateTime(mail.at) })}</span>;
  if (mail.state === "failed") return <span className="small danger-text" title={mail.error}>{t("邮件没有发出，请核对邮箱后重新生成链接")}</span>;
  if (mail.state === "doubtful") return <span className="small warning-text" title={mail.error}>{t("邮件不确定是否送达")}</span>;
  return <span className="small muted">{t("邮件等待发出")}</span>;
}
