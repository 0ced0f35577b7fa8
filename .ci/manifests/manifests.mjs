// Reads the manifests: as they are written, and as kustomize renders them.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { promisify } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';

const KUSTOMIZATION = 'kustomization.yaml';

/** One object, and a description of its origin. */
export class Manifest {
  constructor(object, origin) {
    this.object = object;
    this.origin = origin;
  }

  get kind() {
    return this.object.kind;
  }

  get name() {
    return this.object.metadata?.name;
  }

  toString() {
    return `${this.origin}: ${this.kind}/${this.name}`;
  }
}

/** The directories that kustomize can build. A component is built as a part of an overlay only. */
export function buildable(root) {
  return kustomized(root).filter((directory) => kustomization(directory).kind !== 'Component');
}

function kustomized(root) {
  return files(root)
    .filter((file) => file.endsWith(`/${KUSTOMIZATION}`))
    .map(dirname)
    .sort();
}

function kustomization(directory) {
  return parse(readFileSync(join(directory, KUSTOMIZATION), 'utf8'));
}

export async function render(root, directory) {
  const { stdout } = await promisify(execFile)('kubectl', ['kustomize', directory]);
  return manifests(stdout, `${relative(root, directory)} rendered`);
}

/**
 * Every source file: whole objects, and patches, which are parts of objects.
 *
 * @throws Error naming a file that no kustomization uses
 */
export function sources(root) {
  const patches = new Set();
  const resources = new Set();
  const components = new Set();
  for (const directory of kustomized(root)) {
    const { patches: patching, resources: own, components: parts } = kustomization(directory);
    // One without a file of its own is seen in what is rendered.
    for (const patch of (patching ?? []).filter((each) => each.path)) {
      patches.add(normalize(join(directory, patch.path)));
    }
    for (const resource of own ?? []) {
      resources.add(normalize(join(directory, resource)));
    }
    for (const part of parts ?? []) {
      components.add(normalize(join(directory, part)));
    }
  }
  for (const directory of kustomized(root)) {
    if (kustomization(directory).kind === 'Component' && !components.has(directory)) {
      throw new Error(`${relative(root, directory)}: no overlay uses it`);
    }
  }
  const whole = [];
  const partial = [];
  for (const file of files(root).filter((each) => /\.(ya?ml|json)$/.test(each))) {
    if (file.endsWith(`/${KUSTOMIZATION}`)) {
      continue;
    }
    const found = manifests(readFileSync(file, 'utf8'), relative(root, file));
    if (patches.has(file)) {
      partial.push(...found);
    } else if (resources.has(file)) {
      whole.push(...found);
    } else {
      throw new Error(`${relative(root, file)}: no kustomization uses it`);
    }
  }
  return { whole, partial };
}

function manifests(text, origin) {
  return parseAllDocuments(text)
    .map((document) => {
      if (document.errors.length > 0) {
        throw new Error(`${origin}: ${document.errors[0].message}`);
      }
      return document.toJS();
    })
    .filter((object) => object !== null)
    .map((object) => new Manifest(object, origin));
}

function files(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => normalize(join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => existsSync(file));
}
