/** Words behind a hole that end in s and are no plural, or whose singular follows no rule. */
const SINGULAR: Record<string, string> = { people: "person", is: "is", was: "was", has: "has", does: "does", this: "this", as: "as", us: "us", becomes: "becomes", counts: "counts", deputises: "deputises", works: "works" };
/** What may stand between the number and its noun. */
const BETWEEN = "(?:(?:other|more|empty|selected|similar|unsaved|unanswered|working|further) )?";
/** What agrees with the noun. */
const VERBS: Record<string, string> = { are: "is", were: "was", have: "has", run: "runs", differ: "differs", move: "moves" };

/** “1 rows” → “1 row”: English that was filled in is put right where a hole of its template holds exactly one. */
export function one(template: string, values: Record<string, unknown>, text: string): string {
  let put = text;
  for (const [, hole, between, noun] of template.matchAll(new RegExp(`\\{\\{(\\w+)\\}\\} (${BETWEEN})([a-z]+)`, "g"))) {
    if (String(values[hole!]) !== "1" || !isPlural(noun!)) continue;
    const many = new RegExp(`(?<![\\d.,])1 ${between}${noun}(?: (are|were|have|run|differ|move)\\b)?`);
    put = put.replace(many, (_all, verb?: string) => `1 ${between}${singular(noun!)}${verb ? ` ${VERBS[verb]}` : ""}`);
  }
  return put;
}

function isPlural(word: string): boolean {
  return singular(word) !== word;
}

/** The singular of a plural noun; any other word stays. */
export function singular(word: string): string {
  if (word in SINGULAR) return SINGULAR[word]!;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(sses|shes|ches|xes)$/.test(word)) return word.slice(0, -2);
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word;
}
