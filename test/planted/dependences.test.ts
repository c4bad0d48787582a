import { catchBugs } from './catchBugs.js';

catchBugs(({ file }) => file.includes('/dependences/'));
