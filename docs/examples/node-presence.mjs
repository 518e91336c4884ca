/**
 * Who is there? Registers an account, publishes that it is there, watches a friend, greets the friend who comes,
 * and prints what comes in, until Ctrl+C:
 *
 *     node node-presence.mjs alice bob
 */
import console from 'node:console';
import { once } from 'node:events';
import process from 'node:process';
import { inspect } from 'node:util';
import { Subscriber, UA } from 'sip-elements';
import { NodeWebSocketInterface } from 'sip-elements/node';

const [me = 'alice', friend = 'bob'] = process.argv.slice(2);
const domain = 'sip.test';

const ua = new UA({
  uri: `sip:${me}@${domain}`,
  password: `pass-${me}`,
  sockets: new NodeWebSocketInterface('ws://127.0.0.1:8080'),
});

// Messages (RFC 3428). The event also tells those that we send. What others wrote may hold anything, the control
// characters of a terminal too: inspect() prints them as text.
ua.on('newMessage', ({ originator, message, request }) => {
  if (originator === 'remote') console.log(message.remote_identity.uri.user, 'says', inspect(request.body));
});

// The subscription (RFC 6665) is refreshed by itself. Each NOTIFY brings the whole state: a document of RFC 3863,
// in which <basic> is "open" or "closed", or none where nothing is published.
const subscription = ua.subscribe(friend, 'presence', 'application/pidf+xml');
let friendIsHere = false;
subscription.on('notify', (isFinal, request, body = '') => {
  const isHere = /<basic>\s*open\s*</.test(body);
  if (isFinal || isHere === friendIsHere) return;
  friendIsHere = isHere;
  console.log(friend, isHere ? 'is here' : 'is gone');
  if (isHere) greet();
});
subscription.on('terminated', (code, reason) => console.log('the subscription ended:', reason ?? code));

async function greet() {
  try {
    await ua.sendMessage(friend, `Hello ${friend}, this is ${me}.`).whenDelivered();
  } catch (error) {
    console.log('the greeting did not arrive:', error.message);
  }
}

ua.start();
await ua.whenRegistered();
console.log('registered as', me);

// From now on others may write to us, and so we say that we are here. Refreshed by itself too (RFC 3903).
const publication = ua.publish(
  me,
  'presence',
  `<?xml version="1.0" encoding="UTF-8"?>
<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:${me}@${domain}">
  <tuple id="phone"><status><basic>open</basic></status></tuple>
</presence>`,
);
publication.on('failed', ({ cause }) => console.log('nobody is told that we are here:', cause));
subscription.subscribe();

// stop() waits until the server has confirmed each of these; then nothing keeps the process alive.
await once(process, 'SIGINT');
if (subscription.state !== Subscriber.C.STATE_TERMINATED) subscription.terminate();
publication.unpublish();
ua.stop();
await ua.whenStopped();
console.log('bye');
