// Twilio's own client for Node. Reads one JSON command a line, does it, and prints one JSON line for it.
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import twilio from 'twilio';

const [account, token, apiBase] = process.argv.slice(2);

// The client knows only Twilio's addresses; its own transport is kept, the host is changed.
class Redirected extends twilio.RequestClient {
  request(options) {
    return super.request({ ...options, uri: options.uri.replace(/^https:\/\/[a-z.]+twilio\.com/, apiBase) });
  }
}

const client = twilio(account, token, { httpClient: new Redirected() });

const commands = {
  // Signs as Twilio does, and posts to where the service really listens.
  async post({ url, dial, fields }) {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))).toString();
    const { hostname, port } = new URL(dial);
    const headers = {
      'X-Twilio-Signature': twilio.getExpectedTwilioSignature(token, url, fields),
      'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': Buffer.byteLength(body),
    };
    // Not fetch: it would rewrite the path, and the signature is over every letter of it.
    const path = dial.slice(dial.indexOf('/', 'http://'.length));
    return new Promise((answered, failed) => {
      const sent = request({ hostname, port, path, method: 'POST', headers }, (response) => {
        response.resume();
        answered({ status: response.statusCode, type: response.headers['content-type'] });
      });
      sent.on('error', failed);
      sent.end(body);
    });
  },

  async validate({ url, fields, signature }) {
    return { good: twilio.validateRequest(token, signature, url, fields) };
  },

  async create({ fields }) {
    try {
      const message = await client.messages.create(fields);
      return { sid: message.sid, status: message.status, body: message.body };
    } catch (fault) {
      return { code: fault.code, status: fault.status };
    }
  },

  async list({ to }) {
    const messages = await client.messages.list({ to, limit: 20 });
    return { sids: messages.map((message) => message.sid), created: messages.map((message) => message.dateCreated.toISOString()) };
  },

  async contents() {
    return { names: (await client.content.v1.contents.list({ limit: 50 })).map((content) => content.friendlyName) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  console.log(JSON.stringify({ event: command.do, ...(await commands[command.do](command)) }));
}
