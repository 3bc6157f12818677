import { Button } from "antd";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { useT } from "../../../i18n";

export function MyWeekButton() {
  const { t } = useT();
  const can = useCan();
  return can("timesheets", "create") ? <Link to="/timesheet"><Button>{t("我的工时")}</Button></Link> : null;
}

export function AllHoursButton() {
  const { t } = useT();
  const can = useCan();
  return can("timesheets", "read") ? <Link to="/timesheets"><Button>{t("工时明细")}</Button></Link> : null;
}
