import i18next, { changeLanguage, t as translate, use, type PostProcessorModule } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { one } from "./one";

export type Language = "zh-hans" | "en";

const STORED = "zk.language";

export function storedLanguage(): Language {
  return localStorage.getItem(STORED) === "en" ? "en" : "zh-hans";
}

export function currentLanguage(): Language {
  return i18next.language === "en" ? "en" : "zh-hans";
}

let chosen: Language | null = null;

/** What the server shall answer in. The first requests leave before the texts of that language have arrived. */
export function requestLanguage(): Language {
  return chosen ?? storedLanguage();
}

/** Only a mark for a Chinese text that is declared in one place and translated by t() in another. */
export function tk(text: string): string {
  return text;
}

/** Translates a Chinese source text; `{{name}}` in it is filled from the values. */
export type T = (text: string, values?: Record<string, unknown>) => string;

/** For texts made outside components; in a component use useT(). */
export const t: T = (text, values) => translate(text, values ?? {});

/** In a component: `const { t } = useT();` so that the text follows a change of language. */
export function useT(): { t: T } {
  const { t } = useTranslation();
  return { t: t as unknown as T };
}

const featureTexts = import.meta.glob<Record<string, string>>("../features/*/en.json", { import: "default" });

async function english(): Promise<Record<string, string>> {
  const base = import("./en.json").then((module) => module.default as Record<string, string>);
  const parts = await Promise.all([base, ...Object.values(featureTexts).map((load) => load())]);
  return Object.assign({}, ...parts) as Record<string, string>;
}

async function ensureTexts(language: Language): Promise<void> {
  if (language === "en" && !i18next.hasResourceBundle("en", "translation")) {
    i18next.addResourceBundle("en", "translation", await english());
  }
}

/** Chinese has no plural, so its one text serves every number; English needs the singular where there is exactly one. */
const singulars: PostProcessorModule = {
  type: "postProcessor",
  name: "singulars",
  process: (text, key, values) => {
    if (i18next.language !== "en") return text;
    const template: unknown = i18next.getResource("en", "translation", Array.isArray(key) ? key[0]! : key);
    return typeof template === "string" ? one(template, values, text) : text;
  },
};

/** Chinese is the source, so its text is the key and needs no catalogue; English comes as a chunk of its own. */
export async function startI18n(language: Language = storedLanguage()): Promise<void> {
  await use(initReactI18next).use(singulars).init({
    postProcess: ["singulars"],
    lng: "zh-hans",
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    returnEmptyString: false,
    lowerCaseLng: true,
    interpolation: { escapeValue: false },
    resources: { "zh-hans": { translation: {} } },
    react: { useSuspense: false },
  });
  await setLanguage(language);
}

export async function setLanguage(language: Language): Promise<void> {
  chosen = language;
  await ensureTexts(language);
  await changeLanguage(language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language === "en" ? "en" : "zh-Hans";
}
