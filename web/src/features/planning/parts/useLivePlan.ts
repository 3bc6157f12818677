import { useEffect, useRef } from "react";
import { useMe } from "../../../api/me";
import { listen } from "../../../api/stream";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import type { Plan } from "./usePlan";

/** Changes come in bunches; and not every browser shall ask in the same moment. */
const PAUSE = 800;
const SPREAD = 800;

/** Follows what others do to the plan that is open. Nothing moves under a dialog or a hand: it waits until they are gone. */
export function useLivePlan(plan: Plan): void {
  const { t } = useT();
  const me = useMe();
  const notify = useNotify();
  const now = useRef({ plan, me });
  useEffect(() => {
    now.current = { plan, me };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      const { plan: open } = now.current;
      if (document.hidden || open.asking || open.busy || document.querySelector(".gantt-input")) timer = setTimeout(read, 1_500);
      else open.reload();
    };
    const stop = listen("plan", (data) => {
      const { plan: open, me: person } = now.current;
      const revision = Number(data.revision);
      if (data.plan !== open.id || !open.network || revision <= open.network.plan.revision) return;
      clearTimeout(timer);
      timer = setTimeout(read, PAUSE + Math.random() * SPREAD);
      if (data.by !== person?.id) notify.info(t("有人刚改了这份计划，正在更新"));
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [notify, t]);
}
