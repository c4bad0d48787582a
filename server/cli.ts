import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { check, type CheckOptions } from './cli/check.js';
import { fix, type FixOptions } from './cli/fix.js';
import { init } from './cli/init.js';
import { UsageError } from './cli/paths.js';
import { profile, type ProfileOptions } from './cli/profile.js';
import { scan, type ScanOptions } from './cli/scan.js';
import { time, type TimeOptions } from './cli/time.js';

/** The terminal entry: `looppool scan | fix | time | init`. Status 0 done, 1 the answer is no, 2 bad usage or input. */
const here = path.dirname(fileURLToPath(import.meta.url));
const version = (JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8')) as { version: string }).version;
const SUFFIX = '.tasks';

const trust = (): Option =>
  new Option(
    '--trust <PACKAGE#FUNCTION>',
    'a function that has no side effects and gives the same answer in a worker; may be repeated',
  ).argParser((name: string, before: string[] = []) => [...before, name]);

const program = new Command('looppool')
  .description('Turns loops into pools: finds independent loops, rewrites them, and times both versions.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(looppool --help shows the commands)');
let status = 0;

program
  .command('scan')
  .description('lists every loop with its verdict')
  .argument('[paths...]', 'files and folders', ['.'])
  .option('--json', 'print one JSON document')
  .option('--sarif', 'print SARIF 2.1.0, for code scanning')
  .option('--all', 'list light loops as well')
  .addOption(trust())
  .action((paths: string[], options: ScanOptions) => {
    status = scan(paths, options, SUFFIX, version);
  });

program
  .command('fix')
  .description('rewrites a loop into a pool call: shows the diff, or writes it')
  .argument('<FILE:LINE[:COL]>', 'the loop, or a file with --all')
  .option('--write', 'change the files')
  .option('--all', 'every independent, outermost loop of the file')
  .option('--assume', 'take the listed assumptions for granted')
  .option('--sync', 'blocking calls (the default)')
  .option('--async', 'awaited calls')
  .addOption(trust())
  .option('--json', 'print one JSON document')
  .action((target: string, options: FixOptions) => {
    status = fix(target, options, SUFFIX);
  });

program
  .command('time')
  .description('runs both versions of a loop on the data of your program, and compares')
  .argument('<FILE:LINE[:COL]>', 'the loop')
  .option(
    '--entry <COMMAND>',
    'the command that runs the loop, where it is not the file itself: a program, an npm script, a test run',
  )
  .option('--call <EXPR>', 'an expression that calls the function around the loop, in the scope of its file')
  .option('--visit <WHICH>', 'which visit of the loop: first, largest, or its number', 'first')
  .option('--workers <N>', 'width of the pool')
  .option('--runs <N>', 'runs of each version', '7')
  .option('--timeout <SECONDS>', 'limit for everything together', '300')
  .option('--memory <MB>', "limit for each process (three quarters of the machine's memory, at most 8192)")
  .option('--curve', 'measure 1, 2, 4 … workers as well')
  .option(
    '--orders',
    'run a loop that is refused all the same, with its iterations forward, backward and shuffled, and say whether that makes a difference',
  )
  .option('--yes', 'do not ask before a loop that writes files is run')
  .addOption(trust())
  .option('--json', 'print one JSON document')
  .action(async (target: string, options: TimeOptions) => {
    status = await time(target, options, SUFFIX, here);
  });

program
  .command('profile')
  .description('runs a program under the CPU profiler, and ranks its loops by their share of the run')
  .argument('<ENTRY>', 'the command that runs the program: a file, an npm script, a test run')
  .option('--workers <N>', 'width of the pool that the possible gain is worked out for')
  .option('--timeout <SECONDS>', 'limit for the run', '300')
  .option('--all', 'list loops below 1 % as well')
  .addOption(trust())
  .option('--json', 'print one JSON document')
  .action(async (entry: string, options: ProfileOptions) => {
    status = await profile(entry, options);
  });

program
  .command('check')
  .description('runs programs with and without their pools: fails where one gives something else, or is slower')
  .argument('[ENTRIES...]', 'the commands that run the programs; those of the baseline when left out')
  .option('--write', 'put the programs into the baseline')
  .option('--baseline <FILE>', 'the baseline', 'looppool-baseline.json')
  .option('--runs <N>', 'runs of each version', '5')
  .option('--timeout <SECONDS>', 'limit for each program', '300')
  .option('--json', 'print one JSON document')
  .action(async (entries: string[], options: CheckOptions) => {
    status = await check(entries, options);
  });

program
  .command('init')
  .description('adds the runtime to the nearest package.json, offline')
  .argument('[DIR]', 'a folder of the project', '.')
  .action(async (folder: string) => {
    status = await init(folder, here);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) status = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof UsageError) {
    process.stderr.write(`looppool: ${error.message}\n`);
    status = 2;
  } else {
    process.stderr.write(`looppool: ${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.LOOPPOOL_DEBUG && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
    status = 2;
  }
}
process.exitCode = status;
