/** Temporary projects: a folder with a package.json, a tsconfig.json and the built runtime, for tests that rewrite and run programs. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const runtime = path.join(root, 'dist/runtime');

/** Options under which the programs of tests and benchmarks are read. */
export const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [path.join(root, 'node_modules/@types')],
  },
};

/** Text by file name. */
export type Files = Readonly<Record<string, string>>;

export interface Project {
  readonly folder: string;
  /** Absolute path of a file of the project. */
  at(name: string): string;
  /** Text of a file, or null where there is none. */
  read(name: string): string | null;
  write(name: string, text: string): void;
  /** Copies a file or folder from elsewhere into the project. */
  copy(from: string, name: string): void;
  remove(): void;
}

/** Makes a project of ES modules unless `files` has a package.json that says otherwise; `remove` it afterwards. */
export function makeProject(files: Files = {}): Project {
  if (!existsSync(path.join(runtime, 'package.json')))
    throw new Error('dist/runtime is missing: run `npm run build` first');
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'looppool-project-')));
  const at = (name: string): string => path.join(folder, name);
  const project: Project = {
    folder,
    at,
    read: (name) => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : null),
    write(name, text) {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    },
    copy: (from, name) => cpSync(from, at(name), { recursive: true }),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
  project.write('package.json', JSON.stringify({ name: 'program', private: true, type: 'module' }));
  project.write('tsconfig.json', JSON.stringify(tsconfig));
  mkdirSync(at('node_modules'));
  cpSync(runtime, at('node_modules/looppool'), { recursive: true });
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  return project;
}

/** Hands a new project to `use`, and removes it whatever happens. */
export async function inProject<T>(files: Files, use: (project: Project) => T | Promise<T>): Promise<T> {
  const project = makeProject(files);
  try {
    return await use(project);
  } finally {
    project.remove();
  }
}
