import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input } from "antd";
import { SendOutlined } from "@ant-design/icons";
import type { Ref } from "../../../../api/types";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { FieldRow } from "../../../../kit/FieldRow";
import { formatDateTime } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useNotify } from "../../../../kit/notify";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT, tk } from "../../../../i18n";
import { dayQuery, type OwnDay } from "../../api";
import { FactLines } from "./FactLines";
import { useReport, WORDS, type Words } from "./useReport";

const LABELS: Record<keyof Words, [string, string]> = {
  summary: [tk("今日小结"), tk("今天最重要的进展，一两句就够")],
  problems: [tk("问题与求助"), tk("卡在哪里，需要谁帮忙；没有就留空")],
  plan: [tk("明日计划"), tk("明天要做的两三件事")],
};

/** 我的日报: the day's records are there already; three boxes for one's own words, one click to send. */
export function OwnReport({ day }: { day: string }) {
  const own = useQuery(dayQuery(day));
  if (own.isPending) return <div className="panel"><LinesSkeleton rows={6} /></div>;
  if (own.isError) return <div className="panel"><ErrorBox error={own.error} onRetry={() => void own.refetch()} /></div>;
  return <Loaded key={`${day}-${own.data.report?.version ?? 0}`} own={own.data} />;
}

function Loaded({ own }: { own: OwnDay }) {
  const { t } = useT();
  const count = own.lines.reduce((sum, line) => sum + line.items.length, 0);
  return (
    <div className="report-cols">
      <section className="panel" aria-label={t("当日记录")}>
        <div className="panel-head"><span>{t("当日记录")} <span className="muted num">{count}</span></span><span className="muted small" style={{ fontWeight: 400 }}>{t("自动汇总，无需填写")}</span></div>
        <div style={{ padding: "4px 16px 12px" }}><FactLines lines={own.lines} /></div>
      </section>
      <WordsPanel own={own} />
    </div>
  );
}

function WordsPanel({ own }: { own: OwnDay }) {
  const { t } = useT();
  const notify = useNotify();
  const state = useReport(own);
  const { report } = own;
  const sent = report?.state === "sent";
  const to = report?.sent_to as Ref | null | undefined;
  const attempt = async (work: () => Promise<unknown>, text: string) => {
    try {
      await work();
      notify.ok(text);
    } catch (error) {
      notify.fail(error);
    }
  };
  const late = own.late_days > 0 && <StatusTag color="orange">{sent ? t("补报 {{n}} 天", { n: report.late_days }) : t("将标记为补报 {{n}} 天", { n: own.late_days })}</StatusTag>;
  return (
    <section className="panel" aria-label={t("我的话")}>
      <div className="panel-head"><span className="row">{t("我的话")}{sent ? <StatusTag color="green">{t("已提交")}</StatusTag> : report && <StatusTag>{t("草稿")}</StatusTag>}{late}</span></div>
      <form className="panel-body col touch" onSubmit={(event) => { event.preventDefault(); void attempt(state.send, t("日报已提交")); }}>
        {!own.open && <Alert type="warning" showIcon title={t("已超过可以补录的期限（{{n}} 天），不能再填写。", { n: own.most_days })} />}
        {sent && <Alert type="success" showIcon title={to ? t("{{when}} 已提交给 {{name}}", { when: formatDateTime(report.sent_at as string), name: to.label }) : t("{{when}} 已提交。您的部门还没有设置负责人，所以没有通知到人。", { when: formatDateTime(report.sent_at as string) })} />}
        {WORDS.map((name) => (
          <FieldRow key={name} id={`report-${name}`} label={t(LABELS[name][0])}>
            <Input.TextArea id={`report-${name}`} autoSize={{ minRows: name === "summary" ? 3 : 2, maxRows: 10 }} maxLength={5000} readOnly={sent || !own.open} value={state.words[name]} placeholder={sent ? "" : t(LABELS[name][1])}
              onChange={(event) => state.set({ [name]: event.target.value })} />
          </FieldRow>
        ))}
        {own.open && (
          <div className="row end">
            {sent
              ? <Button loading={state.busy === "back"} onClick={() => void attempt(state.takeBack, t("已撤回，可以修改后再提交"))}>{t("撤回修改")}</Button>
              : <>
                  <Button loading={state.busy === "save"} disabled={!state.changed} onClick={() => void attempt(state.save, t("草稿已保存"))}>{t("存草稿")}</Button>
                  <Button type="primary" htmlType="submit" icon={<SendOutlined aria-hidden />} loading={state.busy === "send"}>{t("提交给上级")}</Button>
                </>}
          </div>
        )}
      </form>
    </section>
  );
}
