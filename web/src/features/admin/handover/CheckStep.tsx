import type { UseQueryResult } from "@tanstack/react-query";
import { Checkbox } from "antd";
import type { Row } from "../../../api/types";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatCount } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { Outcome, Preview } from "./api";
import { Lines } from "./Lines";
import type { Choice } from "./plan";

interface Props {
  outcome: UseQueryResult<Outcome>;
  preview: Preview;
  person: Row;
  choice: Choice;
  onChange: (choice: Choice) => void;
}

/** What would happen, and what stands against it. Nothing has changed yet. */
export function CheckStep({ outcome, preview, person, choice, onChange }: Props) {
  const { t } = useT();
  const mayEnd = (person._can ?? []).includes("deactivate") || person.is_active === false;
  return (
    <>
      <section className="panel">
        <h2 className="panel-head">{outcome.data ? t("将移交 {{n}} 条记录", { n: formatCount(outcome.data.total) }) : t("正在核对…")}</h2>
        <div className="panel-body col">
          {outcome.isPending && <LinesSkeleton rows={3} />}
          {outcome.isError && <ErrorBox error={outcome.error} onRetry={() => void outcome.refetch()} />}
          {outcome.data && outcome.data.problems.length > 0 && (
            <ul className="ho-problems" role="alert">{outcome.data.problems.map((problem) => <li key={problem.code + problem.to}>{problem.message}</li>)}</ul>
          )}
          {outcome.data && <Lines lines={[...outcome.data.items, ...outcome.data.stays]} />}
        </div>
      </section>
      {mayEnd && person.is_active !== false && (
        <section className="panel">
          <h2 className="panel-head">{t("交接完成后")}</h2>
          <div className="panel-body col">
            <Checkbox checked={choice.deactivate} onChange={(event) => onChange({ ...choice, deactivate: event.target.checked })}>
              {t("停用账号")}<span className="muted small ho-hint">{t("立即退出登录，API 令牌作废，代理取消；记录全部保留。")}</span>
            </Checkbox>
            {preview.memberships.length > 0 && (
              <Checkbox checked={choice.endRoles} onChange={(event) => onChange({ ...choice, endRoles: event.target.checked })}>
                {t("结束全部任职")}<span className="muted small ho-hint">{t("以后重新启用账号时，要重新授予角色。")}</span>
              </Checkbox>
            )}
          </div>
        </section>
      )}
      <p className="muted small">{t("每类记录在一个事务里移交，变更记录的原因写明“交接”；接收人会收到通知。")}</p>
    </>
  );
}
