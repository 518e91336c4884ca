import type { URI } from '../grammar/uri.ts';
import { Agent } from './agent.ts';
import type { UAConfiguration } from './configuration.ts';
import { Message, Options, type ExchangeOptions } from './exchange.ts';

/** One SIP account with every feature (manual: class UA): the small {@link Agent}, and what is installed on it here. */
export class UA extends Agent {
  /** @throws ConfigurationError where a mandatory parameter is missing or any value is malformed. */
  constructor(configuration: UAConfiguration) {
    super(configuration);
    const { capabilities } = this.core;
    capabilities.addMethod('MESSAGE', (request) => {
      if (this.listenerCount('newMessage') === 0) return false;
      this.#newMessage().receive(request);
      return true;
    });
    capabilities.addMethod('OPTIONS', (request) => {
      this.#newOptions().receive(request, capabilities.describe());
      return true;
    });
  }

  /**
   * Sends an instant message (RFC 3428).
   * @param target A user name, a SIP URI, or a URI.
   * @throws TypeError for a target or option that cannot be.
   */
  sendMessage(target: string | URI, body: string, options?: ExchangeOptions | null): Message {
    const message = this.#newMessage();
    message.send(target, body, options);
    return message;
  }

  /**
   * Asks the far end what it can do (RFC 3261 chapter 11).
   * @throws TypeError for a target or option that cannot be.
   */
  sendOptions(target: string | URI, body?: string | null, options?: ExchangeOptions | null): Options {
    const question = this.#newOptions();
    question.send(target, body, options);
    return question;
  }

  #newMessage(): Message {
    return new Message(this.core, (event) => this.emit('newMessage', event));
  }

  #newOptions(): Options {
    return new Options(this.core, (event) => this.emit('newOptions', event));
  }
}
