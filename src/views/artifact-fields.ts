// Fields of a document that may hold anything: a number where one stands, an object where one stands. A number may
// be infinite: JSON can write more than a double holds.

import { isObject } from '../contract/json-object.ts';
import type { JsonObject } from '../contract/reading.ts';

/** The objects of a list; whatever else it holds is no row. */
export function objectsAt(object: JsonObject, key: string): JsonObject[] {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function numberAt(object: JsonObject, key: string): number | null {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'number' ? value : null;
}
