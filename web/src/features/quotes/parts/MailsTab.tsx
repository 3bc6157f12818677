import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDateTime } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { isCutOff, useMails } from "../api";
import "../quotes.css";

const STATES: Record<string, [string, string]> = { waiting: [tk("等待发送"), "orange"], sending: [tk("正在发送"), "blue"], sent: [tk("已发送"), "green"], failed: [tk("发送失败"), "red"] };

/** The mails that carried this quotation. */
export function MailsTab({ row }: RecordProps) {
  const { t } = useT();
  const mails = useMails(row.id);
  if (mails.isPending) return <LinesSkeleton />;
  if (mails.isError) return <ErrorBox error={mails.error} onRetry={() => void mails.refetch()} />;
  if (!mails.data.items.length) return <Empty text={mails.data.works ? t("还没有发过邮件。批准之后可以“发送给客户”。") : t("系统还没有配置发信服务器。请下载 PDF 自行发送，再“登记已送出”。")} />;
  return (
    <ul className="quote-list drawer-pad">
      {mails.data.items.map((mail) => {
        const cutOff = isCutOff(mail);
        const [label, color] = cutOff ? [t("不确定是否送达"), "orange"] : (STATES[mail.state] ?? [mail.state, ""]);
        return (
          <li key={mail.id}>
            <div className="row between"><b className="ellipsis">{mail.subject}</b><StatusTag color={color}>{t(label)}</StatusTag></div>
            <div className="second small">{t("发给 {{to}}", { to: mail.to })} · {mail.sender} · <span className="num">{formatDateTime(mail.sent_at ?? mail.created_at)}</span></div>
            <p className="pre small quote-mail">{mail.message}</p>
            {cutOff && <p className="warning-text small">{t("发送时中断了。请先问客户是否收到，没有收到再发一次。")}</p>}
            {mail.error && <p className="danger-text small" title={mail.error}>{mail.state === "sent" ? t("有收件人没有收到（{{said}}），请检查地址后单独再发。", { said: mail.error }) : mail.state === "failed" ? t("没有发出，请检查收件人地址后重新发送，或下载 PDF 自行发送。") : t("发信服务器暂时没有接受，系统会自动重试。")}</p>}
          </li>
        );
      })}
    </ul>
  );
}
