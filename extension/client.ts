import {
  ColorThemeKind,
  commands,
  EventEmitter,
  window,
  workspace,
  type CancellationToken,
  type LogOutputChannel,
  type Uri,
} from 'vscode';
import {
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgressCancelNotification,
  type ExecuteCommandSignature,
} from 'vscode-languageclient/node';
import {
  Method,
  ServerCommand,
  type OrdersAnswer,
  type AddRuntimeAnswer,
  type InitializationOptions,
  type LoopTarget,
  type RewriteAnswer,
  type Theme,
  type TimeAnswer,
  type TimingChanged,
} from '../server/messages.js';
import { languages } from './languages.js';
import { ProgressToasts } from './progress.js';
import type { ReachMemory } from './reachMemory.js';
import { offerReach, withReach } from './timeWith.js';
import { mayRunPrograms } from './trust.js';
import { afterEdit, offerRuntime, sayHowToInstall } from './runtimeStep.js';

const THEMES: Readonly<Record<ColorThemeKind, Theme>> = {
  [ColorThemeKind.Light]: 'light',
  [ColorThemeKind.Dark]: 'dark',
  [ColorThemeKind.HighContrast]: 'high-contrast',
  [ColorThemeKind.HighContrastLight]: 'high-contrast-light',
};

/** The language server, as the parts of the extension see it. */
export class LoopServer {
  readonly #client: LanguageClient;
  readonly #progress = new ProgressToasts((token) => {
    void this.#client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  });
  readonly #stateChanged = new EventEmitter<void>();
  readonly #timingChanged = new EventEmitter<TimingChanged>();
  readonly #subscriptions;

  /** Fires when the server has started or stopped. */
  readonly onDidChangeState = this.#stateChanged.event;
  /** Fires when the timing of a loop begins, gets on, ends or is cleared. */
  readonly onDidChangeTiming = this.#timingChanged.event;

  /**
   * @param module path of the server's bundle, which the editor's own Node runs
   * @param log where it says what it does
   * @param reaches how loops are reached when they are timed
   */
  constructor(
    module: string,
    log: LogOutputChannel,
    private readonly reaches: ReachMemory,
  ) {
    this.#client = new LanguageClient(
      'looppool',
      'Looppool',
      { module, transport: TransportKind.ipc },
      {
        documentSelector: ['file', 'untitled'].flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
        outputChannel: log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: (): InitializationOptions => ({
          trusted: workspace.isTrusted,
          asksAssumptions: true,
          notifyTimings: true,
          asksReach: true,
          asksLensesAgain: true,
          theme: THEMES[window.activeColorTheme.kind],
        }),
        middleware: {
          resolveCodeAction: async (action, token, next) => {
            const resolved = await next(action, token);
            return resolved && afterEdit(resolved);
          },
          executeCommand: (command, args, next) => this.#execute(command, args, next),
          handleWorkDoneProgress: (token, value, next) => {
            this.#progress.handle(token, value);
            if (value.kind === 'end') next(token, value);
          },
        },
      },
    );
    this.#client.onNotification(Method.timingChanged, (change: TimingChanged) => this.#timingChanged.fire(change));
    this.#subscriptions = [
      this.#client.onDidChangeState(() => this.#stateChanged.fire()),
      workspace.onDidGrantWorkspaceTrust(() => {
        if (this.running) void this.#client.sendNotification(Method.trustChanged, { trusted: true });
      }),
      window.onDidChangeActiveColorTheme(({ kind }) => {
        if (this.running) void this.#client.sendNotification(Method.themeChanged, { theme: THEMES[kind] });
      }),
      this.#stateChanged,
      this.#timingChanged,
    ];
  }

  get running(): boolean {
    return this.#client.state === State.Running;
  }

  /** Says what went wrong where it cannot start; never throws. */
  async start(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      this.#client.error('The language server could not be started.', error, false);
      void this.#offerRestart('Looppool could not start its language server.');
    }
  }

  async restart(): Promise<void> {
    // A server that hangs is ended all the same.
    await this.#client.stop().catch(() => undefined);
    await this.start();
  }

  async dispose(): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.dispose();
    await this.#client.dispose().catch(() => undefined);
  }

  /** A request of the server's own methods; undefined when it is not running or cannot answer. */
  async request<R>(method: string, params: unknown, token?: CancellationToken): Promise<R | undefined> {
    if (!this.running) return undefined;
    try {
      return await this.#client.sendRequest<R>(method, params, token);
    } catch (error) {
      this.#client.debug(`${method} gave no answer: ${String(error)}`, undefined, false);
      return undefined;
    }
  }

  /** Runs a command of the server; undefined when it is not running, which the user is told. */
  async run<R>(command: ServerCommand, argument: unknown): Promise<R | undefined> {
    if (this.running) return commands.executeCommand<R>(command, argument);
    await this.#offerRestart('The language server of Looppool is not running.');
    return undefined;
  }

  /** The name that LSP has for a document. */
  toUri(uri: Uri): string {
    return this.#client.code2ProtocolConverter.asUri(uri);
  }

  async #offerRestart(message: string): Promise<void> {
    const [restart, show] = ['Restart', 'Show Log'];
    const chosen = await window.showErrorMessage(message, restart, show);
    if (chosen === restart) await this.restart();
    if (chosen === show) this.#client.outputChannel.show();
  }

  /** Every command of the server passes here, wherever it comes from: a lens, a light bulb, the palette. */
  async #execute(command: string, args: unknown[], next: ExecuteCommandSignature): Promise<unknown> {
    const reaching = command === ServerCommand.timeLoop || command === ServerCommand.tryOrders ? command : null;
    if ((reaching || command === ServerCommand.profileProgram) && !mayRunPrograms())
      return { failed: 'The workspace is not trusted.' };
    const reached = reaching && (await withReach(this, this.reaches, args[0] as LoopTarget));
    const answer: unknown = await next(command, reached ? [reached] : args);
    if (reaching && reached)
      void offerReach(this, this.reaches, reaching, reached, answer as TimeAnswer | OrdersAnswer | null);
    if (command === ServerCommand.rewriteLoop) offerRuntime(this, args[0] as LoopTarget, answer as RewriteAnswer);
    if (command === ServerCommand.addRuntime) sayHowToInstall(answer as AddRuntimeAnswer);
    return answer;
  }
}
