/**
 * Finds the texts that source code asks for: the literal first argument of every t(…) and tk(…). A text that is put
 * together at run time is not found, which is why whole sentences with {{holes}} are the rule.
 */
export function usedTexts(source: string): string[] {
  const call = /(?<![\w.$])(?:t|tk)\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/gs;
  return [...source.matchAll(call)].map((match) => match[2]!.replaceAll(/\\(["'`\\])/g, "$1")).filter((text) => /[\u3001-\u9fff]/.test(text) && !text.includes("${"));
}

export function holesOf(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).toSorted();
}
