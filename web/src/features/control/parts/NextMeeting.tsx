import { useState } from "react";
import { Button, DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useNavigate } from "react-router";
import { isApiError } from "../../../api/errors";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useDo } from "../../../resource/data/row";
import type { Row } from "../../../api/types";

/** 安排下次会议: same people a week later unless another time is chosen; open actions go over, and the new meeting opens. */
export function NextMeeting({ row }: { row: Row }) {
  const { t } = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const run = useDo("meetings");
  const [at, setAt] = useState<Dayjs | null>(null);
  if (!(row._can ?? []).includes("arrange_next")) return null;
  const start = () => {
    let next = dayjs(String(row.starts_at)).add(7, "day");
    while (next.isBefore(dayjs())) next = next.add(7, "day");
    setAt(next);
  };
  const go = () => at && run.mutate({ row, verb: "arrange_next", inputs: { starts_at: at.toISOString() } }, {
    onSuccess: (fresh) => { setAt(null); notify.ok(t("下次会议已安排，未完成的行动项已带过去")); void navigate(`/meetings/${fresh.id}`); },
    onError: (error) => {
      notify.fail(error);
      if (isApiError(error, "next_exists") && typeof error.data.id === "string") void navigate(`/meetings/${error.data.id}`);
    },
  });
  return (
    <>
      <Button onClick={start}>{t("安排下次会议")}</Button>
      <Modal open={at !== null} title={t("安排下次会议")} okText={t("安排")} cancelText={t("取消")} confirmLoading={run.isPending} onOk={go} onCancel={() => setAt(null)} destroyOnHidden>
        <FieldRow id="next-at" label={t("开始时间")} required><DatePicker id="next-at" showTime={{ format: "HH:mm", minuteStep: 5 }} format="YYYY-MM-DD HH:mm" value={at} onChange={(value) => value && setAt(value)} allowClear={false} style={{ width: "100%" }} /></FieldRow>
        <p className="muted small">{t("参会人、议程和未完成的行动项会带到下次会议。")}</p>
      </Modal>
    </>
  );
}
