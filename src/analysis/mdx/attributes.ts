import type { Errors } from './errors.ts';
import { type Element, placeOf } from './tree.ts';

/** The attributes of a component as plain strings; null where one of them does not hold, which is reported. */
export function readAttributes(
  element: Element,
  required: readonly string[],
  optional: readonly string[],
  errors: Errors,
): Record<string, string> | null {
  const known = [...required, ...optional];
  const values = new Map<string, string>();
  let sound = true;
  const report = (node: Parameters<typeof placeOf>[0], expected: string, found: string): void => {
    sound = false;
    errors.add(placeOf(node.position ? node : element), expected, found);
  };
  for (const attribute of element.attributes) {
    if (attribute.type === 'mdxJsxExpressionAttribute') {
      report(attribute, 'attributes written out', `{${attribute.value}}`);
    } else if (!known.includes(attribute.name)) {
      report(attribute, `no attribute of <${element.name}> but ${known.join(', ')}`, attribute.name);
    } else if (typeof attribute.value !== 'string' || attribute.value.trim() === '') {
      const found = typeof attribute.value === 'object' && attribute.value ? 'an expression' : 'no value';
      report(attribute, `${attribute.name}="..."`, found);
    } else if (values.has(attribute.name)) {
      report(attribute, `${attribute.name} once`, 'it again');
    } else {
      values.set(attribute.name, attribute.value.trim());
    }
  }
  const missing = sound ? required.filter((name) => !values.has(name)) : [];
  for (const name of missing) report(element, `<${element.name} ${name}="...">`, `no ${name}`);
  return sound ? Object.fromEntries(values) : null;
}
