import { Slider } from "antd";
import { useT } from "../../../../i18n";
import type { Task } from "../../model/types";

const STEPS = [0, 25, 50, 75, 100];

/** How much is done: by thumb on the slider, or one tap on a quarter. */
export function ProgressInput({ task, value, disabled, onChange }: { task: Pick<Task, "name">; value: number; disabled?: boolean; onChange: (value: number) => void }) {
  const { t } = useT();
  return (
    <div className="task-progress">
      <div className="row between"><span className="field-label">{t("进度")}</span><b className="num">{value}%</b></div>
      <Slider value={value} min={0} max={100} step={5} disabled={disabled} onChange={onChange} tooltip={{ open: false }} ariaLabelForHandle={t("{{name}} 的进度", { name: task.name })} />
      {!disabled && <div className="row task-steps">{STEPS.map((step) => <button key={step} type="button" className={value === step ? "plain on" : "plain"} aria-pressed={value === step} onClick={() => onChange(step)}>{step}%</button>)}</div>}
    </div>
  );
}
