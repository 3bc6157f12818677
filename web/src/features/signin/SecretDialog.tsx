import { useState } from "react";
import { Alert, Input, Modal } from "antd";
import { ApiError } from "../../api/errors";
import { useT } from "../../i18n";
import { errorText } from "../../kit/errorText";
import { FieldRow } from "../../kit/FieldRow";
import { useNotify } from "../../kit/notify";
import { useDo } from "../../resource/data/row";
import type { Provider } from "./SignInPage";

/** The application's secret goes in and never comes out again. */
export function SecretDialog({ row, onClose }: { row: Provider; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo("sign_in_providers");
  const [secret, setSecret] = useState("");
  const send = () => {
    if (!secret.trim()) return;
    run.mutate({ row, verb: "set_secret", inputs: { secret: secret.trim() } }, {
      onSuccess: () => {
        notify.ok(t("密钥已保存"));
        onClose();
      },
    });
  };
  const fields = run.error instanceof ApiError ? run.error.fields : {};
  return (
    <Modal open width={480} title={t("“{{name}}”的应用密钥", { name: row.name })} onCancel={onClose} onOk={send} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: run.isPending, disabled: !secret.trim() }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); send(); }}>
        {run.error && !fields.secret && <Alert type="error" showIcon role="alert" title={errorText(run.error)} />}
        <FieldRow id="provider-secret" label={t("应用密钥")} required help={t("加密保存，以后不再显示。对方更换密钥后，请在这里重新填写。")} errors={fields.secret}>
          <Input.Password id="provider-secret" autoFocus autoComplete="off" maxLength={500} value={secret} onChange={(event) => setSecret(event.target.value)} />
        </FieldRow>
      </form>
    </Modal>
  );
}
