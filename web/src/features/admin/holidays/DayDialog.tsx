import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { AutoComplete, Modal, Radio } from "antd";
import { api } from "../../../api/client";
import type { Page, Row } from "../../../api/types";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { currentLanguage, useT } from "../../../i18n";
import { refreshResource } from "../../../resource/data/row";
import { Refusal } from "../memberships/Refusal";
import { dayName, weekday, type Holiday } from "../model/year";

interface Props {
  day: string;
  holiday: Holiday | null;
  /** Names of this year's holidays, offered while one types. */
  names: string[];
  can: string[];
  onClose: () => void;
}

type Choice = "off" | "work" | "none";

/** What one day is: off, worked instead of a weekend day, or as the week says. */
export function DayDialog({ day, holiday, names, can, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const weekend = weekday(day) >= 5;
  const [choice, setChoice] = useState<Choice>(holiday?.kind ?? (weekend ? "work" : "off"));
  const [name, setName] = useState(holiday?.name ?? "");
  const [tried, setTried] = useState(false);
  const save = useMutation({ mutationFn: () => write(day, holiday, choice, name.trim()) });
  const submit = () => {
    setTried(true);
    if (choice !== "none" && !name.trim()) return;
    save.mutate(undefined, {
      onSuccess: () => {
        refreshResource(client, "holidays");
        notify.ok(t("已保存"));
        onClose();
      },
    });
  };
  const options = [
    { value: "off", label: t("放假") },
    { value: "work", label: t("调休上班") },
    { value: "none", label: weekend ? t("普通周末") : t("普通工作日"), disabled: holiday !== null && !can.includes("archive") },
  ];
  return (
    <Modal open width={400} title={dayName(day, currentLanguage(), true)} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {save.isError && <Refusal error={save.error} />}
        <Radio.Group value={choice} onChange={(event) => setChoice(event.target.value as Choice)} options={options} vertical aria-label={t("这一天")} />
        {choice !== "none" && (
          <FieldRow id="holiday-name" label={t("名称")} required errors={tried && !name.trim() ? [t("请填写名称，例如“国庆节”。")] : undefined}>
            <AutoComplete id="holiday-name" value={name} onChange={setName} options={names.map((value) => ({ value }))} showSearch={{ filterOption: (text, option) => option?.value.includes(text.trim()) ?? false }} maxLength={40} style={{ width: "100%" }} />
          </FieldRow>
        )}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}

/** A day stands in the table once, also after it was put away: then that row comes back. */
async function write(day: string, holiday: Holiday | null, choice: Choice, name: string): Promise<unknown> {
  if (choice === "none") return holiday && api.post(`/r/holidays/${holiday.id}/archive`, { version: holiday.version });
  const values = { kind: choice, name };
  if (holiday) return api.patch(`/r/holidays/${holiday.id}`, { version: holiday.version, ...values });
  const away = await api.get<Page>("/r/holidays", { filter: JSON.stringify({ and: [["day", "=", day], ["archived_at", "empty", false]] }), limit: 1 });
  const [old] = away.items;
  if (!old) return api.post("/r/holidays", { day, ...values });
  const back = await api.post<Row>(`/r/holidays/${old.id}/restore`, { version: old.version });
  return api.patch(`/r/holidays/${old.id}`, { version: back.version, ...values });
}
