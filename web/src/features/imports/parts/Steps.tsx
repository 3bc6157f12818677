import { Steps as AntSteps } from "antd";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import type { State } from "../api";

export function stepOf(state: State): number {
  if (["reading", "uploaded", "mapped"].includes(state)) return 1;
  if (["checking", "trial", "checked", "failed"].includes(state)) return 2;
  return 3;
}

export function Steps({ at, onGo }: { at: number; onGo?: (step: number) => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const titles = [t("上传文件"), t("匹配字段"), t("检查与处理"), t("导入结果")];
  if (phone) return <div className="import-steps-m"><b>{t("第 {{n}} 步，共 4 步", { n: at + 1 })}</b> · {titles[at]}</div>;
  return (
    <AntSteps className="import-steps" size="small" current={at} onChange={onGo}
      items={titles.map((title, i) => ({ title, disabled: !onGo || i === 0 || i > at }))} />
  );
}
