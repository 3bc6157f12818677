import { defineConfig } from "vitest/config";
import react from "@vitejs/plugin-react";
import { precompress } from "./tools/precompress.mjs";

const server = process.env.ZHUKE_SERVER ?? "http://localhost:8000";

/**
 * What everybody opens comes in one file each, with all it imports that the one before does not have. Left alone, the bundler makes a
 * file of every set of modules that some pages share: a list came in two hundred, and asking for them took longer than their bytes.
 */
const JOINED = [
  { name: "start", tags: ["$initial" as const], priority: 3 },
  { name: "shell", test: /src\/(app\/Shell|features\/home\/HomePage)\.tsx$/, priority: 2 },
  { name: "records", test: /src\/(app\/(AnyResource|registrations)|resource\/ResourcePage)\.tsx?$/, priority: 1 },
];

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
    rolldownOptions: { output: { codeSplitting: { groups: JOINED } } },
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
