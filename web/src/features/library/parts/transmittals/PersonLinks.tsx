import { useSyncExternalStore } from "react";
import { Button, Modal } from "antd";
import { CopyOutlined, MailOutlined } from "@ant-design/icons";
import { copyText } from "../../../../kit/copy";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import type { PersonLink } from "../../api";

/** Links that sending has just made. The server tells them once, so they live here until the page has shown them. */
let made: readonly PersonLink[] = [];
const listeners = new Set<() => void>();

export function keepLinks(links: readonly PersonLink[]): void {
  made = links;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** One link for each receiver, for copying. */
export function PersonLinks() {
  const { t } = useT();
  const notify = useNotify();
  const links = useSyncExternalStore(subscribe, () => made);
  if (!links.length) return null;
  const copy = async (text: string) => ((await copyText(text)) ? notify.ok(t("链接已复制")) : notify.fail(t("浏览器不让复制，请手工选中链接复制。")));
  const close = () => keepLinks([]);
  return (
    <Modal open width={560} title={t("给收件人的链接")} onCancel={close} mask={{ closable: false }}
      footer={<><Button onClick={() => void copy(links.map((one) => `${one.recipient.label} ${one.url}`).join("\n"))}>{t("全部复制")}</Button><Button type="primary" onClick={close}>{t("完成")}</Button></>}>
      <p className="second">{links.every((one) => one.mailed) ? t("每人一个链接，已用邮件发出，打开后可以下载并确认签收。") : t("每人一个链接，打开后可以下载并确认签收。链接只显示这一次；没有发邮件的，请现在复制发给对方。")}</p>
      <ul className="lib-lines">
        {links.map((one) => (
          <li key={one.recipient.id}><b className="ellipsis" style={{ width: 96 }}>{one.recipient.label}</b><span className="grow ellipsis muted small">{one.url}</span>{one.mailed && <span className="success-text small row" style={{ gap: 4 }}><MailOutlined aria-hidden />{t("已发邮件")}</span>}<Button size="small" icon={<CopyOutlined />} onClick={() => void copy(one.url)}>{t("复制")}</Button></li>
        ))}
      </ul>
    </Modal>
  );
}
