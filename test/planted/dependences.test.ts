import { bugsOfDependences } from './bugs/dependences.js';
import { catchBugs } from './catchBugs.js';

catchBugs(bugsOfDependences);
