import { catchBugs } from './catchBugs.js';

catchBugs(({ file }) => !/\/(dependences|split|origins)\//.test(file));
