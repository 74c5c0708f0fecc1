import type { Secrets } from '../secrets.ts';

/** A text that anybody may read, or that some screen shows. */
export interface Place {
  readonly name: string;
  readonly text: string;
}

/** Where a secret belongs: the screen of an issue shows its two IDs, and an app is told its seed. */
const screens = /^answer of \/v1\/issuances/;
const apps = /^answer of \/v1\/app\//;

/** What was found where it does not belong, without telling it again. */
export function leaksIn(places: readonly Place[], secrets: Secrets): string[] {
  const has = (text: string, texts: ReadonlySet<string>) =>
    [...texts].some((secret) => secret !== '' && text.includes(secret));
  return places.flatMap(({ name, text }) => [
    ...(wordsOf(text).some((word) => secrets.codes.has(word)) ? [`a code in ${name}`] : []),
    ...(has(text, secrets.passwords) ? [`a password in ${name}`] : []),
    ...(!apps.test(name) && has(text, secrets.seeds) ? [`a seed in ${name}`] : []),
    ...(!screens.test(name) && has(text, secrets.issueIds) ? [`an issue’s ID in ${name}`] : []),
  ]);
}

/**
 * Digits that stand by themselves: not those within an ID, a hash, a telephone number or a fraction of
 * a second, nor the running number of an event, which may be any.
 */
function wordsOf(text: string): readonly string[] {
  return text.replace(/"sequence":\d+/g, '').match(/(?<![\w.-])\d+(?![\w-]|\.\d)/g) ?? [];
}
