import { useRef, useState } from "react";
import { Alert, Input, Modal } from "antd";
import { reauthenticate, type AuthStep } from "../../api/auth";
import { useT } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { loginError } from "./loginError";

/** The person closed the question for the password: nothing happened, and nothing needs to be said. */
class SteppedBack extends Error {}

/**
 * Runs a sensitive change; when the server wants the password again, asks for it in a dialog and repeats the change.
 * `withPassword` never settles if the person steps back.
 */
export function useReauth() {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState("");
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const settle = useRef<{ resolve: () => void; reject: (reason: unknown) => void } | null>(null);

  const ask = () =>
    new Promise<void>((resolve, reject) => {
      settle.current = { resolve, reject };
      setPassword("");
      setError("");
      setOpen(true);
    });
  const withPassword = async (work: () => Promise<AuthStep>): Promise<void> => {
    try {
      if ((await work()) !== "reauthenticate") return;
      await ask();
      await work();
    } catch (failure) {
      if (failure instanceof SteppedBack) return new Promise(() => undefined);
      throw failure;
    }
  };
  const send = async () => {
    setBusy(true);
    setError("");
    try {
      await reauthenticate(password);
      setOpen(false);
      settle.current?.resolve();
    } catch (failure) {
      setError(loginError(failure, t));
    } finally {
      setBusy(false);
    }
  };
  const cancel = () => {
    setOpen(false);
    settle.current?.reject(new SteppedBack());
  };
  const dialog = (
    <Modal open={open} title={t("请再输入一次密码")} onCancel={cancel} onOk={() => void send()} okText={t("确定")} cancelText={t("取消")} okButtonProps={{ loading: busy, disabled: !password }} destroyOnHidden>
      <form className="col" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <p className="second">{t("这是敏感操作，需要确认是您本人。")}</p>
        {error && <Alert type="error" showIcon title={error} role="alert" />}
        <FieldRow id="reauth-password" label={t("密码")}><Input.Password id="reauth-password" autoFocus autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} /></FieldRow>
      </form>
    </Modal>
  );
  return { withPassword, dialog };
}
