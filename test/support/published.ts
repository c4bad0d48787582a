/** The packages whose sources the analysis must get through, and the part of each that people have written. */
export const PUBLISHED: readonly { readonly name: string; readonly version: string; readonly folder: string }[] = [
  { name: 'rxjs', version: '7.8.2', folder: 'src/internal' },
  { name: 'simple-statistics', version: '7.8.8', folder: 'src' },
  { name: 'ml-matrix', version: '6.12.1', folder: 'src' },
  { name: 'lodash', version: '4.17.21', folder: '.' },
  { name: 'mathjs', version: '14.5.2', folder: 'lib/esm' },
  { name: 'three', version: '0.177.0', folder: 'src' },
  { name: 'typescript', version: '5.8.3', folder: 'lib' },
];
