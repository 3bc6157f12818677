import { useState } from "react";
import { Alert, Button, Checkbox, Input, Modal, Select } from "antd";
import { ApiError } from "../../../../api/errors";
import { copyText } from "../../../../kit/copy";
import { DateText } from "../../../../kit/DateText";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useConfirm, useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { useFeedChanges, useFeeds, type Feed, type Kind } from "../../api";

/** Feeds for Outlook, phones and other calendars: made, copied once, revoked. */
export function FeedsDialog({ kinds, who, onClose }: { kinds: Kind[]; who: string; onClose: () => void }) {
  const { t } = useT();
  const feeds = useFeeds();
  const { make } = useFeedChanges();
  const own = kinds.filter((kind) => !kind.background);
  const [name, setName] = useState(t("筑客日程"));
  const [whose, setWhose] = useState(who);
  const [chosen, setChosen] = useState<string[]>(() => own.map((kind) => kind.kind));
  const errors = make.error instanceof ApiError ? make.error.fields : {};
  const submit = () => make.mutate({ name: name.trim(), kinds: chosen.length === own.length ? [] : chosen, who: whose });
  const people = [{ value: "me", label: t("我的日程") }, { value: "team", label: t("团队日程") }, ...(who !== "me" && who !== "team" ? [{ value: who, label: t("当前查看的人") }] : [])];
  return (
    <Modal open onCancel={onClose} title={t("订阅到手机或 Outlook 日历")} footer={null} width={600}>
      <div className="col">
        <p className="second">{t("生成一个地址，添加到手机、Outlook 或其他日历的“订阅日历”中，日程会自动更新。看到的内容始终按您当时的权限；地址泄露时请撤销。")}</p>
        {make.data?.url ? <Secret url={make.data.url} onDone={() => make.reset()} /> : (
          <form className="col" onSubmit={(event) => { event.preventDefault(); submit(); }}>
            {make.isError && !Object.keys(errors).length && <Alert type="error" showIcon role="alert" title={errorText(make.error)} />}
            <div className="form-grid">
              <FieldRow id="feed-name" label={t("名称")} required errors={errors.name}><Input id="feed-name" maxLength={60} value={name} onChange={(event) => setName(event.target.value)} /></FieldRow>
              <FieldRow id="feed-who" label={t("谁的日程")} errors={errors.who}><Select id="feed-who" value={whose} onChange={setWhose} options={people} /></FieldRow>
            </div>
            <FieldRow id="feed-kinds" label={t("包含哪些日程")} errors={errors.kinds}>
              <Checkbox.Group value={chosen} onChange={setChosen} options={own.map((kind) => ({ value: kind.kind, label: kind.label }))} />
            </FieldRow>
            <div className="row end touch"><Button type="primary" htmlType="submit" loading={make.isPending} disabled={!name.trim() || !chosen.length}>{t("生成订阅地址")}</Button></div>
          </form>
        )}
        <h3 className="drawer-section">{t("已有的订阅")}</h3>
        {feeds.isPending && <LinesSkeleton rows={2} />}
        {feeds.isError && <ErrorBox error={feeds.error} onRetry={() => void feeds.refetch()} />}
        {feeds.data?.length === 0 && <Empty text={t("还没有订阅地址")} />}
        {feeds.data?.map((feed) => <FeedLine key={feed.id} feed={feed} kinds={kinds} />)}
      </div>
    </Modal>
  );
}

function Secret({ url, onDone }: { url: string; onDone: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const copy = async () => {
    if (await copyText(url)) notify.ok(t("已复制"));
    else notify.fail(t("浏览器不允许复制，请手动选中地址复制。"));
  };
  return (
    <div className="col cal-secret">
      <Alert type="success" showIcon title={t("订阅地址已生成，只显示这一次，请现在复制。")} />
      <Input.TextArea readOnly autoSize value={url} aria-label={t("订阅地址")} onFocus={(event) => event.target.select()} />
      <div className="row end touch"><Button href={url.replace(/^https?:/, "webcal:")}>{t("在日历程序中打开")}</Button><Button onClick={onDone}>{t("再生成一个")}</Button><Button type="primary" onClick={() => void copy()}>{t("复制地址")}</Button></div>
    </div>
  );
}

function FeedLine({ feed, kinds }: { feed: Feed; kinds: Kind[] }) {
  const { t } = useT();
  const confirm = useConfirm();
  const notify = useNotify();
  const { revoke } = useFeedChanges();
  const whose = feed.who.id === "me" ? t("我的日程") : feed.who.id === "team" ? t("团队日程") : feed.who.label;
  const names = feed.kinds.length ? feed.kinds.map((kind) => kinds.find((one) => one.kind === kind)?.label ?? kind).join("、") : t("全部");
  const end = async () => {
    if (!(await confirm({ title: t("撤销“{{name}}”？", { name: feed.name }), text: t("使用它的日历将不再更新，不能恢复。"), ok: t("撤销订阅"), danger: true }))) return;
    revoke.mutate(feed.id, { onError: notify.fail });
  };
  return (
    <div className="row between cal-feed">
      <div className="grow">
        <div><b>{feed.name}</b> <span className="muted small">{whose} · {names}</span></div>
        <div className="muted small">{t("最近使用")} <DateText value={feed.last_used_at} kind="ago" /></div>
      </div>
      <Button danger size="small" loading={revoke.isPending} onClick={() => void end()}>{t("撤销订阅")}</Button>
    </div>
  );
}
