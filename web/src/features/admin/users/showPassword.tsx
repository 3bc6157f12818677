import { lazy, Suspense } from "react";
import type { Row } from "../../../api/types";
import { ask } from "../../../kit/messages";
import { t } from "../../../i18n";

const FirstPassword = lazy(() => import("./FirstPassword").then((module) => ({ default: module.FirstPassword })));

/** Shows a first password, this one time: the server does not keep it in clear, nor does the browser. */
export function showPassword(person: Row, password: string): Promise<boolean> {
  const name = String(person.name ?? "");
  return ask({
    title: t("{{name}}的一次性密码", { name }),
    text: <Suspense fallback={null}><FirstPassword password={password} username={String(person.username ?? "")} /></Suspense>,
    ok: t("我已转交或记下"),
    alone: true,
  });
}
