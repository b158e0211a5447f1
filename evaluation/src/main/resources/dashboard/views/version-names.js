/** How versions are called in selects and headings. */

/** @returns {[string, string][]} head and aliases first, then every version that can still be read */
export function versionOptions(learner, {head = true} = {}) {
  const named = Object.entries(learner.aliases ?? {}).map(([alias, number]) => [alias, `${alias} (v${number})`]);
  const first = head && learner.head ? [['head', `head (v${learner.head})`]] : [];
  const numbered = learner.versions.filter((version) => !version.pruned).map((version) => [String(version.number), `v${version.number} · ${version.task}`]);
  return [...first, ...named, ...numbered.reverse()];
}

/** The number behind a number, an alias or 'head'; undefined where there is none. */
export function numberOf(learner, name) {
  if (name === 'head') return learner.head || undefined;
  if (learner.aliases && Object.hasOwn(learner.aliases, name)) return learner.aliases[name];
  const number = Number(name);
  return learner.versions.some((version) => version.number === number) ? number : undefined;
}

export function versionAt(learner, number) {
  return learner.versions.find((version) => version.number === number);
}

/** What to compare with first: the version that predictions come from, and the one before it. */
export function defaultPair(learner) {
  const to = learner.champion ?? learner.head;
  const kept = learner.versions.filter((version) => !version.pruned).map((version) => version.number);
  const parent = versionAt(learner, to)?.parent;
  const from = kept.includes(parent) ? parent : kept.filter((number) => number < to).at(-1) ?? to;
  return {from: String(from), to: String(to)};
}
