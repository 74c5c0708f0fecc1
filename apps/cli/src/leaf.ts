import { Command, Help, type Option } from 'commander';
import type { Io } from './io.ts';
import type { Outcome } from './outcome.ts';

/** The options of a call, by name, checked where they are read. */
export interface Options {
  /** A text that was given, or undefined. */
  readonly text: (name: string) => string | undefined;
  /** A text that the command cannot do without; the parser has seen to it. */
  readonly needed: (name: string) => string;
  readonly list: (name: string) => readonly string[];
  readonly flag: (name: string) => boolean;
}

/** Where a command's data are when neither the option nor the environment says it. */
export const productionDataDir = './data/warifu';

export interface Invocation {
  readonly args: readonly string[];
  readonly options: Options;
  readonly io: Io;
}

/** One command: its usage, its examples, and what carries it out. */
export interface Leaf {
  /** The name with its arguments: `import <file>`. */
  readonly usage: string;
  readonly summary: string;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Declares the command's own options. */
  readonly options?: (command: Command) => Command;
  /** Whether the command works on the data of a server. */
  readonly onData: boolean;
  /** Where these data are when nobody says it; the production server's folder when not given. */
  readonly dataDir?: string;
  readonly run: (invocation: Invocation) => Promise<Outcome>;
}

export interface LeafParts {
  readonly io: Io;
  readonly finish: (outcome: Outcome, json: boolean) => void;
  /** Where help and wrong usage go. */
  readonly commander: Pick<Io, 'out' | 'err'>;
}

/** Builds commander's command for a leaf; its outcome goes to `finish`. */
export function leafCommand(leaf: Leaf, { io, finish, commander }: LeafParts): Command {
  const [name = '', ...args] = leaf.usage.split(' ');
  const command = tidy(new Command(name), commander).description(leaf.summary);
  for (const argument of args) command.argument(argument);
  leaf.options?.(command);
  command.option('--json', 'print one JSON document instead of text');
  if (leaf.onData)
    command.option(
      '--data-dir <dir>',
      `where store, keyring and admin socket live [WARIFU_DATA_DIR, or ${leaf.dataDir ?? productionDataDir}]`,
    );
  command.addHelpText('after', examplesText(leaf.examples));
  return command.action(async () => {
    const options = optionsOf(command);
    const outcome = await leaf.run({ args: command.args, options, io });
    finish(outcome, options.flag('json'));
  });
}

/** A command that only holds others. */
export function branchCommand(
  name: string,
  summary: string,
  { leaves, ...parts }: LeafParts & { readonly leaves: readonly Leaf[] },
): Command {
  const command = tidy(new Command(name), parts.commander).description(summary);
  for (const leaf of leaves) command.addCommand(leafCommand(leaf, parts));
  const examples = leaves.flatMap((leaf) => leaf.examples.slice(0, 1));
  return command.addHelpText('after', examplesText(examples));
}

function examplesText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((line) => `  $ ${line}`).join('\n')}`;
}

/** Wrong usage throws instead of ending the process, and is told in one line that names the help. */
export function tidy(command: Command, io: LeafParts['commander']): Command {
  const plain = new Help();
  const optionDescription = (option: Option) =>
    `${plain.optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;
  return command
    .exitOverride()
    .configureHelp({ optionDescription })
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: (text, write) => {
        const line = text
          .replace(/^error: /, '')
          .trim()
          .replaceAll('\n', ' ')
          .replace(/\.$/, '');
        write(`warifu: ${line}; see \`${pathOf(command)} --help\`\n`);
      },
    });
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function optionsOf(command: Command): Options {
  const given: Record<string, unknown> = command.opts();
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    text,
    needed: (name) => {
      const value = text(name);
      if (value === undefined) throw new Error(`the option ${name} is not declared as needed`);
      return value;
    },
    list: (name) => {
      const value = given[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
    flag: (name) => given[name] === true,
  };
}
