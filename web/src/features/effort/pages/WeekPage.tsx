import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Link, useSearchParams } from "react-router";
import { addDays, dayOf } from "../../../kit/days";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { weekQuery } from "../api";
import { monday } from "../model/week";
import { WeekEditor } from "../parts/WeekEditor";
import "../effort.css";

/** 我的工时: the week as a grid, on a phone one day at a time. */
export function WeekPage() {
  const { t } = useT();
  const phone = useIsPhone();
  const [params, setParams] = useSearchParams();
  const [today] = useState(() => dayOf(new Date()));
  const named = params.get("day") ?? "";
  const day = /^\d{4}-\d{2}-\d{2}$/.test(named) && named <= today ? named : today;
  const first = monday(day);
  const week = useQuery(weekQuery(first));
  const show = (next: string) => setParams({ day: next > today ? today : next }, { replace: true });
  return (
    <div className="page">
      <PageHead title={t("我的工时")} note={`${first} – ${addDays(first, 6)}`} actions={<Link to="/weekly-reports"><Button>{t("工时周报")}</Button></Link>} />
      <div className="row touch">
        <Button icon={<LeftOutlined aria-hidden />} onClick={() => show(addDays(first, -7))}>{t("上一周")}</Button>
        <Button icon={<RightOutlined aria-hidden />} iconPlacement="end" disabled={addDays(first, 7) > today} onClick={() => show(addDays(first, 7))}>{t("下一周")}</Button>
        {first !== monday(today) && <Button type="text" onClick={() => show(today)}>{t("本周")}</Button>}
      </div>
      {week.isPending && <div className="panel"><LinesSkeleton rows={6} /></div>}
      {week.isError && <div className="panel"><ErrorBox error={week.error} onRetry={() => void week.refetch()} /></div>}
      {week.data && <WeekEditor key={first} week={week.data} phone={phone} day={day} today={today} onDay={show} />}
    </div>
  );
}
