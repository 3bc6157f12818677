import { useMemo } from "react";
import type { ReactNode } from "react";
import { errorText, fieldMessages, requestIdOf } from "./errorText";
import { ask, say } from "./messages";
import { t } from "../i18n";

export interface Notify {
  /** A short success. With `undo` it offers 撤销 for five seconds. */
  ok: (text: string, options?: { undo?: () => void }) => void;
  info: (text: string) => void;
  /** An error, or a sentence; stays longer and carries the request's id. */
  fail: (error: unknown) => void;
}

const notify: Notify = {
  ok: (text, options) => say({ kind: "ok", text, seconds: options?.undo ? 5 : 2, action: options?.undo && { label: t("撤销"), run: options.undo } }),
  info: (text) => say({ kind: "info", text, seconds: 3 }),
  fail: (error) => {
    const sentence = typeof error === "string";
    say({ kind: "fail", text: sentence ? error : fieldMessages(error).join("\n") || errorText(error), note: sentence ? "" : requestIdOf(error), seconds: 6 });
  },
};

/** Short messages at the top of the page. One at a time. */
export function useNotify(): Notify {
  return notify;
}

export interface Question {
  title: string;
  text?: ReactNode;
  ok?: string;
  danger?: boolean;
  /** Something to read, with one button and no way back: the dialog closes only by it. */
  alone?: boolean;
}

/** Asks before something that cannot be undone; resolves to false when the person steps back. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  return useMemo(() => ask, []);
}
