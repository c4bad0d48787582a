/** Loaded before a program under test: notes the error that ends it, for comparing what a program throws before and after. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.LOOPPOOL_TEST_ERROR;
if (isMainThread && file) {
  process.on('uncaughtExceptionMonitor', (error) => {
    const isObject = typeof error === 'object' && error !== null;
    writeFileSync(
      file,
      JSON.stringify({
        class: isObject ? (error.constructor?.name ?? 'Object') : typeof error,
        message: isObject ? String(error.message) : String(error),
        properties: isObject
          ? Object.entries(error)
              .map(([key, value]) => `${key}: ${String(value)}`)
              .join(', ')
          : '',
      }),
    );
  });
}
