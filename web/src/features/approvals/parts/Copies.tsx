import { Avatar } from "../../../kit/Avatar";
import { useT } from "../../../i18n";
import type { ApprovalDetail } from "../../../resource/approvals/types";

/** Who got a copy, and whether they have looked. */
export function Copies({ copies }: { copies: ApprovalDetail["copies"] }) {
  const { t } = useT();
  return (
    <section className="panel" aria-label={t("抄送")}>
      <h2 className="panel-head">{t("抄送")}</h2>
      <ul className="panel-body row wrap apd-copies">
        {copies.map((copy, i) => (
          <li key={copy.person?.id ?? i} className="row"><Avatar name={copy.person?.label ?? "—"} size={24} /><span>{copy.person?.label ?? t("已删除的账号")}</span><span className="muted small">{copy.read_at ? t("已读") : t("未读")}</span></li>
        ))}
      </ul>
    </section>
  );
}
