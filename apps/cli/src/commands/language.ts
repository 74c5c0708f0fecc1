import { type Command, Option } from 'commander';
import type { Options } from '../leaf.ts';

/** The languages of messages for bank officers. */
export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

export function withLanguage(command: Command): Command {
  return command.addOption(
    new Option('--lang <language>', 'the language of the messages')
      .choices(languages)
      .default('en'),
  );
}

export function languageOf(options: Options): Language {
  return options.text('lang') === 'ja' ? 'ja' : 'en';
}
