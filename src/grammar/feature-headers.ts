import { scanAuthenticationInfo } from './headers/credentials.ts';
import { scanReplaces, scanSessionExpires, scanSubscriptionState } from './headers/events.ts';
import * as simple from './headers/simple.ts';
import { addHeaderRules } from './headers.ts';
import { scanNameAddr } from './name-addr.ts';

/** Makes the headers known that registering and calling do without: those of other features and of applications. */
export function installFeatureHeaders(): void {
  addHeaderRules({
    Allow: simple.scanTokens,
    'Allow-Events': simple.scanTokens,
    'Authentication-Info': scanAuthenticationInfo,
    'Content-Disposition': simple.scanDisposition,
    'Content-Encoding': simple.scanTokens,
    'Min-SE': simple.scanSeconds,
    'P-Associated-URI': scanNameAddr,
    'P-Preferred-Identity': scanNameAddr,
    Path: scanNameAddr,
    Privacy: simple.scanPrivacy,
    'Proxy-Require': simple.scanTokens,
    RAck: simple.scanRAck,
    RSeq: simple.scanNumber,
    'Referred-By': scanNameAddr,
    Replaces: scanReplaces,
    'Service-Route': scanNameAddr,
    'Session-Expires': scanSessionExpires,
    'Subscription-State': scanSubscriptionState,
    Unsupported: simple.scanTokens,
  });
}
