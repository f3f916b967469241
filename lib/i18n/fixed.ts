/** For `useFormatter().number`: exactly so many digits after the point, which each language writes its own way. */
export function fixed(digits: number) {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}
