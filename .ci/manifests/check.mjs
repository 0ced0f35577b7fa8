// Checks all manifests under a directory: node check.mjs [directory]
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { argv, exit } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildable, render, sources } from './manifests.mjs';
import * as rules from './rules.mjs';
import { violations } from './schemas.mjs';

/**
 * Returns the findings, and the number of manifests checked.
 *
 * @param renderer for callers that check similar manifests many times
 */
export async function check(root, renderer = render) {
  const { whole, partial } = sources(root);
  const written = [...(await violations(whole)), ...(await violations(partial, true))];
  if (written.length > 0) {
    return { found: written };
  }
  const renderings = new Map(
    await Promise.all(
      buildable(root).map(async (each) => [relative(root, each), await renderer(root, each)]),
    ),
  );
  const rendered = [...renderings.values()].flat();
  const found = await violations(rendered);
  if (found.length === 0) {
    // Rules rely on the schema.
    found.push(...meaning(root, renderings));
  }
  return { found, looked: whole.length + partial.length + rendered.length };
}

function meaning(root, renderings) {
  const documentation = readFileSync(join(root, 'README.md'), 'utf8');
  const kafka = renderings.get('kafka');
  const found = [...rules.kafka(kafka)].map((each) => `kafka: ${each}`);
  for (const [name, manifests] of renderings) {
    if (name !== 'kafka') {
      const about = {
        namespaced: name !== 'base',
        production: basename(name) === 'prod',
        kafka,
        documentation,
      };
      found.push(...[...rules.worker(manifests, about)].map((each) => `${name}: ${each}`));
    }
  }
  const installations = [...renderings].filter(([name]) => dirname(name) === 'overlays');
  found.push(...rules.apart(installations));
  return found;
}

if (import.meta.url === pathToFileURL(resolve(argv[1])).href) {
  const here = dirname(fileURLToPath(import.meta.url));
  const root = resolve(argv[2] ?? join(here, '..', '..', 'k8s'));
  const { found, looked } = await check(root);
  found.forEach((each) => console.error(each));
  if (found.length > 0) {
    exit(1);
  }
  console.log(`${looked} manifests hold`);
}
