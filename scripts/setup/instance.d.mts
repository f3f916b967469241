export interface Instance {
  env: { QUADRAT_URL: string; QUADRAT_HOME: string; QUADRAT_PEOPLE: string };
  stop(): Promise<void>;
}
export function startInstance(place?: {
  root?: string;
  home?: string;
  port?: number;
  env?: Record<string, string>;
  demo?: boolean;
}): Promise<Instance>;
