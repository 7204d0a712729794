// What a value of foreign JSON is: an object or none. A list is no object here, and null is none.

import type { JsonObject } from './reading.ts';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object that a value is; one without fields for anything else. */
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The object under a field of an object, its own; one without fields where none stands there. */
export const objectAt = (object: JsonObject | null, key: string): JsonObject =>
  asObject(object !== null && Object.hasOwn(object, key) ? object[key] : undefined);
