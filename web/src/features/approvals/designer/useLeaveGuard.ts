import { useCallback, useEffect } from "react";
import { useBlocker, type BlockerFunction } from "react-router";
import { useConfirm } from "../../../kit/notify";
import { useT } from "../../../i18n";

/** Asks before changes of a flow are lost: on another page of ours, and when the tab is closed. */
export function useLeaveGuard(on: boolean): void {
  const { t } = useT();
  const confirm = useConfirm();
  const blocker = useBlocker(useCallback<BlockerFunction>(({ currentLocation, nextLocation }) => on && currentLocation.pathname !== nextLocation.pathname, [on]));
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    void confirm({ title: t("流程还没有保存"), text: t("现在离开，未保存的修改会丢失。"), ok: t("不保存，离开"), danger: true }).then((yes) => (yes ? blocker.proceed() : blocker.reset()));
  }, [blocker, confirm, t]);
  useEffect(() => {
    if (!on) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [on]);
}
