// Loaded before the campaign command (`node --import`): puts a saboteur between the command and its subjects, so
// that what a broken subject or nemesis does to the exit code is seen from outside. SABOTEUR names it.

import { registerHooks } from 'node:module';

const REGISTRY = /\/src\/subjects\/registry\.ts$/;
const CLASSES = /\/src\/runner\/nemesis\/classes\.ts$/;
const OWN = new URL('.', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    // the stand-ins themselves get the real thing
    if (context.parentURL?.startsWith(OWN)) return found;
    if (REGISTRY.test(found.url)) return { ...found, url: new URL('registry.ts', OWN).href };
    if (CLASSES.test(found.url)) return { ...found, url: new URL('classes.ts', OWN).href };
    return found;
  },
});
