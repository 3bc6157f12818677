import { useState } from "react";
import { Alert, Button, Input, Modal } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client";
import { ApiError } from "../../../api/errors";
import { useMe } from "../../../api/me";
import type { Ref, Row } from "../../../api/types";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { moneyWithUnit } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { rowQuery, useDo } from "../../../resource/data/row";
import { pdfUrl, RESOURCE, useMails } from "../api";
import { Pages } from "./Pages";
import "../quotes.css";

interface Props {
  row: Row;
  onClose: () => void;
  /** Enters that it was sent some other way: what is left where the system cannot send mail. */
  onMark?: () => void;
}

/** Receiver, subject and words on the left, what goes with them on the right. */
export function SendDialog({ row, onClose, onMark }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const me = useMe();
  const run = useDo(RESOURCE);
  const mails = useMails(row.id);
  const known = useAddress(row);
  const customer = (row.customer as Ref | null)?.label ?? "";
  const contact = (row.contact as Ref | null)?.label ?? "";
  const [to, setTo] = useState<string | null>(null);
  const [subject, setSubject] = useState(t("报价单：{{title}}（{{number}}）", { title: String(row.title), number: `${String(row.number)} V${String(row.revision)}` }));
  const facts = { title: String(row.title), sum: moneyWithUnit(row.total_amount as string, "yuan"), day: String(row.valid_until ?? "—") };
  const [message, setMessage] = useState([
    t("{{who}}，您好：", { who: contact || customer }),
    t("附件是“{{title}}”的报价单，含税合计 {{sum}}，有效期至 {{day}}。如有疑问，请随时与我联系。", facts),
    me?.name ?? "",
  ].join("\n\n"));
  const address = to ?? known ?? "";
  const errors = run.error instanceof ApiError ? run.error.fields : {};
  const send = () => run.mutate({ row, verb: "send", inputs: { to: address, subject, message } }, {
    onSuccess: () => {
      notify.ok(t("邮件已交给系统发送，发出后记入客户的沟通记录"));
      void client.invalidateQueries({ queryKey: ["quotation", row.id, "mails"] });
      setTimeout(() => void client.invalidateQueries({ queryKey: rowQuery(RESOURCE, row.id).queryKey }), 4000);
      onClose();
    },
  });
  const works = mails.data?.works !== false;
  return (
    <Modal open width={980} title={t("发送报价")} onCancel={onClose} footer={
      <div className="row end touch"><Button onClick={onClose}>{t("取消")}</Button><Button href={pdfUrl(row.id)}>{t("下载 PDF")}</Button>
        {!works && onMark && <Button type="primary" onClick={onMark}>{t("登记已送出")}</Button>}
        {works && <Button type="primary" loading={run.isPending} disabled={!address.trim() || !subject.trim() || !message.trim()} onClick={send}>{t("发送")}</Button>}</div>
    }>
      <div className="send">
        <div className="col touch">
          {!works && <Alert type="warning" showIcon title={t("系统还没有配置发信服务器")} description={t("不能直接发邮件，也没有发出任何内容。请下载 PDF，用自己的邮箱或微信发给客户，再点“登记已送出”。要从系统直接发送，请管理员按运维手册设置 EMAIL_URL。")} />}
          {run.isError && <Alert type="error" showIcon role="alert" title={errorText(run.error)} />}
          {works && <>
            <FieldRow id="send-to" label={t("收件人")} required errors={errors.to} help={t("多个地址用逗号分开")}><Input id="send-to" type="email" multiple value={address} onChange={(event) => setTo(event.target.value)} /></FieldRow>
            <FieldRow id="send-subject" label={t("邮件主题")} required errors={errors.subject}><Input id="send-subject" value={subject} maxLength={200} onChange={(event) => setSubject(event.target.value)} /></FieldRow>
            <FieldRow id="send-message" label={t("邮件正文")} required errors={errors.message}><Input.TextArea id="send-message" value={message} maxLength={5000} autoSize={{ minRows: 8, maxRows: 14 }} onChange={(event) => setMessage(event.target.value)} /></FieldRow>
          </>}
        </div>
        <div className="send-paper"><Pages row={row} /></div>
      </div>
    </Modal>
  );
}

/** The mail address of the contact of the quotation, if the person may see it. */
function useAddress(row: Row): string | undefined {
  const contact = row.contact as Ref | null;
  return useQuery({ queryKey: ["row", "contacts", contact?.id ?? ""], queryFn: () => api.get<Row>(`/r/contacts/${contact!.id}`), enabled: Boolean(contact) }).data?.email as string | undefined;
}
