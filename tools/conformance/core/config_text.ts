import { judgeContent } from './configuration.ts';

export const judge = judgeContent;
