// The expressions of GitHub Actions, as far as this project's workflows use them. Whatever else one says is an error:
// a rehearsal that guessed would show nothing.

/** A context by its name: an object, of which unknown fields are an error where the object is strict. */
export interface Contexts {
  [name: string]: unknown;
}

export interface Status {
  failed: boolean;
}

type Value = unknown;
const TOKEN = /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(==|!=|&&|\|\||[!().,[\]]))/y;

/** The value of what stands between `${{` and `}}`. */
export function evaluate(source: string, contexts: Contexts, status: Status): Value {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = () => tokens[at];
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`${source}: expected ${expected ?? 'more'}, found ${token ?? 'its end'}`);
    }
    return token;
  };

  function either(): Value {
    let left = both();
    while (peek() === '||') {
      take();
      const right = both();
      left = isTrue(left) ? left : right;
    }
    return left;
  }
  function both(): Value {
    let left = equal();
    while (peek() === '&&') {
      take();
      const right = equal();
      left = isTrue(left) ? right : left;
    }
    return left;
  }
  function equal(): Value {
    const left = not();
    if (peek() !== '==' && peek() !== '!=') return left;
    const wanted = take() === '==';
    return sameAs(left, not()) === wanted;
  }
  function not(): Value {
    if (peek() !== '!') return single();
    take();
    return !isTrue(not());
  }
  function single(): Value {
    const token = take();
    if (token === '(') {
      const inner = either();
      take(')');
      return inner;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    return peek() === '(' ? call(token) : field(token);
  }
  function call(name: string): Value {
    take('(');
    const args: Value[] = [];
    while (peek() !== ')') {
      args.push(either());
      if (peek() === ',') take();
    }
    take(')');
    return called(source, name, args, status);
  }
  function field(name: string): Value {
    if (!Object.hasOwn(contexts, name)) throw new Error(`${source}: expected a known context, found ${name}`);
    let value = contexts[name];
    while (peek() === '.') {
      take();
      value = fieldOf(source, value, take());
    }
    return value;
  }

  const value = either();
  if (at < tokens.length) throw new Error(`${source}: expected its end, found ${tokens.slice(at).join(' ')}`);
  return value;
}

/** Text with every `${{ }}` in it replaced; a lone one keeps its type. */
export function filled(text: string, contexts: Contexts, status: Status): Value {
  const alone = /^\$\{\{((?:(?!\}\}).)*)\}\}$/s.exec(text.trim());
  if (alone) return evaluate(alone[1] ?? '', contexts, status);
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_all, source: string) => textOf(evaluate(source, contexts, status)));
}

/** A condition of a step or job: without a word about the status it also asks for success. */
export function holds(condition: unknown, contexts: Contexts, status: Status): boolean {
  if (condition === undefined) return !status.failed;
  const source = String(condition).replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const asks = /\b(always|success|failure|cancelled)\(\)/.test(source);
  return isTrue(evaluate(source, contexts, status)) && (asks || !status.failed);
}

export const textOf = (value: Value): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const isTrue = (value: Value): boolean => !(value === false || value === 0 || value === '' || value == null);

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (source.slice(TOKEN.lastIndex).trim() !== '') {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new Error(`${source}: expected an expression, found ${source.slice(from)}`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function called(source: string, name: string, args: readonly Value[], { failed }: Status): Value {
  switch (name) {
    case 'always':
      return true;
    case 'success':
      return !failed;
    case 'failure':
      return failed;
    case 'fromJSON':
      return JSON.parse(textOf(args[0]));
    case 'format':
      return textOf(args[0]).replaceAll(/\{(\d)\}/g, (_all, index) => textOf(args[Number(index) + 1]));
    default:
      throw new Error(`${source}: expected a known function, found ${name}`);
  }
}

/** Fields that are looked for and not there are empty in outputs alone: anywhere else they are a typing error. */
function fieldOf(source: string, value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null) throw new Error(`${source}: expected an object before .${name}`);
  if (Object.hasOwn(value, name)) return (value as Record<string, Value>)[name];
  if ((value as { [OPEN]?: true })[OPEN]) return '';
  throw new Error(`${source}: expected a known field, found ${name}; there are ${Object.keys(value).join(', ')}`);
}

/** Marks an object of which any field may be asked for. */
export const OPEN = Symbol('any field may be asked for');
export const open = <T extends object>(fields: T): T => Object.assign(fields, { [OPEN]: true as const });

/** Case does not matter between texts; between types there is no equality that these workflows may rely on. */
function sameAs(left: Value, right: Value): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.toLowerCase() === right.toLowerCase();
  if (typeof left !== typeof right) return textOf(left) === textOf(right);
  return left === right;
}
