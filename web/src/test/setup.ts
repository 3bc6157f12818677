import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { startI18n } from "../i18n";

// jsdom draws nothing, so it lacks what components ask the browser about layout.
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView ??= () => undefined;

// The whole document in every failure hides the sentence that matters.
configure({ asyncUtilTimeout: 6_000, getElementError: (message) => new Error(message ?? "") });

beforeAll(() => startI18n("zh-hans"));
afterEach(() => {
  cleanup();
  localStorage.clear();
});
