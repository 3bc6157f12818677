/** One EventSource for the page, shared by all listeners, reopened with growing pauses when the server drops it. */

export type StreamEvent = "inbox" | "job" | "changed" | "plan";
export type StreamData = Record<string, unknown>;
type Listener = (data: StreamData) => void;

const EVENTS: StreamEvent[] = ["inbox", "job", "changed", "plan"];
const LONGEST_PAUSE = 60_000;

const listeners = new Map<StreamEvent, Set<Listener>>();
let source: EventSource | null = null;
let pause = 1_000;
let dropped = false;
let timer: ReturnType<typeof setTimeout> | undefined;

function parse(text: string): StreamData {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === "object" && data !== null ? (data as StreamData) : {};
  } catch {
    return {};
  }
}

function open(): void {
  if (source || typeof EventSource === "undefined") return;
  source = new EventSource("/stream", { withCredentials: true });
  source.addEventListener("open", () => {
    pause = 1_000;
    if (dropped) tellAll();
    dropped = false;
  });
  source.addEventListener("error", reopenLater);
  for (const name of EVENTS) {
    source.addEventListener(name, (event) => {
      const data = parse((event as MessageEvent<string>).data);
      listeners.get(name)?.forEach((listener) => listener(data));
    });
  }
}

/** Events may have been lost while the stream was down: whoever listens to one's own inbox and jobs asks again. */
function tellAll(): void {
  for (const name of ["inbox", "job"] as const) listeners.get(name)?.forEach((listener) => listener({}));
}

function reopenLater(): void {
  close();
  dropped = true;
  if (![...listeners.values()].some((set) => set.size > 0)) return;
  timer = setTimeout(open, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function close(): void {
  clearTimeout(timer);
  source?.close();
  source = null;
}

/** Hears one kind of live event; the returned function stops hearing. The connection lives as long as anyone listens. */
export function listen(event: StreamEvent, listener: Listener): () => void {
  const set = listeners.get(event) ?? new Set<Listener>();
  set.add(listener);
  listeners.set(event, set);
  open();
  return () => {
    set.delete(listener);
    if (![...listeners.values()].some((s) => s.size > 0)) close();
  };
}
