import { tk } from "../../../i18n";
import type { Position } from "./draft";

export interface Place { position: Position; /** Chinese source text of why there is none; translate with t(). */ problem: string }

const PROBLEMS: Record<number, string> = {
  1: tk("没有定位：您没有允许浏览器定位，请在“部位”里写清位置。"),
  2: tk("没有定位：手机暂时定位不到，请在“部位”里写清位置。"),
  3: tk("没有定位：定位超时，请在“部位”里写清位置。"),
};
const SECONDS = 12;

/** Where the device is, or why that is not known. */
export function locate(): Promise<Place> {
  if (!navigator.geolocation) return Promise.resolve({ position: {}, problem: tk("没有定位：这个浏览器不能定位，请在“部位”里写清位置。") });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ position: { longitude: rounded(coords.longitude), latitude: rounded(coords.latitude), accuracy: Math.min(999_999, Math.round(coords.accuracy)) }, problem: "" }),
      (error) => resolve({ position: {}, problem: PROBLEMS[error.code] ?? PROBLEMS[2]! }),
      { enableHighAccuracy: true, timeout: SECONDS * 1000, maximumAge: 30_000 },
    );
  });
}

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
