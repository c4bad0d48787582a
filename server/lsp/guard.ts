import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';
import { told, type Log } from './log.js';

type Handler<Params, Answer> = (params: Params, token: CancellationToken) => Answer | Promise<Answer>;
type Guarded<Params, Answer> = (params: Params, token: CancellationToken) => Promise<Answer>;

/**
 * A handler that cannot take the server down: what it throws is logged, and the answer is empty. Errors meant for the
 * editor pass: a request that was cancelled, a document that moved on.
 */
export function guarded<Params, Answer>(
  name: string,
  log: Log,
  empty: Answer,
  handle: Handler<Params, Answer>,
): Guarded<Params, Answer> {
  return caught(name, log, handle, () => empty);
}

/** As `guarded`, for requests that have no empty answer: the editor gets one clear sentence. */
export function failingCleanly<Params, Answer>(
  name: string,
  log: Log,
  handle: Handler<Params, Answer>,
): Guarded<Params, Answer> {
  return caught(name, log, handle, (error) => {
    const sentence = error instanceof Error ? error.message : String(error);
    throw new ResponseError(LSPErrorCodes.RequestFailed, sentence);
  });
}

function caught<Params, Answer>(
  name: string,
  log: Log,
  handle: Handler<Params, Answer>,
  failed: (error: unknown) => Answer,
): Guarded<Params, Answer> {
  return async (params, token) => {
    try {
      return await handle(params, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log.error(`${name}: ${told(error)}`);
      return failed(error);
    }
  };
}
