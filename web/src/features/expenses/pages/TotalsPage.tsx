import { useSearchParams } from "react-router";
import { DatePicker, Segmented } from "antd";
import dayjs from "dayjs";
import { PageHead } from "../../../kit/PageHead";
import { tk, useT } from "../../../i18n";
import { Totals } from "../parts/Totals";
import "../expenses.css";

const BY: [string, string][] = [["project", tk("按项目")], ["person", tk("按人员")], ["unit", tk("按单位")], ["kind", tk("按类型")], ["month", tk("按月份")]];

/** 费用统计: approved and paid expenses of a time, by what one asks. */
export function TotalsPage() {
  const { t } = useT();
  const [params, setParams] = useSearchParams();
  const by = BY.some(([key]) => key === params.get("by")) ? params.get("by")! : "project";
  const since = params.get("since") ?? dayjs().startOf("year").format("YYYY-MM-DD");
  const until = params.get("until") ?? dayjs().format("YYYY-MM-DD");
  const set = (next: Record<string, string>) => setParams({ by, since, until, ...next }, { replace: true });
  return (
    <div className="page">
      <PageHead title={t("费用统计")} />
      <section className="panel totals-page">
        <div className="row wrap between touch">
          <Segmented className="totals-by" value={by} options={BY.map(([value, label]) => ({ value, label: t(label) }))} onChange={(value) => set({ by: value })} />
          <DatePicker.RangePicker value={[dayjs(since), dayjs(until)]} allowClear={false} inputReadOnly aria-label={t("发生日期")}
            onChange={(days) => days?.[0] && days[1] && set({ since: days[0].format("YYYY-MM-DD"), until: days[1].format("YYYY-MM-DD") })} />
        </div>
        <Totals query={{ by, since, until }} />
      </section>
    </div>
  );
}
