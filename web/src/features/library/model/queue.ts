import { ApiError } from "../../../api/errors";
import { uuid7 } from "../../../api/uuid";
import type { Found } from "./dropped";

export type SendState = "waiting" | "sending" | "done" | "failed";

export interface Sending {
  /** Also sent to the server: a second try after a lost answer makes no second document. */
  key: string;
  found: Found;
  folder: string;
  state: SendState;
  part: number;
  error: unknown;
  /** What became of it: a new document, or a version of one that was there. */
  outcome: Outcome | null;
}

export interface Outcome {
  document: string;
  what: "created" | "version" | "same" | "skipped";
  version: number;
}

export type Send = (one: Sending, onProgress: (part: number) => void) => Promise<Outcome>;

const AT_ONCE = 2;

/** Whether the same file may do better next time: a cut line, a busy server, a lock that is given back. A refused content stays refused. */
export function worthRetry(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500 || [409, 423, 429].includes(error.status);
}

/** Files on their way in. Lives beside the pages, so that sending goes on while one looks at something else. */
export class UploadQueue {
  private items: readonly Sending[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly send: Send;
  private readonly onArrived: (folders: string[]) => void;
  private arrived = new Set<string>();

  constructor(send: Send, onArrived: (folders: string[]) => void) {
    this.send = send;
    this.onArrived = onArrived;
  }

  readonly snapshot = (): readonly Sending[] => this.items;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(folder: string, found: Found[]): void {
    this.set([...this.items, ...found.map((one): Sending => ({ key: uuid7(), found: one, folder, state: "waiting", part: 0, error: null, outcome: null }))]);
    this.next();
  }

  /** One that failed, or all that may do better now, once more. */
  retry(key?: string): void {
    this.set(this.items.map((one) => (one.state === "failed" && (key ? one.key === key : worthRetry(one.error)) ? { ...one, state: "waiting", part: 0, error: null } : one)));
    this.next();
  }

  /** Takes out what has not begun or has failed. */
  drop(key: string): void {
    this.set(this.items.filter((one) => one.key !== key || one.state === "sending"));
  }

  clear(): void {
    this.set(this.items.filter((one) => one.state === "sending" || one.state === "waiting"));
  }

  private next(): void {
    const sending = this.items.filter((one) => one.state === "sending").length;
    for (const one of this.items.filter((item) => item.state === "waiting").slice(0, AT_ONCE - sending)) void this.run(one);
  }

  private async run(one: Sending): Promise<void> {
    this.change(one.key, { state: "sending" });
    try {
      const outcome = await this.send(one, (part) => this.change(one.key, { part }));
      this.change(one.key, { state: "done", part: 1, outcome });
      this.arrived.add(one.folder);
    } catch (error) {
      this.change(one.key, { state: "failed", error });
    }
    this.next();
    this.tell();
  }

  /** The lists load again when all have arrived, not after each of a hundred. */
  private tell(): void {
    if (!this.arrived.size || this.items.some((one) => one.state === "sending" || one.state === "waiting")) return;
    const folders = [...this.arrived];
    this.arrived = new Set();
    this.onArrived(folders);
  }

  private change(key: string, to: Partial<Sending>): void {
    this.set(this.items.map((one) => (one.key === key ? { ...one, ...to } : one)));
  }

  private set(items: readonly Sending[]): void {
    this.items = items;
    this.listeners.forEach((listener) => listener());
  }
}

/** The whole way so far, 0–1, by bytes. */
export function progressOf(items: readonly Sending[]): number {
  const all = items.reduce((sum, one) => sum + Math.max(1, one.found.file.size), 0);
  const sent = items.reduce((sum, one) => sum + Math.max(1, one.found.file.size) * (one.state === "done" ? 1 : one.part), 0);
  return all ? sent / all : 0;
}
