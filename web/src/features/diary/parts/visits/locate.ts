import { tk } from "../../../../i18n";

export interface Place {
  position: { longitude?: number; latitude?: number; accuracy?: number };
  /** Chinese source text of why there is no position; translate with t(). */
  problem: string;
}

const PROBLEMS: Record<number, string> = {
  1: tk("已签到，但没有位置：您没有允许浏览器定位。"),
  2: tk("已签到，但没有位置：手机暂时定位不到。"),
  3: tk("已签到，但没有位置：定位超时。"),
};
const SECONDS = 12;

/** The position of this device, or why there is none. A visit does not wait for it longer than a few seconds. */
export function locate(): Promise<Place> {
  if (!navigator.geolocation) return Promise.resolve({ position: {}, problem: tk("已签到，但没有位置：这个浏览器不能定位。") });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ position: { longitude: rounded(coords.longitude), latitude: rounded(coords.latitude), accuracy: Math.round(coords.accuracy) }, problem: "" }),
      (error) => resolve({ position: {}, problem: PROBLEMS[error.code] ?? PROBLEMS[2]! }),
      { enableHighAccuracy: true, timeout: SECONDS * 1000, maximumAge: 30_000 },
    );
  });
}

function rounded(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
