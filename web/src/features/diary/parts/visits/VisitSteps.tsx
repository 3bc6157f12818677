import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { CameraOutlined, EnvironmentOutlined, FormOutlined } from "@ant-design/icons";
import { api } from "../../../../api/client";
import { useMe } from "../../../../api/me";
import type { Ref, Row } from "../../../../api/types";
import { formatDateTime } from "../../../../kit/format";
import { useNotify } from "../../../../kit/notify";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import type { RecordProps } from "../../../../resource/registry";
import { evidenceText } from "./evidence";
import { FinishForm } from "./FinishForm";
import { locate } from "./locate";
import { PhotoButton } from "./PhotoButton";

/** Whether one is the visitor, or comes along: where others are says nothing about the visit. */
function useGoes(row: Row): boolean {
  const me = useMe()?.id;
  const owner = (row.owner as Ref | null | undefined)?.id;
  const others = Boolean(me && owner && owner !== me) && row.state === "planned";
  const team = useQuery({ queryKey: ["team", "visits", row.id], queryFn: ({ signal }) => api.get<{ user: Ref }[]>(`/r/visits/${row.id}/team`, undefined, signal), enabled: others });
  return !others || (team.data ?? []).some((one) => one.user.id === me);
}

/** What comes next of a visit, under the thumb: 签到, then 填写结果. */
export function VisitSteps({ row, meta }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const act = useDo("visits");
  const [locating, setLocating] = useState(false);
  const [finishing, setFinishing] = useState(false);
  const goes = useGoes(row);
  const can = (verb: string) => (row._can?.includes(verb) ?? false) && (verb !== "check_in" || goes);
  const checkIn = async () => {
    setLocating(true);
    const at = new Date().toISOString();
    const place = await locate();
    setLocating(false);
    try {
      const done = await act.mutateAsync({ row, verb: "check_in", inputs: { ...place.position, at } });
      if (place.problem) notify.info(t(place.problem));
      else notify.ok(t("已签到：{{evidence}}", { evidence: evidenceText(done, meta) }));
    } catch (error) {
      notify.fail(error);
    }
  };
  if (!can("check_in") && !can("finish") && !row.checkin_at) return null;
  return (
    <div className="visit-steps">
      {Boolean(row.checkin_at) && (
        <div className="visit-evidence">
          <EnvironmentOutlined className={row.checkin_evidence === "near" ? "success-text" : "warning-text"} />
          <span><b className="num">{formatDateTime(row.checkin_at as string)}</b> {t("签到")} · {evidenceText(row, meta)}</span>
          {Number(row.checkin_late_days) > 0 && <><span /><span><StatusTag color="orange">{t("补录 {{n}} 天", { n: row.checkin_late_days })}</StatusTag></span></>}
        </div>
      )}
      {!row.checkin_at && row.state === "done" && <Alert type="info" showIcon title={t("这次拜访没有签到。")} />}
      <div className="visit-buttons">
        {can("check_in") && (
          <Button type="primary" size="large" block icon={<EnvironmentOutlined aria-hidden />} loading={locating || act.isPending} onClick={() => void checkIn()}>{locating ? t("正在定位…") : t("我到了，签到")}</Button>
        )}
        {can("finish") && !finishing && (
          <Button type={can("check_in") ? "default" : "primary"} size="large" block icon={<FormOutlined aria-hidden />} onClick={() => setFinishing(true)}>{t("填写拜访结果")}</Button>
        )}
        {can("attach") && <PhotoButton id={row.id} icon={<CameraOutlined aria-hidden />} />}
      </div>
      {finishing && can("finish") && <FinishForm row={row} onClose={() => setFinishing(false)} />}
    </div>
  );
}
