import { defineConfig } from "vitest/config";
import react from "@vitejs/plugin-react";
import { precompress } from "./tools/precompress.mjs";

const server = process.env.ZHUKE_SERVER ?? "http://localhost:8000";

export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/app/" : "/",
  plugins: [react(), precompress()],
  // Django replaces the literal with the nonce of the response.
  html: { cspNonce: "__NONCE__" },
  build: {
    outDir: "../zhuke/static/app",
    emptyOutDir: true,
    manifest: true,
    target: ["chrome105", "safari15.4", "firefox121"],
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/api", "/_allauth", "/stream", "/accounts"].map((path) => [path, { target: server, changeOrigin: false }]),
    ),
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    testTimeout: 20000,
  },
}));
