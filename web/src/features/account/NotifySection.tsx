import { useQuery } from "@tanstack/react-query";
import { Checkbox, Switch, TimePicker } from "antd";
import dayjs from "dayjs";
import { api } from "../../api/client";
import { usePreferences, useSetPreferences } from "../../api/me";
import type { NotifyWishes } from "../../api/types";
import { useT } from "../../i18n";
import { ErrorBox } from "../../kit/ErrorBox";
import { useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";

interface Kinds {
  kinds: { name: string; label: string; channels: string[] }[];
  /** Whether this installation can send letters. */
  email: boolean;
}

const USUAL_QUIET: [string, string] = ["22:00", "07:00"];
const USUAL_DIGEST = "08:30";

/** Which kinds of message reach the person by which channel, when not, and whether letters come one by one. */
export function NotifySection() {
  const { t } = useT();
  const notify = useNotify();
  const kinds = useQuery({ queryKey: ["inbox", "kinds"], queryFn: ({ signal }) => api.get<Kinds>("/inbox/kinds", undefined, signal), staleTime: Infinity });
  const wishes: NotifyWishes = usePreferences().notify ?? {};
  const save = useSetPreferences();
  if (kinds.isPending) return <LinesSkeleton rows={5} />;
  if (kinds.isError) return <ErrorBox error={kinds.error} onRetry={() => void kinds.refetch()} />;
  const { email } = kinds.data;
  const set = (changes: NotifyWishes) => {
    const next = Object.fromEntries(Object.entries({ ...wishes, ...changes }).filter(([, value]) => value !== undefined));
    save.mutate({ notify: next as NotifyWishes }, { onError: notify.fail });
  };
  const channels = [{ value: "inbox", label: t("站内消息") }, { value: "email", label: t("邮件"), disabled: !email }];
  const quiet = Array.isArray(wishes.quiet) ? wishes.quiet : null;
  const digest = typeof wishes.digest === "string" ? wishes.digest : null;
  const clock = (text: string) => dayjs(`2000-01-01T${text}`);
  return (
    <div>
      {!email && <p className="muted small" style={{ padding: "12px 16px 0" }}>{t("这套系统还没有配置发信服务器，暂时只能收站内消息。需要邮件时请联系系统管理员。")}</p>}
      {kinds.data.kinds.map((kind) => (
        <div key={kind.name} className="settings-line">
          <span>{kind.label}</span>
          <Checkbox.Group aria-label={kind.label} value={(wishes[kind.name] as string[] | undefined) ?? kind.channels} options={channels} onChange={(chosen) => set({ [kind.name]: chosen.map(String) })} />
        </div>
      ))}
      <div className="settings-line">
        <span>{t("免打扰时段")}<span className="muted small" style={{ display: "block" }}>{t("期间的邮件推迟到结束后再发，站内消息照常")}</span></span>
        <span className="row">
          {quiet && <TimePicker.RangePicker aria-label={t("免打扰时段")} format="HH:mm" minuteStep={15} order={false} allowClear={false} value={[clock(quiet[0]!), clock(quiet[1]!)]} onChange={(times) => times?.[0] && times[1] && set({ quiet: [times[0].format("HH:mm"), times[1].format("HH:mm")] })} />}
          <Switch aria-label={t("免打扰时段")} checked={quiet !== null} onChange={(on) => set({ quiet: on ? USUAL_QUIET : undefined })} />
        </span>
      </div>
      <div className="settings-line">
        <span>{t("邮件合并为每日一封")}<span className="muted small" style={{ display: "block" }}>{t("关闭时每条消息单独发信")}</span></span>
        <span className="row">
          {digest && <TimePicker aria-label={t("每日发信时间")} format="HH:mm" minuteStep={15} allowClear={false} value={clock(digest)} onChange={(time) => time && set({ digest: time.format("HH:mm") })} />}
          <Switch aria-label={t("邮件合并为每日一封")} disabled={!email} checked={digest !== null} onChange={(on) => set({ digest: on ? USUAL_DIGEST : undefined })} />
        </span>
      </div>
    </div>
  );
}
