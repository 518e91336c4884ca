/** A page as page.ts makes it, whose links Turbo follows. */
import './page.ts';
// @ts-expect-error -- it has no typings.
import * as Turbo from '@hotwired/turbo';

Object.assign(window, { Turbo });
