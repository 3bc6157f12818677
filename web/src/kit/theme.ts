import type { ThemeConfig } from "antd";

/** Same values as the variables in styles.css; text shades are at least 4.5:1 on their backgrounds. */
export const palette = {
  ink: "#1d2733", second: "#51606f", muted: "#62707c", line: "#e6eaef", page: "#f4f6f8", white: "#ffffff",
  primary: "#1b5fb8", primaryBg: "#e9f1fb",
  success: "#2b8a5f", successText: "#1f7a52", successBg: "#e8f4ee",
  warning: "#c77b0a", warningText: "#9a5d00", warningBg: "#fdf3e1",
  danger: "#c8372d", dangerText: "#b52f26", dangerBg: "#fdeeec",
} as const;

/** Lines and areas of plans drawn on a canvas; the bars themselves take the palette. */
export const planColours = { baseline: "#b3bfcd", free: "#f5f7f9", grid: "#eef1f4", link: "#9aa8b6", handle: "#ffffff" } as const;

/** What elements of a building's model are painted as. */
export const modelColours = {
  none: "#d5dae0", todo: "#aeb8c3", doing: "#4a83ca", done: "#3d9c72", late: "#c8372d", slipped: "#d99a2b", ahead: "#3aa39b", chosen: "#f08c00",
} as const;

/** The order in which charts take colours. */
export const chartColours = ["#1b5fb8", "#3aa39b", "#d99a2b", "#7a6fc0", "#c8604f", "#5f7f95"] as const;

/** From much to little of one thing: the steps of a funnel. */
export const stepColours = ["#1b5fb8", "#4a83ca", "#84b1e3", "#b3d0ef", "#d5e5f7"] as const;

const fontFamily =
  '-apple-system, BlinkMacSystemFont, "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

export const theme: ThemeConfig = {
  zeroRuntime: true,
  token: {
    colorPrimary: palette.primary,
    colorPrimaryBg: palette.primaryBg,
    colorLink: palette.primary,
    colorInfo: palette.primary,
    colorSuccess: palette.success,
    colorSuccessBg: palette.successBg,
    colorSuccessBorder: "#b9dfcb",
    colorWarning: palette.warning,
    colorWarningBg: palette.warningBg,
    colorWarningBorder: "#f0d39a",
    colorError: palette.danger,
    colorErrorBg: palette.dangerBg,
    colorErrorBorder: "#f2c1bc",
    colorText: palette.ink,
    colorTextSecondary: palette.second,
    colorTextTertiary: palette.muted,
    colorTextPlaceholder: "#8a96a3",
    colorBorder: "#d5dbe2",
    colorBorderSecondary: palette.line,
    colorBgLayout: palette.page,
    colorBgMask: "rgba(29,39,51,0.32)",
    borderRadius: 6,
    borderRadiusLG: 8,
    controlHeight: 32,
    fontSize: 14,
    fontFamily,
    motionDurationSlow: "0.2s",
    motionDurationMid: "0.16s",
    motionDurationFast: "0.14s",
    boxShadowTertiary: "none",
  },
  components: {
    Table: {
      headerBg: "#f8fafc",
      headerColor: palette.second,
      headerSplitColor: "transparent",
      headerSortActiveBg: "#f1f5f9",
      headerSortHoverBg: "#f1f5f9",
      bodySortBg: "transparent",
      borderColor: palette.line,
      rowHoverBg: "#f7fafd",
      rowSelectedBg: palette.primaryBg,
      rowSelectedHoverBg: "#dfeaf8",
      cellFontSizeSM: 13,
      cellPaddingBlockSM: 8,
      cellPaddingInlineSM: 12,
    },
    Drawer: { paddingLG: 20 },
    Tabs: { horizontalMargin: "0" },
    Button: { fontWeight: 400, primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
    Input: { activeShadow: "0 0 0 2px rgba(27,95,184,0.15)" },
    Modal: { titleFontSize: 16 },
  },
};
