import { catchBugs } from './catchBugs.js';

catchBugs(({ file }) => !/\/(dependences|split)\//.test(file));
