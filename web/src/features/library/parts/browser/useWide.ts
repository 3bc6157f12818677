import { useSyncExternalStore } from "react";

const query = typeof window !== "undefined" && window.matchMedia ? window.matchMedia("(min-width: 1200px)") : null;

function subscribe(listener: () => void): () => void {
  query?.addEventListener("change", listener);
  return () => query?.removeEventListener("change", listener);
}

/** Room for the document beside the list; else it has a page of its own. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => query?.matches ?? false);
}
