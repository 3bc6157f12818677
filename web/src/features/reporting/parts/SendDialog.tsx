import { useState } from "react";
import { Alert, Checkbox, Modal, Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useMe } from "../../../api/me";
import type { Ref, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { errorText, fieldMessages } from "../../../kit/errorText";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { rowQuery, useDo } from "../../../resource/data/row";
import { hasUnsavedTexts } from "../../../resource/form/useTexts";
import { RESOURCE, rhythmQuery, useContacts, type Edition } from "../api";
import { useSeesCosts } from "./Preview";

/** Known to have no address; whether one has stays hidden from some. */
const mute = (one: Row) => "email" in one && !one.email;

/** To whom it goes: people at the customer by letter, colleagues by a notice. */
export function SendDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(RESOURCE);
  const internal = useSeesCosts();
  const unsaved = hasUnsavedTexts(useMe()?.id ?? "", RESOURCE, row.id) && row.state === "draft";
  const project = row.project as Ref;
  const rhythm = useQuery(rhythmQuery(project.id));
  const customer = useQuery(rowQuery("projects", project.id)).data?.customer as Ref | undefined;
  const contacts = useContacts(customer?.id);
  const [edition, setEdition] = useState<Edition>("customer");
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [people, setPeople] = useState<string[]>([]);
  const [ask, setAsk] = useState<boolean | null>(null);
  const usual = chosen ?? rhythm.data?.contacts.map((one) => one.id) ?? [];
  const asks = ask ?? rhythm.data?.ask ?? true;
  const known = contacts.data?.items ?? [];
  const to = edition === "customer" ? usual.filter((id) => known.some((one) => one.id === id)) : people;
  const send = () =>
    run.mutate({ row, verb: "send", inputs: edition === "customer" ? { edition, contacts: to, ask: asks } : { edition, people: to } }, {
      onSuccess: () => {
        notify.ok(edition === "customer" ? t("报告已发给 {{n}} 位联系人", { n: to.length }) : t("报告已发给 {{n}} 位同事", { n: to.length }));
        onClose();
      },
    });
  return (
    <Modal open onCancel={onClose} onOk={send} title={t("发送报告")} okText={t("发送")} cancelText={t("取消")} okButtonProps={{ disabled: !to.length || unsaved, loading: run.isPending }}>
      <div className="col">
        {unsaved && <Alert type="warning" showIcon title={t("有文字还没有保存。请先关闭这个窗口并保存，否则发出的报告里没有它们。")} />}
        {run.isError && <Alert type="error" showIcon title={fieldMessages(run.error).join(" ") || errorText(run.error)} />}
        {internal && <Segmented block value={edition} onChange={(value) => setEdition(value as Edition)} options={[{ value: "customer", label: t("客户版，发邮件") }, { value: "internal", label: t("内部版，通知同事") }]} />}
        {edition === "customer" ? (
          <>
            <p className="second small">{t("PDF 以邮件发出，不含成本和毛利，并记入客户的沟通记录。发出后报告不能再改。")}</p>
            {contacts.isPending && customer && <LinesSkeleton />}
            {contacts.isError && <ErrorBox error={contacts.error} onRetry={() => void contacts.refetch()} />}
            {contacts.isSuccess && !known.length && <Empty text={t("这位客户还没有联系人，请先在客户里添加。")} />}
            {known.length > 0 && known.every(mute) && <Alert type="info" showIcon title={t("联系人都没有邮箱，请先在客户的联系人里补上。")} />}
            <Checkbox.Group className="report-contacts" value={to} onChange={(value) => setChosen(value as string[])}>
              {known.map((one) => (
                <Checkbox key={one.id} value={one.id} disabled={mute(one)}>
                  {String(one.name)} <span className="muted small">{[one.position, mute(one) ? t("没有邮箱") : one.email].filter(Boolean).join(" · ")}</span>
                </Checkbox>
              ))}
            </Checkbox.Group>
            <Checkbox checked={asks} onChange={(event) => setAsk(event.target.checked)}>{t("附上满意度调查的链接（30 天内有效，每人答一次）")}</Checkbox>
          </>
        ) : (
          <div className="field">
            <label htmlFor="report-people">{t("同事")}</label>
            <RefSelect id="report-people" resource="users" multiple value={people} onChange={(value) => setPeople(value)} />
            <span className="field-help">{t("能看到这份报告的同事会收到通知；看不到的人收不到。")}</span>
          </div>
        )}
      </div>
    </Modal>
  );
}
