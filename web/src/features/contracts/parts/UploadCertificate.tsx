import { useState } from "react";
import { Form, Input, Modal } from "antd";
import { useMe } from "../../../api/me";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { useCertificateChange } from "../api";

/** A company's certificate with its key, as .p12 or .pfx, and the password of that file. */
export function UploadCertificate({ onClose }: { onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const home = useMe()?.unit ?? null;
  const change = useCertificateChange();
  const [unit, setUnit] = useState<string | null>(home?.id ?? null);
  const [file, setFile] = useState<File | null>(null);
  const [password, setPassword] = useState("");
  const send = () => {
    if (!unit || !file) return;
    const body = new FormData();
    body.append("unit", unit);
    body.append("password", password);
    body.append("file", file);
    change.mutate({ upload: body }, { onSuccess: () => { notify.ok(t("证书已上传")); onClose(); } });
  };
  return (
    <Modal open title={t("上传证书")} onCancel={onClose} onOk={send} okText={t("上传")} cancelText={t("取消")} okButtonProps={{ disabled: !unit || !file, loading: change.isPending }}>
      <Form layout="vertical">
        <Form.Item label={t("公司")} htmlFor="cert-unit" required><RefSelect id="cert-unit" resource="units" value={unit} onChange={setUnit} known={home ? [home] : []} /></Form.Item>
        <Form.Item label={t("证书文件（.p12 或 .pfx）")} htmlFor="cert-file" required><input id="cert-file" type="file" accept=".p12,.pfx" onChange={(event) => setFile(event.target.files?.[0] ?? null)} /></Form.Item>
        <Form.Item label={t("文件密码")} htmlFor="cert-password"><Input.Password id="cert-password" autoComplete="off" value={password} onChange={(event) => setPassword(event.target.value)} /></Form.Item>
      </Form>
      {change.isError && <ErrorBox error={change.error} />}
    </Modal>
  );
}
