/** Whether white reads better than ink on a colour (#rrggbb), by relative luminance. */
export function isDark(colour: string): boolean {
  const value = Number.parseInt(colour.slice(1), 16);
  const [r, g, b] = [(value >> 16) & 255, (value >> 8) & 255, value & 255];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 110;
}
