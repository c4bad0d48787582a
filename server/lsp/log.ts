import type { RemoteConsole } from 'vscode-languageserver/node';
import type { LogLevel } from '../messages.js';
import { LOG_LEVELS } from '../settings.js';

/** `window/logMessage`, from a level on; stdout belongs to the protocol. */
export class Log {
  level: LogLevel = 'info';

  constructor(private readonly console: RemoteConsole) {}

  error(text: string): void {
    if (this.#hears('error')) this.console.error(text);
  }

  warn(text: string): void {
    if (this.#hears('warn')) this.console.warn(text);
  }

  info(text: string): void {
    if (this.#hears('info')) this.console.info(text);
  }

  debug(text: string): void {
    if (this.#hears('debug')) this.console.log(text);
  }

  #hears(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(this.level) >= LOG_LEVELS.indexOf(level);
  }
}

/** What an error says, with its stack where it has one. */
export function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
