import { useSyncExternalStore } from "react";

const query = typeof window !== "undefined" && window.matchMedia ? window.matchMedia("(max-width: 767px)") : null;

function subscribe(listener: () => void): () => void {
  query?.addEventListener("change", listener);
  return () => query?.removeEventListener("change", listener);
}

/** Below 768 px: cards instead of tables, full pages instead of drawers. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, () => query?.matches ?? false);
}
