import { Link } from "react-router";
import { Empty } from "../../../kit/Empty";
import { formatCount } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { Block } from "../api";
import { sumText } from "../figures";
import { linkTo } from "../links";
import { shapes } from "./funnelShapes";

/** The open opportunities by phase, as a funnel drawn in plain SVG: no chart library on the first screen. */
export function Funnel({ block }: { block: Block }) {
  const { t } = useT();
  const { steps, note, link } = block.data;
  const all = steps.reduce((sum, step) => sum + step.count, 0);
  const drawn = shapes(steps.map((step) => step.count));
  return (
    <section className="panel" aria-labelledby="home-funnel">
      <h2 className="panel-head" id="home-funnel"><span>{block.label}</span>{link && <Link className="home-link small" to={linkTo(link)}>{t("查看分析")}</Link>}</h2>
      {all === 0 ? <Empty text={t("还没有进行中的商机。")} /> : (
        <div className="home-funnel">
          <svg viewBox="0 0 200 250" role="img" aria-label={steps.map((step) => t("{{label}} {{n}} 个", { label: step.label, n: step.count })).join(t("，"))} preserveAspectRatio="none">
            {drawn.map((points, i) => <polygon key={steps[i]!.key} points={points} fill={i < steps.length - 2 ? "var(--primary)" : "var(--success)"} fillOpacity={i < steps.length - 2 ? 1 - i * 0.16 : i === steps.length - 1 ? 1 : 0.84} />)}
          </svg>
          <ol>
            {steps.map((step) => (
              <li key={step.key}>
                {step.link ? <Link to={linkTo(step.link)}>{step.label}</Link> : step.label}
                <b className="num">{formatCount(step.count)}</b>
                {step.amount !== null && <span className="muted small num ellipsis">{sumText(step.amount)}</span>}
              </li>
            ))}
          </ol>
        </div>
      )}
      {note && <p className="home-note muted small">{note}</p>}
    </section>
  );
}
