import { bugsOfSplit } from './bugs/split.js';
import { catchBugs } from './catchBugs.js';

catchBugs(bugsOfSplit);
