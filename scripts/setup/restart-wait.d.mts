export function restartWait(ran: number, before: number): number;
