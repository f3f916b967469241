const KEY = 'quadrat.live';

/** Whether the live head is on; stored on this machine, on at first. */
export function storedLiveOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true; // the browser refuses storage
  }
}

export function storeLiveOn(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // it holds for this visit
  }
}
