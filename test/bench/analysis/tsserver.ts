/** Talks to TypeScript's own language server, the reference for time and memory. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../../support/project.js';

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly body?: unknown;
}

export interface TsServer {
  readonly pid: number;
  /** Sends a command that has no answer. */
  tell(command: string, args: unknown): void;
  /** Sends a command, and waits until its work is done: that of `geterr` is told by an event. */
  ask(command: string, args: unknown): Promise<void>;
  stop(): void;
}

export function startTsServer(): TsServer {
  const script = path.join(root, 'node_modules/typescript/lib/tsserver.js');
  const flags = ['--disableAutomaticTypingAcquisition'];
  const child = spawn(process.execPath, [script, ...flags], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, () => void>();
  let received = '';
  let seq = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    received += text;
    const lines = received.split('\n');
    received = lines.pop()!;
    for (const line of lines.filter((one) => one.startsWith('{'))) {
      const message = JSON.parse(line) as Message;
      const answered =
        message.type === 'response'
          ? message.request_seq
          : message.event === 'requestCompleted'
            ? (message.body as { request_seq: number }).request_seq
            : undefined;
      if (answered !== undefined) waiting.get(answered)?.();
    }
  });
  const send = (command: string, args: unknown): number => {
    child.stdin.write(`${JSON.stringify({ seq: ++seq, type: 'request', command, arguments: args })}\n`);
    return seq;
  };
  return {
    pid: child.pid!,
    tell: (command, args) => void send(command, args),
    ask(command, args) {
      const id = send(command, args);
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    stop: () => void child.kill('SIGKILL'),
  };
}
