import { Suspense, lazy, useEffect, useSyncExternalStore } from "react";
import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled } from "@ant-design/icons";
import type { Question } from "./notify";

// AntD's own message and modal hooks would put 40 KB into the first screen; the dialog is fetched with the first question.
const ConfirmDialog = lazy(() => import("./ConfirmDialog"));

export interface Message {
  kind: "ok" | "info" | "fail";
  text: string;
  /** Small print: the id of the request that failed. */
  note?: string;
  seconds: number;
  action?: { label: string; run: () => void };
}

interface State {
  message: (Message & { key: number }) | null;
  question: { question: Question; answer: (yes: boolean) => void } | null;
}

let state: State = { message: null, question: null };
let count = 0;
const listeners = new Set<() => void>();

function set(changes: Partial<State>): void {
  state = { ...state, ...changes };
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function say(message: Message): void {
  count += 1;
  set({ message: { ...message, key: count } });
}

export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    state.question?.answer(false);
    set({
      question: {
        question,
        answer: (yes) => {
          set({ question: null });
          resolve(yes);
        },
      },
    });
  });
}

const ICONS = { ok: <CheckCircleFilled />, info: <InfoCircleFilled />, fail: <CloseCircleFilled /> };

/** Where messages and questions appear; stands once, around the whole application. */
export function Messages() {
  const { message, question } = useSyncExternalStore(subscribe, () => state);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => set({ message: null }), message.seconds * 1000);
    return () => clearTimeout(timer);
  }, [message]);
  const act = () => {
    set({ message: null });
    message?.action?.run();
  };
  return (
    <>
      <div className="toasts" role={message?.kind === "fail" ? "alert" : "status"}>
        {message && (
          <div key={message.key} className={`toast ${message.kind}`}>
            <span aria-hidden>{ICONS[message.kind]}</span>
            <span className="pre">{message.text}{message.note && <span className="state-id"> {message.note}</span>}</span>
            {message.action && <button type="button" className="plain toast-action" onClick={act}>{message.action.label}</button>}
          </div>
        )}
      </div>
      <Suspense fallback={null}>{question && <ConfirmDialog question={question.question} onAnswer={question.answer} />}</Suspense>
    </>
  );
}
