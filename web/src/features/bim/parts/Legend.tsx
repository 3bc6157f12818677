import { modelColours, chartColours } from "../../../kit/theme";
import { useT } from "../../../i18n";
import { LEGEND, phasesOf, type Mode } from "../model/colours";
import type { Scene } from "../model/scene";

/** What the colours mean. */
export function Legend({ scene, mode }: { scene: Scene; mode: Mode }) {
  const { t } = useT();
  if (mode === "own") return null;
  const items: [string, string][] = mode === "phase"
    ? [...phasesOf(scene).map((phase, index): [string, string] => [chartColours[index % chartColours.length]!, phase]), [modelColours.none, t("未关联任务")]]
    : LEGEND[mode].map(([paint, label]) => [modelColours[paint as keyof typeof modelColours], t(label)]);
  return <ul className="bim-legend" aria-label={t("图例")}>{items.map(([colour, label]) => <li key={label}><span style={{ background: colour }} aria-hidden />{label}</li>)}</ul>;
}
