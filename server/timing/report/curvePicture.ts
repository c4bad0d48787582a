/** The scaling curve as a picture of its own, in colours that suit what it lies on. */
import type { Theme } from '../../messages.js';
import { curveSvg, type Curve } from './curveSvg.js';

/** By the names of VS Code's colours. */
interface Palette {
  readonly foreground: string;
  readonly lines: string;
  readonly blue: string;
  readonly orange: string;
  /** Null: what the picture lies on is seen through it. */
  readonly background: string | null;
}

const PALETTES: Readonly<Record<Theme | 'paper', Palette>> = {
  // Black on white, whatever the theme of the editor is.
  paper: { foreground: '#000000', lines: '#000000', blue: '#0b5fa5', orange: '#b85c00', background: '#ffffff' },
  light: { foreground: '#3b3b3b', lines: '#3b3b3b', blue: '#0b5fa5', orange: '#b85c00', background: null },
  dark: { foreground: '#cccccc', lines: '#cccccc', blue: '#4daafc', orange: '#e2994d', background: null },
  'high-contrast': { foreground: '#ffffff', lines: '#ffffff', blue: '#4daafc', orange: '#ffb366', background: null },
  'high-contrast-light': {
    foreground: '#000000',
    lines: '#000000',
    blue: '#0b4a99',
    orange: '#8a4500',
    background: null,
  },
};

/** Whether a word from outside names a theme. */
export function isTheme(name: unknown): name is Theme {
  return typeof name === 'string' && name !== 'paper' && Object.hasOwn(PALETTES, name);
}

/**
 * @param on the theme of the editor around it, or paper for a file
 * @returns an SVG that needs nothing around it
 */
export function curvePicture(curve: Curve, on: Theme | 'paper'): string {
  const { foreground, lines, blue, orange, background } = PALETTES[on];
  const colours: Readonly<Record<string, string>> = {
    '--vscode-font-family': 'sans-serif',
    '--vscode-foreground': foreground,
    '--vscode-charts-lines': lines,
    '--vscode-charts-blue': blue,
    '--vscode-charts-orange': orange,
  };
  const svg = curveSvg(curve).replace(/var\((--vscode-[\w-]+),[\w-]+\)/g, (_, name: string) => colours[name]!);
  const filled = `</style>\n<rect width="100%" height="100%" fill="${background}"/>`;
  return `${background === null ? svg : svg.replace('</style>', filled)}\n`;
}

/** A picture as an address that holds all of it. */
export function dataUrl(svg: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
