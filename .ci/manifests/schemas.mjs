// Validates an object against the published schema of its kind. The published validators accept unknown fields, which a cluster would drop silently, so the fields are also checked against the published type declarations.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const MODULES = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
// The versions that count: the packages also have those that clusters have given up.
const STABLE = /(^|\/)v\d+$/;
const PACKAGES = new Map([
  ['kubernetes-models', STABLE],
  ['@kubernetes-models/keda', /\/v1alpha1$/],
  ['@kubernetes-models/prometheus-operator', STABLE],
  ['@kubernetes-models/strimzi-kafka-operator', STABLE],
]);

const declarations = new Map();
let checker;

/**
 * Returns the findings about the objects.
 *
 * @param partial whether they are patches, which need not have what is required
 */
export async function violations(manifests, partial = false) {
  const found = [];
  const known = [];
  for (const manifest of manifests) {
    const model = await modelOf(manifest.object);
    if (model === undefined) {
      const { apiVersion, kind } = manifest.object;
      found.push(`${manifest}: no schema for ${kind} of ${apiVersion}`);
    } else {
      known.push([manifest, model]);
      const errors = schemaErrors(model, manifest.object);
      for (const error of errors.filter((each) => !partial || each.keyword !== 'required')) {
        found.push(`${manifest}: ${error.instancePath || '/'} ${error.message}`);
      }
    }
  }
  declare(known.map(([, model]) => model.path));
  for (const [manifest, model] of known) {
    const type = declarations.get(model.path);
    for (const problem of unknownFields(type, manifest.object, '')) {
      found.push(`${manifest}: ${problem}`);
    }
  }
  return found;
}

async function modelOf({ apiVersion, kind }) {
  if (!/^[\w./-]+$/.test(apiVersion ?? '') || !/^\w+$/.test(kind ?? '')) {
    return undefined;
  }
  for (const [name, versions] of PACKAGES) {
    const path = join(MODULES, name, apiVersion, kind);
    if (versions.test(apiVersion) && existsSync(`${path}.js`)) {
      const type = (await import(pathToFileURL(`${path}.js`)))[kind];
      if (type.apiVersion === apiVersion && type.kind === kind) {
        return { type, path: `${path}.d.ts`, kind };
      }
    }
  }
  return undefined;
}

function schemaErrors(model, object) {
  try {
    new model.type(object).validate();
    return [];
  } catch (refused) {
    if (refused.errors === undefined) {
      throw refused;
    }
    return refused.errors;
  }
}

/** Makes the declared types of these files known; a second program only if there is a new file. */
function declare(paths) {
  const missing = paths.some((path) => !declarations.has(path));
  if (!missing) {
    return;
  }
  const all = [...new Set([...declarations.keys(), ...paths])];
  const program = ts.createProgram(all, {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: [],
  });
  checker = program.getTypeChecker();
  for (const path of all) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(path));
    const kind = path.split('/').pop().replace('.d.ts', '');
    const symbol = checker.getExportsOfModule(module).find((each) => each.name === `I${kind}`);
    declarations.set(path, checker.getDeclaredTypeOfSymbol(symbol));
  }
}

function unknownFields(declared, value, path) {
  if (value === null) {
    return [`${path} is empty`];
  }
  if (typeof value !== 'object') {
    return [];
  }
  const candidates = declared.isUnion() ? declared.types : [declared];
  if (candidates.some((type) => type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) {
    throw new Error(`${path}: its type is not declared, so its fields cannot be checked`);
  }
  const types = candidates.filter((type) => type.flags & ts.TypeFlags.Object);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      types.flatMap((type) => {
        const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
        return element ? unknownFields(element, item, `${path}/${index}`) : [];
      }),
    );
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const here = `${path}/${key}`;
    // A type without a single field stands for an object with any fields.
    if (types.some((type) => isOpen(type))) {
      return item === null ? [`${here} is empty`] : [];
    }
    for (const type of types) {
      const property = checker.getPropertyOfType(type, key);
      if (property) {
        return unknownFields(checker.getTypeOfSymbol(property), item, here);
      }
      const others = checker.getIndexTypeOfType(type, ts.IndexKind.String);
      if (others) {
        return unknownFields(others, item, here);
      }
    }
    return types.length > 0 ? [`${here} is no field that the schema knows`] : [];
  });
}

function isOpen(type) {
  return (
    checker.getPropertiesOfType(type).length === 0 &&
    checker.getIndexTypeOfType(type, ts.IndexKind.String) === undefined
  );
}
