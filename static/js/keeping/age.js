/* How long this browser keeps what the server does not have yet. A clock may be wrong: what
   was written when a telephone believed it to be 1970 looks old on the day it is set right.
   So nothing goes at the first look, but only when it is still here a day after that. */
const KEEP_MS = 30 * 24 * 3600 * 1000; // as long as the server keeps a draft
const DAY_MS = 24 * 3600 * 1000;

/** Part rows with `at` into those to keep, to note as old, and to let go. */
export function byAge(rows) {
  const now = Date.now();
  const isOld = (row) => now - row.at > KEEP_MS;
  const gone = rows.filter((row) => isOld(row) && row.oldSince && now - row.oldSince > DAY_MS);
  return {
    kept: rows.filter((row) => !gone.includes(row)),
    seenOld: rows.filter((row) => isOld(row) && !row.oldSince).map((row) => ({ ...row, oldSince: now })),
    gone,
  };
}
