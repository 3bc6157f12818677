import { Drawer } from "antd";
import { useQuery } from "@tanstack/react-query";
import { DateText } from "../../../../kit/DateText";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { StatusTag } from "../../../../kit/StatusTag";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { changesQuery } from "../../api";
import type { Plan } from "../usePlan";

/** Who changed the plan when, newest first. */
export function ChangesDrawer({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const found = useQuery(changesQuery(plan.id));
  return (
    <Drawer open onClose={onClose} title={t("修改记录")} size={phone ? "100%" : 440}>
      {found.isPending && <LinesSkeleton />}
      {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && !found.data.items.length && <Empty text={t("这份计划还没有改过。")} />}
      <ol className="plan-changes">
        {found.data?.items.map((one) => (
          <li key={one.id} className={one.undone ? "undone" : undefined}>
            <div className="row between"><span className="ellipsis">{one.text}</span>{one.undone && <StatusTag>{t("已撤销")}</StatusTag>}</div>
            <div className="row between small muted"><span>{one.by} · {t("新增 {{a}}，修改 {{b}}，删除 {{c}}", { a: one.added, b: one.changed, c: one.removed })}</span><DateText value={one.at} kind="datetime" /></div>
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
