import { useMemo } from "react";
import { App, Button } from "antd";
import { useT } from "../i18n";
import { errorText, requestIdOf } from "./errorText";

export interface Notify {
  /** A short success. With `undo` it offers 撤销 for five seconds. */
  ok: (text: string, options?: { undo?: () => void }) => void;
  info: (text: string) => void;
  /** An error, or a sentence; stays longer and carries the request's id. */
  fail: (error: unknown) => void;
}

/** Short messages at the top of the page. One at a time. */
export function useNotify(): Notify {
  const { message } = App.useApp();
  const { t } = useT();
  return useMemo<Notify>(
    () => ({
      ok: (text, options) => {
        const key = "zk";
        const undo = options?.undo;
        const again = () => {
          message.destroy(key);
          undo?.();
        };
        const content = undo ? <>{text} <Button type="link" size="small" onClick={again}>{t("撤销")}</Button></> : text;
        void message.open({ key, type: "success", content, duration: undo ? 5 : 2 });
      },
      info: (text) => void message.open({ key: "zk", type: "info", content: text, duration: 3 }),
      fail: (error) => {
        const text = typeof error === "string" ? error : errorText(error);
        const id = typeof error === "string" ? "" : requestIdOf(error);
        void message.open({ key: "zk", type: "error", content: id ? <span>{text} <span className="small muted">{id}</span></span> : text, duration: 6 });
      },
    }),
    [message, t],
  );
}

export interface Question {
  title: string;
  text?: React.ReactNode;
  ok?: string;
  danger?: boolean;
}

/** Asks before something that cannot be undone; resolves to false when the person steps back. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  const { t } = useT();
  return useMemo(
    () => (question: Question) =>
      new Promise<boolean>((resolve) => {
        modal.confirm({
          title: question.title,
          content: question.text,
          okText: question.ok ?? t("确定"),
          cancelText: t("取消"),
          okButtonProps: { danger: question.danger ?? false },
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        });
      }),
    [modal, t],
  );
}
