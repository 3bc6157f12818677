import { useQuery } from "@tanstack/react-query";
import { Spin } from "antd";
import { Link } from "react-router";
import { useT } from "../../../../i18n";
import { errorText, fieldMessages } from "../../../../kit/errorText";
import { formatCount } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useDebounced } from "../../../../kit/useDebounced";
import { recordPath } from "../../../../resource/registry";
import { tryQuery, type Trial } from "../../builder";

/** What the rule would do now, tried anew a moment after each change. */
export function TrialPanel({ body, label, resource }: { body: string; label: string; resource: string }) {
  const { t } = useT();
  const settled = useDebounced(body, 600);
  const trial = useQuery(tryQuery(settled));
  const messages = trial.isError ? fieldMessages(trial.error).join(" ") || errorText(trial.error) : "";
  return (
    <section className="panel rule-trial" aria-label={t("试运行")} aria-live="polite">
      <h2>{t("试运行")} {trial.isFetching && <Spin size="small" />}</h2>
      {trial.isPending && <LinesSkeleton />}
      {trial.isError && <p className="danger-text" role="alert">{messages}</p>}
      {trial.data && !trial.isError && <Found trial={trial.data} label={label} resource={resource} />}
      <p className="muted small">{t("只是试算，没有发出任何消息，也没有改动任何记录。")}</p>
    </section>
  );
}

/** How many records, in one sentence; the first of them; and what would be said about them. */
export function Found({ trial, label, resource }: { trial: Trial; label: string; resource: string }) {
  const { t } = useT();
  const n = formatCount(trial.count, trial.exact);
  return (
    <>
      <p className="preview-count">
        {trial.happened !== null ? t("最近 30 天发生过 {{times}} 次，其中 {{n}} 条{{what}}现在满足条件", { times: trial.happened, n, what: label })
          : trial.count ? t("这 {{n}} 条{{what}}现在会触发", { n, what: label }) : t("现在没有记录会触发。")}
      </p>
      <p className="second">{trial.condition}</p>
      {trial.items.length > 0 && <ul className="preview-list panel">{trial.items.map((item) => <li key={item.id}><Link to={recordPath(resource, item.id)} target="_blank">{item.label}</Link></li>)}</ul>}
      {trial.count > trial.items.length && <p className="muted small">{t("只列出前 {{n}} 条", { n: trial.items.length })}</p>}
      {trial.samples.some((sample) => sample.actions.length > 0) && (
        <>
          <h3>{t("会这样做")}</h3>
          {trial.samples.map((sample) => (
            <div key={sample.object.id} className="rule-sample">
              <b className="ellipsis">{sample.object.label}</b>
              {sample.actions.map((action, i) => (
                <div key={i} className="rule-plan">
                  <span>{action.label}{action.to.length > 0 && ` → ${action.to.join("、")}`}{["notify", "todo", "letter"].includes(action.kind) && action.to.length === 0 && <span className="warning-text"> {t("没有找到收件人")}</span>}</span>
                  {action.text && <span className="second rule-said">{action.text}</span>}
                </div>
              ))}
            </div>
          ))}
        </>
      )}
    </>
  );
}
