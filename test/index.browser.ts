import { assert } from 'chai';
import { debug } from '../src/index.ts';

afterEach(() => localStorage.clear());

it('logs that are switched on are remembered by the browser', () => {
  debug.enable('sip-elements:ua:*');
  assert.equal(localStorage.getItem('debug'), 'sip-elements:ua:*');
  debug.disable();
  assert.notInclude(localStorage.getItem('debug') ?? '', 'sip-elements');
});
