const hourMs = 3_600_000;

export interface Budget {
  readonly isAllowed: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests per hour and token, with the headers of docs.railway.com/integrations/api, "Rate limits" (read 2026-11-23). */
export class RateLimit {
  readonly #perHour: number;
  readonly #now: () => number;
  readonly #windows = new Map<string, { readonly endsAt: number; used: number }>();

  constructor(perHour: number, now: () => number = Date.now) {
    this.#perHour = perHour;
    this.#now = now;
  }

  take(token: string): Budget {
    const now = this.#now();
    const known = this.#windows.get(token);
    const window = known === undefined || known.endsAt <= now ? { endsAt: now + hourMs, used: 0 } : known;
    window.used += 1;
    this.#windows.set(token, window);
    const isAllowed = window.used <= this.#perHour;
    const headers = {
      "X-RateLimit-Limit": String(this.#perHour),
      "X-RateLimit-Remaining": String(Math.max(0, this.#perHour - window.used)),
      "X-RateLimit-Reset": new Date(window.endsAt).toISOString(),
    };
    const retryAfter = String(Math.ceil((window.endsAt - now) / 1_000));
    return { isAllowed, headers: isAllowed ? headers : { ...headers, "Retry-After": retryAfter } };
  }
}
