// What can stand where the cursor is on a command line. Decides from the shape of the commands, which the caller takes from
// their definitions, and from the words so far; values that lie in files are asked for by their kind. Nothing here fails:
// a line that makes no sense has nothing to offer.

/** Shells that a completion is written for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** One of the shells. */
export type Shell = (typeof SHELLS)[number];

/** An option, as far as completion needs to know it. */
export interface OptionShape {
  /** `--json`, and `-f` where it has a short form. */
  readonly names: readonly string[];
  readonly says: string;
  /** The name of its value; absent where it takes none. */
  readonly value?: string;
  /** Whether the value may be left out. */
  readonly optional: boolean;
  readonly choices: readonly string[];
}

/** An argument of a command. */
export interface ArgumentShape {
  readonly name: string;
  readonly choices: readonly string[];
}

/** A command with everything below it. */
export interface CommandShape {
  readonly name: string;
  readonly says: string;
  readonly arguments: readonly ArgumentShape[];
  readonly options: readonly OptionShape[];
  readonly commands: readonly CommandShape[];
}

/** One thing that may be put at the cursor. */
export interface Candidate {
  readonly text: string;
  readonly says: string;
}

/** Values that lie in the user's files. */
export type FileValue = 'keys' | 'sandboxes' | 'tags';

/** What can stand at the cursor. */
export interface Completion {
  /** The word so far, as far as candidates replace it. */
  readonly prefix: string;
  /** What stands before it in the same word: `--only=`. */
  readonly before: string;
  readonly candidates: readonly Candidate[];
  readonly wants?: FileValue | 'files';
  /** Paths that were given with these options, for where the values lie. */
  readonly given: GivenPlaces;
}

/** Where the line says that list and state are. */
export interface GivenPlaces {
  readonly files: readonly string[];
  readonly state?: string;
}

/** What a value is called in the definitions, and where it is found. */
const KINDS: Readonly<Record<string, FileValue | 'files'>> = {
  ...{ file: 'files', path: 'files', plan: 'files' },
  ...{ key: 'keys', 'key-glob': 'keys', from: 'keys', to: 'keys' },
  ...{ sandbox: 'sandboxes', tag: 'tags' },
};

/** Completes a line; the last word is the one under the cursor, and may be empty. */
export function completeLine(program: CommandShape, line: readonly string[]): Completion {
  const words = joined(line);
  const current = words.at(-1) ?? '';
  const { command, pending, operands, ended, given } = walk(program, words.slice(0, -1));
  const nothing = { prefix: current, before: '', candidates: [], given };
  if (pending !== undefined && !isLeftOut(pending, current)) return { ...nothing, ...valueOf(pending) };
  if (!ended && current.startsWith('-')) return { ...nothing, ...flagAt(command, current) };
  if (command.commands.length > 0)
    return { ...nothing, candidates: command.commands.map(({ name, says }) => ({ text: name, says })) };
  const argument = command.arguments[operands];
  if (argument === undefined) return nothing;
  return { ...nothing, ...valueOf({ value: argument.name, choices: argument.choices }) };
}

/** Whether the value of an option is missing, because the next word is an option again. */
function isLeftOut({ optional }: OptionShape, next: string): boolean {
  return optional && next.startsWith('-');
}

/** A flag that is being typed, or its value behind a `=`. */
function flagAt(command: CommandShape, current: string): Partial<Completion> {
  const { name, value } = flagOf(current);
  if (value !== undefined) {
    const option = findOption(command, name);
    return option === undefined ? {} : { ...valueOf(option), before: `${name}=`, prefix: value };
  }
  return { candidates: command.options.flatMap(({ names, says }) => nameOf(names, says, current)) };
}

/** `--name=value` in two, any other word as a name. */
function flagOf(word: string): { readonly name: string; readonly value?: string } {
  const [, name = word, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  return { name, ...(value !== undefined && { value }) };
}

/** bash hands over `--only=x` as three words. */
function joined(line: readonly string[]): readonly string[] {
  const words: string[] = [];
  let glue = false;
  for (const word of line) {
    const last = words.at(-1);
    const isSign = word === '=' && last?.startsWith('--') === true && !last.includes('=');
    if (last !== undefined && (isSign || glue)) words[words.length - 1] = `${last}${word}`;
    else words.push(word);
    glue = isSign;
  }
  return words;
}

interface Walked {
  readonly command: CommandShape;
  /** The option whose value comes next. */
  readonly pending?: OptionShape;
  /** Arguments so far. */
  readonly operands: number;
  /** Whether `--` has ended the options. */
  readonly ended: boolean;
  readonly given: GivenPlaces;
}

function walk(program: CommandShape, words: readonly string[]): Walked {
  let walked: Walked = { command: program, operands: 0, ended: false, given: { files: [] } };
  for (const word of words) walked = step(walked, word);
  return walked;
}

function step({ pending, ...walked }: Walked, word: string): Walked {
  const { command, operands, ended, given } = walked;
  if (pending !== undefined && !isLeftOut(pending, word))
    return { ...walked, given: placesWith(given, pending, word) };
  if (ended || !word.startsWith('-') || word === '-') {
    const below = command.commands.find(({ name }) => name === word);
    return below === undefined ? { ...walked, operands: operands + 1 } : { ...walked, command: below };
  }
  if (word === '--') return { ...walked, ended: true };
  const { name, value } = flagOf(word);
  const option = findOption(command, name);
  if (option?.value === undefined) return walked;
  return value === undefined
    ? { ...walked, pending: option }
    : { ...walked, given: placesWith(given, option, value) };
}

function placesWith(given: GivenPlaces, { names }: OptionShape, value: string): GivenPlaces {
  if (names.includes('--file')) return { ...given, files: [...given.files, value] };
  return names.includes('--state') ? { ...given, state: value } : given;
}

function findOption({ options }: CommandShape, name: string): OptionShape | undefined {
  return options.find(({ names }) => names.includes(name));
}

/** The long name; the short one only once it is typed. */
function nameOf(names: readonly string[], says: string, current: string): Candidate[] {
  const name = names.find((each) => each === current) ?? names.find((each) => each.startsWith('--'));
  return name === undefined ? [] : [{ text: name, says }];
}

function valueOf({
  value = '',
  choices,
}: Pick<OptionShape, 'value' | 'choices'>): Pick<Completion, 'candidates' | 'wants'> {
  if (choices.length > 0) return { candidates: choices.map((text) => ({ text, says: '' })) };
  const wants = KINDS[value];
  return { candidates: [], ...(wants !== undefined && { wants }) };
}
