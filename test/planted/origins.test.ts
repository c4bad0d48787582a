import { catchBugs } from './catchBugs.js';

catchBugs(({ file }) => /\/origins\//.test(file));
