/** Each language in its own words: never translated. */
export const LANGUAGES = { zh: "简体中文", en: "English" } as const;
