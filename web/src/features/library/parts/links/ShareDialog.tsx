import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, InputNumber, Modal, QRCode, Segmented } from "antd";
import { CopyOutlined } from "@ant-design/icons";
import { ApiError } from "../../../../api/errors";
import { copyText } from "../../../../kit/copy";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { formatDateTime } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { makeLink, type LinkWish } from "../../api";
import type { ShareLink } from "../../model/types";
import { LinkList } from "./LinkList";

type What = Pick<LinkWish, "folder" | "documents">;

const DAYS = [1, 7, 30, 90];

/** Makes a link for people outside, and shows the links that there are. */
export function ShareDialog({ what, title, onClose }: { what: What; title: string; onClose: () => void }) {
  const { t } = useT();
  const [made, setMade] = useState<ShareLink | null>(null);
  const only = what.folder ? { folder: what.folder } : what.documents?.length === 1 ? { document: what.documents[0]!.document } : null;
  return (
    <Modal open width={520} title={t("外链分享：{{name}}", { name: title })} onCancel={onClose} footer={made ? <Button type="primary" onClick={onClose}>{t("完成")}</Button> : null}>
      {made ? <Made link={made} /> : <Ask what={what} onMade={setMade} />}
      {only && !made && <section className="lib-links-there"><h3 className="drawer-section">{t("已有的外链")}</h3><LinkList of={{ ...only, active: 1 }} quiet /></section>}
    </Modal>
  );
}

function Ask({ what, onMade }: { what: What; onMade: (link: ShareLink) => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const [days, setDays] = useState(7);
  const [label, setLabel] = useState("");
  const [password, setPassword] = useState("");
  const [most, setMost] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fields = error instanceof ApiError ? error.fields : {};
  const make = async () => {
    setBusy(true);
    try {
      const link = await makeLink({ ...what, days, ...(label.trim() && { label: label.trim() }), ...(password && { password }), ...(most && { max_downloads: most }) });
      void client.invalidateQueries({ queryKey: ["library", "links"] });
      onMade(link);
    } catch (failed) {
      setError(failed);
      setBusy(false);
    }
  };
  return (
    <form className="col touch" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      {error !== null && !Object.keys(fields).length && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
      <FieldRow id="link-days" label={t("有效期")} errors={fields.days}>
        <Segmented id="link-days" block value={days} onChange={setDays} options={DAYS.map((value) => ({ value, label: t("{{n}} 天", { n: value }) }))} />
      </FieldRow>
      <FieldRow id="link-label" label={t("给谁")} help={t("只有同事能看到，方便以后辨认。")} errors={fields.label}>
        <Input id="link-label" value={label} maxLength={120} onChange={(event) => setLabel(event.target.value)} placeholder={t("例如：滨江项目监理")} />
      </FieldRow>
      <FieldRow id="link-password" label={t("访问密码")} help={t("不填则打开链接就能下载。至少 6 位，请另外告诉对方。")} errors={fields.password}>
        <Input id="link-password" value={password} minLength={6} maxLength={64} autoComplete="off" onChange={(event) => setPassword(event.target.value)} />
      </FieldRow>
      <FieldRow id="link-most" label={t("最多下载次数")} help={t("不填则不限。")} errors={fields.max_downloads}>
        <InputNumber id="link-most" value={most} min={1} max={1000} precision={0} onChange={setMost} style={{ width: 160 }} />
      </FieldRow>
      <div className="row end"><Button type="primary" htmlType="submit" loading={busy} disabled={password.length > 0 && password.length < 6}>{t("生成链接")}</Button></div>
    </form>
  );
}

function Made({ link }: { link: ShareLink }) {
  const { t } = useT();
  const notify = useNotify();
  const url = link.url ?? "";
  const copy = async () => {
    if (await copyText(url)) notify.ok(t("链接已复制"));
    else notify.fail(t("浏览器不让复制，请手工选中链接复制。"));
  };
  return (
    <div className="col lib-made">
      <Alert type="success" showIcon title={t("链接已生成，{{until}} 前有效。链接只显示这一次，请现在复制。", { until: formatDateTime(link.expires_at) })} />
      <div className="row"><Input readOnly value={url} aria-label={t("链接")} onFocus={(event) => event.target.select()} /><Button type="primary" icon={<CopyOutlined />} onClick={() => void copy()}>{t("复制")}</Button></div>
      <div className="lib-qr"><QRCode value={url} type="svg" size={168} /><span className="muted small">{t("微信或手机相机扫码打开")}</span></div>
    </div>
  );
}
