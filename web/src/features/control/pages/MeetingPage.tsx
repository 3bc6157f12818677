import type { ReactNode } from "react";
import { FilePdfOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Link } from "react-router";
import type { Ref, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { ActionButtons } from "../../../resource/drawer/ActionButtons";
import { RecordBody, RecordPage } from "../../../resource/record/RecordPage";
import { RecordHead } from "../../../resource/record/RecordHead";
import { minutesPdf } from "../api";
import { MeetingState } from "../parts/cells";
import { NextMeeting } from "../parts/NextMeeting";
import "../control.css";

/** One meeting: when and where, who, what was said and decided, who does what. */
export function MeetingPage() {
  const { t } = useT();
  const phone = useIsPhone();
  return (
    <RecordPage resource="meetings" failed={t("会议没有加载成功")} back={{ to: "/meetings", label: t("返回会议列表") }}>
      {(meta, row) => (
        <RecordBody meta={meta} row={row} title={String(row.title)}
          head={(edit) => <Head row={row} actions={<><Paper row={row} /><NextMeeting row={row} /><ActionButtons meta={meta} row={row} onEdit={edit} primary={false} inline={phone ? 1 : 2} /></>} />} />
      )}
    </RecordPage>
  );
}

function Paper({ row }: { row: Row }) {
  const { t } = useT();
  return <Button icon={<FilePdfOutlined aria-hidden />} href={minutesPdf(row.id)} target="_blank">{row.edition ? t("纪要 PDF") : t("草稿 PDF")}</Button>;
}

function Head({ row, actions }: { row: Row; actions: ReactNode }) {
  const { t } = useT();
  const project = row.project as Ref | null;
  const customer = row.customer as Ref | null;
  const chair = row.chair as Ref | null;
  const previous = row.previous as Ref | null;
  return (
    <RecordHead row={row} from={{ to: "/meetings", label: t("会议") }} name={String(row.title)} tags={<MeetingState value={row.state} />} actions={actions}
      facts={<>
        <span><DateText value={String(row.starts_at)} kind="datetime" />{Boolean(row.ends_at) && <> – {clock(String(row.ends_at))}</>}</span>
        {Boolean(row.place) && <span>{t("地点 {{place}}", { place: String(row.place) })}</span>}
        {Boolean(row.link) && <a href={String(row.link)} target="_blank" rel="noreferrer">{t("进入线上会议")}</a>}
        {chair && <span>{t("主持人 {{name}}", { name: chair.label })}</span>}
        {project && <span>{t("项目：")} <Link to={`/projects/${project.id}`}>{project.label}</Link></span>}
        {!project && customer && <span>{t("客户：")} <Link to={`/customers/${customer.id}`}>{customer.label}</Link></span>}
        {previous && <Link to={`/meetings/${previous.id}`}>{t("上次会议")}</Link>}
      </>} />
  );
}

const clock = (at: string) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
