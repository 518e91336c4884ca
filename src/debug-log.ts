/** Sends the log to the package `debug`; to be imported for that effect. */
import createDebug from 'debug';
import { installLog } from './log.ts';

installLog(createDebug);
