import { ProgressLocation, window, type Progress } from 'vscode';
import type {
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageclient/node';

interface Toast {
  readonly report: (value: WorkDoneProgressBegin | WorkDoneProgressReport) => void;
  readonly end: () => void;
}

/** Shows the server's progress as notifications, each with a button to cancel. */
export class ProgressToasts {
  readonly #toasts = new Map<ProgressToken, Toast>();

  /** @param cancel told which progress the user has cancelled */
  constructor(private readonly cancel: (token: ProgressToken) => void) {}

  handle(token: ProgressToken, value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    if (value.kind === 'begin') this.#toasts.set(token, this.#open(token, value));
    if (value.kind !== 'end') return this.#toasts.get(token)?.report(value);
    this.#toasts.get(token)?.end();
    this.#toasts.delete(token);
  }

  #open(token: ProgressToken, { title, cancellable }: WorkDoneProgressBegin): Toast {
    let shown: Progress<{ message?: string; increment?: number }> | undefined;
    let reported = 0;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const location = ProgressLocation.Notification;
    void window.withProgress({ location, title, cancellable: cancellable ?? false }, (progress, cancelled) => {
      shown = progress;
      cancelled.onCancellationRequested(() => this.cancel(token));
      return ended;
    });
    return {
      end,
      report({ message, percentage = reported }) {
        shown?.report({ ...(message === undefined ? {} : { message }), increment: percentage - reported });
        reported = percentage;
      },
    };
  }
}
