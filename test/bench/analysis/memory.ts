/** Memory of our server after a scan of a project, and of TypeScript's after it has checked the same. */
import path from 'node:path';
import { ServerCommand } from '../../../server/messages.js';
import { withClient } from '../../protocol/client.js';
import { residentMb } from './processes.js';
import { startTsServer } from './tsserver.js';
import { sourcesIn } from '../../../server/sourceFiles.js';

export async function memoryOfServers(folder: string): Promise<{ server: number; tsserver: number }> {
  const server = await withClient({ folders: [folder] }, async (client) => {
    await client.execute(ServerCommand.scanWorkspace, {});
    return residentMb(client.process.pid!);
  });
  const reference = startTsServer();
  const files = sourcesIn(path.join(folder, 'src'));
  reference.tell('open', { file: files[0]! });
  await reference.ask('geterr', { files, delay: 0 });
  const tsserver = residentMb(reference.pid);
  reference.stop();
  return { server, tsserver };
}
