import { Segmented } from "antd";
import { useQueryClient } from "@tanstack/react-query";
import { saveLanguage, usePreferences, useSetPreferences } from "../../api/me";
import type { Preferences } from "../../api/types";
import { currentLanguage, setLanguage, useT, type Language } from "../../i18n";
import { LANGUAGES } from "../../i18n/languages";
import { MONEY_UNITS, UNIT_LABELS } from "../../kit/format";
import { useMoneyUnit } from "../../kit/Money";
import { useNotify } from "../../kit/notify";

export function DisplaySection() {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const preferences = usePreferences();
  const unit = useMoneyUnit();
  const save = useSetPreferences();
  const set = (changes: Preferences) => save.mutate(changes, { onError: notify.fail });
  const speak = async (language: Language) => {
    try {
      await setLanguage(language);
      await saveLanguage(language);
    } catch (error) {
      notify.fail(error);
    }
    await client.invalidateQueries();
  };
  return (
    <div>
      <div className="settings-line"><span>{t("语言")}</span>
        <Segmented<Language> aria-label={t("语言")} value={currentLanguage()} onChange={(next) => void speak(next)} options={[{ value: "zh-hans", label: LANGUAGES.zh }, { value: "en", label: LANGUAGES.en }]} /></div>
      <div className="settings-line"><span>{t("列表密度")}</span>
        <Segmented aria-label={t("列表密度")} value={preferences.density ?? "standard"} onChange={(density) => set({ density })} options={[{ value: "standard" as const, label: t("标准") }, { value: "compact" as const, label: t("紧凑") }]} /></div>
      <div className="settings-line"><span>{t("金额单位")}<span className="muted small" style={{ display: "block" }}>{t("列表中的金额列按此单位显示")}</span></span>
        <Segmented aria-label={t("金额单位")} value={unit} onChange={(money_unit) => set({ money_unit })} options={MONEY_UNITS.map((value) => ({ value, label: t(UNIT_LABELS[value]) }))} /></div>
    </div>
  );
}
