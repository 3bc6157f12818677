import { defineFeature } from "../../resource/feature";

export default defineFeature({
  name: "account",
  routes: [{ path: "settings", lazy: () => import("./SettingsPage").then((module) => ({ Component: module.SettingsPage })) }],
  bareRoutes: [
    { path: "/login", lazy: () => import("./LoginPage").then((module) => ({ Component: module.LoginPage })) },
    { path: "/forgot", lazy: () => import("./ForgotPage").then((module) => ({ Component: module.ForgotPage })) },
    { path: "/login/reset/:key", lazy: () => import("./ResetPage").then((module) => ({ Component: module.ResetPage })) },
    { path: "/first-password", lazy: () => import("./FirstPasswordPage").then((module) => ({ Component: module.FirstPasswordPage })) },
  ],
});
