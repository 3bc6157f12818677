import { useMeta } from "../../../../api/meta";
import { useT } from "../../../../i18n";
import { useRow } from "../../../../resource/data/row";
import { FormDrawer } from "../../../../resource/form/FormDrawer";
import type { Plan } from "../usePlan";

/** What a plan counts by: first day, calendar, status date, limits and lags. Dates follow as soon as it is saved. */
export function SettingsDrawer({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { t } = useT();
  const meta = useMeta("plans");
  const row = useRow("plans", plan.id);
  if (!meta.data || !row.data) return null;
  // A plan stays with its project, so that is not asked.
  const asked = { ...meta.data, form: meta.data.form.filter((name) => name !== "project") };
  const saved = () => { plan.reload(); onClose(); };
  return <FormDrawer meta={asked} row={row.data} onClose={onClose} onSaved={saved} head={<p className="second small plan-settings-note">{t("保存后马上按新的设置重排整个计划。想先看看结果，请先“另存为方案”。")}</p>} />;
}
