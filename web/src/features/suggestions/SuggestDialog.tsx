import { useId, useRef, useState } from "react";
import { Alert, Button, Drawer, Input, Modal, Segmented } from "antd";
import { CameraOutlined } from "@ant-design/icons";
import { Link, useLocation } from "react-router";
import { errorText, fieldMessages } from "../../kit/errorText";
import { FieldRow } from "../../kit/FieldRow";
import { useNotify } from "../../kit/notify";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { useSuggest } from "./useSuggest";

/** 意见反馈 from any page: what one thinks of the product, with the page and perhaps a screenshot. */
export function SuggestDialog({ onClose }: { onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const form = <SuggestForm onClose={onClose} />;
  if (phone) return <Drawer open placement="bottom" size="auto" title={t("意见反馈")} onClose={onClose} destroyOnHidden><div className="panel-body touch">{form}</div></Drawer>;
  return <Modal open title={t("意见反馈")} footer={null} onCancel={onClose} width={520} destroyOnHidden>{form}</Modal>;
}

function SuggestForm({ onClose }: { onClose: () => void }) {
  const { t } = useT();
  const id = useId();
  const notify = useNotify();
  const location = useLocation();
  const send = useSuggest();
  const [kind, setKind] = useState("idea");
  const [text, setText] = useState("");
  const [picture, setPicture] = useState<File | null>(null);
  const [missing, setMissing] = useState(false);
  // The address names the page; what somebody searched for on it is nobody's business.
  const page = location.pathname.slice(0, 300);
  const submit = () => {
    setMissing(!text.trim());
    if (!text.trim()) return;
    send.mutate({ kind, text, page, picture }, {
      onSuccess: () => {
        notify.ok(t("已收到，谢谢！有答复时会通知您。"));
        onClose();
      },
    });
  };
  const kinds = [{ value: "idea", label: t("建议") }, { value: "problem", label: t("问题") }, { value: "praise", label: t("表扬") }];
  const hint = { idea: t("您希望怎样改进？"), problem: t("哪里不对？您做了什么，看到了什么？"), praise: t("哪里做得好？") }[kind] ?? "";
  return (
    <form className="col" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Segmented block value={kind} onChange={setKind} options={kinds} aria-label={t("类别")} />
      <FieldRow id={`${id}-text`} label={t("内容")} required errors={missing ? [t("请写下您的意见。")] : undefined}>
        <Input.TextArea id={`${id}-text`} value={text} onChange={(event) => setText(event.target.value)} autoSize={{ minRows: 5, maxRows: 12 }} maxLength={5000} autoFocus placeholder={hint}
          onPaste={(event) => setPicture((before) => pasted(event.clipboardData) ?? before)} aria-describedby={missing ? `${id}-text-error` : undefined} />
      </FieldRow>
      <Picture picture={picture} onChange={setPicture} />
      {send.isError && <Alert type="error" showIcon title={fieldMessages(send.error).join(" ") || errorText(send.error)} role="alert" />}
      <div className="row between wrap">
        <Link className="small" to="/suggestions" onClick={onClose}>{t("我的反馈和答复")}</Link>
        <span className="row"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" htmlType="submit" loading={send.isPending}>{t("提交")}</Button></span>
      </div>
    </form>
  );
}

function pasted(data: DataTransfer): File | null {
  return [...data.files].find((file) => file.type.startsWith("image/")) ?? null;
}

function Picture({ picture, onChange }: { picture: File | null; onChange: (picture: File | null) => void }) {
  const { t } = useT();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="row wrap">
      <input ref={input} type="file" accept="image/png,image/jpeg,image/webp" hidden aria-label={t("截图")} onChange={(event) => onChange(event.target.files?.[0] ?? null)} />
      <Button icon={<CameraOutlined aria-hidden />} onClick={() => input.current?.click()}>{picture ? t("换一张截图") : t("添加截图")}</Button>
      {picture
        ? <span className="row small"><span className="ellipsis" style={{ maxWidth: 180 }}>{picture.name}</span><Button type="link" size="small" onClick={() => onChange(null)}>{t("去掉")}</Button></span>
        : <span className="muted small">{t("也可以直接在上面粘贴截图")}</span>}
    </div>
  );
}
