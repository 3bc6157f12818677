import { Button } from "antd";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useClaim, type PoolRow } from "./api";

/** 领取: one tap. Whoever gave the customer up a short while ago sees the day from which it is free again. */
export function ClaimButton({ row }: { row: PoolRow }) {
  const { t } = useT();
  const notify = useNotify();
  const claim = useClaim();
  if (row.barred_until) return <span className="muted small num" title={t("您不久前退回过它，或它从您名下被回收")}>{t("{{day}} 起可领取", { day: row.barred_until.slice(5) })}</span>;
  const run = () => claim.mutate([row.id], {
    onSuccess: ({ failed: [first] }) => (first ? notify.fail(first.message) : notify.ok(t("已领取：{{name}}", { name: String(row.name) }))),
    onError: notify.fail,
  });
  return (
    <Button size="small" type="primary" ghost loading={claim.isPending} onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => { event.stopPropagation(); run(); }} aria-label={t("领取：{{name}}", { name: String(row.name) })}>{t("领取")}</Button>
  );
}
