const KEY = 'quadrat.live';

/** Whether the live head is on; kept on this machine, on at first. */
export function keptLiveOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true; // the browser refuses storage
  }
}

export function keepLiveOn(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // it holds for this visit
  }
}
