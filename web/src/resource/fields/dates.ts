import dayjs, { type Dayjs } from "dayjs";
import { formatDateTime } from "../../kit/format";

export function toDay(value: unknown): Dayjs | null {
  return typeof value === "string" && value ? dayjs(value.slice(0, 10)) : null;
}

export function fromDay(day: Dayjs | null): string | null {
  return day ? day.format("YYYY-MM-DD") : null;
}

/** Pickers know only the browser's clock, so they are given Shanghai's wall time as if it were local. */
export function toMoment(value: unknown): Dayjs | null {
  return typeof value === "string" && value ? dayjs(formatDateTime(value)) : null;
}

export function fromMoment(moment: Dayjs | null): string | null {
  return moment ? `${moment.format("YYYY-MM-DDTHH:mm:ss")}+08:00` : null;
}
