/** What a file is, for its icon and for how it can be looked at. */
export type Look = "picture" | "pdf" | "word" | "sheet" | "slides" | "text" | "drawing" | "model" | "archive" | "other";

const LOOKS: Record<Exclude<Look, "other">, string> = {
  picture: "jpg jpeg png gif webp bmp tif tiff heic",
  pdf: "pdf",
  word: "doc docx wps odt rtf",
  sheet: "xls xlsx et ods csv",
  slides: "ppt pptx dps odp",
  text: "txt md log json xml",
  drawing: "dwg dxf dwf",
  model: "ifc rvt skp nwd",
  archive: "zip rar 7z tar gz",
};

export function endingOf(name: string): string {
  const at = name.lastIndexOf(".");
  return at > 0 ? name.slice(at + 1).toLowerCase() : "";
}

export function lookOf(name: string): Look {
  const ending = endingOf(name);
  return (Object.entries(LOOKS).find(([, endings]) => endings.split(" ").includes(ending))?.[0] as Look | undefined) ?? "other";
}

/** What stands on the icon: the ending, at most four letters. */
export function markOf(name: string): string {
  return endingOf(name).slice(0, 4).toUpperCase();
}
