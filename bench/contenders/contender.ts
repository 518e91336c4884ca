/** What the bench asks of each library; the same of all, so that only the library differs. */

/** A UA that is registered with the scripted server. */
export interface Phone {
  /** Unregisters and registers again; resolves when the library says that it is registered. */
  registerAgain(): Promise<void>;
  /** Calls, is answered and hangs up; resolves when the library says that the call ended. */
  call(): Promise<void>;
}

/** A library under test, in Node.js. */
export interface Contender {
  /** Reads a message, and of it what routing needs: From, To, their tags, Via's branch, Call-ID, CSeq. */
  parse(text: string): unknown;
  /** Makes an INVITE with SDP and prints it. */
  printInvite(): string;
  /** Makes a REGISTER and prints it. */
  printRegister(): string;
  /** Answers an MD5 challenge with `qop=auth`; the value of Authorization. */
  answerDigest(): string | Promise<string>;
  /** Makes a UA on a socket of its own, and registers it. */
  register(): Promise<Phone>;
}
