import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Checkbox, Modal } from "antd";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { contentQuery, renewLinks } from "../../api";
import { keepLinks } from "./PersonLinks";

/** Fresh links for everybody; those who have an address may get them by mail at once. */
export function RenewDialog({ transmittal, reachable, onClose }: { transmittal: string; reachable: number; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const [mail, setMail] = useState(reachable > 0);
  const [busy, setBusy] = useState(false);
  const renew = async () => {
    setBusy(true);
    try {
      keepLinks(await renewLinks(transmittal, mail));
      void client.invalidateQueries(contentQuery(transmittal));
      onClose();
    } catch (error) {
      notify.fail(error);
      setBusy(false);
    }
  };
  return (
    <Modal open width={420} title={t("重新生成链接？")} onCancel={onClose} onOk={() => void renew()} okText={t("重新生成")} cancelText={t("取消")} okButtonProps={{ loading: busy }}>
      <p>{t("之前发出的链接会失效，请把新链接发给收件人。")}</p>
      {reachable > 0 && <Checkbox checked={mail} onChange={(event) => setMail(event.target.checked)}>{t("用邮件发给有邮箱的 {{n}} 人", { n: reachable })}</Checkbox>}
    </Modal>
  );
}
