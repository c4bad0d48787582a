/** Functions of `fs/promises` that change files; `fs` has each with a callback, and as `…Sync`. */
export const FILE_WRITERS: readonly string[] =
  'writeFile appendFile mkdir mkdtemp rm rmdir unlink rename copyFile cp symlink link utimes chmod truncate'.split(' ');
