/** `?side=shop` and `?side=agent` show one half of the page, so that a second window can be the other party. */
const side = new URLSearchParams(location.search).get('side');

if (side === 'shop' || side === 'agent') {
  // Taken out before page.ts defines the elements: half a page must not register the other half's account.
  document.getElementById(side === 'shop' ? 'desk' : 'shop')?.remove();
  document.documentElement.dataset['side'] = side;
}
