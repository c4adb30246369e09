// Says once a minute how far a long run has come, and what is left of it.

export type Progress = {
  /** One more is done. */
  done: () => void;
  stop: () => void;
};

const everyMs = 60_000;

/** @param what such as "lives". @param total how many there are. @param more is said behind it each time. */
export function showProgress(what: string, total: number, more: () => string): Progress {
  const fromMs = performance.now();
  let count = 0;
  const say = () => {
    const passedMs = performance.now() - fromMs;
    const left = count > 0 ? `about ${minutes((passedMs / count) * (total - count))} left` : "none done yet";
    console.log(`  … ${what}: ${count}/${total} after ${minutes(passedMs)}, ${left}; ${more()}`);
  };
  const timer = setInterval(say, everyMs);
  return {
    done: () => {
      count += 1;
    },
    stop: () => clearInterval(timer),
  };
}

function minutes(ms: number): string {
  const whole = Math.ceil(ms / everyMs);
  return whole < hour ? `${whole} min` : `${Math.floor(whole / hour)} h ${whole % hour} min`;
}

const hour = 60;
