// Microsoft's own library (archived, last release) against our fakes and our service. Prints one JSON line for each thing that happened.
//   node check.mjs METADATA EMULATOR_METADATA TOKEN_URL SERVICE_URL APP_ID APP_PASSWORD
// Then one JSON line on standard input for each token to judge: {"header": …, "activity": {…}}. Ends when the input ends.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const connector = require('botframework-connector');
const { ChannelServiceRoutes } = require('botbuilder');

const [metadata, emulatorMetadata, tokenUrl, serviceUrl, appId, password] = process.argv.slice(2);
const say = (event, more = {}) => console.log(JSON.stringify({ event, ...more }));

/** The library's connector client, with a token that it did not fetch itself: its own way leads to Microsoft only. */
async function send() {
  const form = { grant_type: 'client_credentials', client_id: appId, client_secret: password, scope: 'https://api.botframework.com/.default' };
  const answer = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = await answer.json();
  const credentials = { signRequest: async request => (request.headers.set('authorization', `Bearer ${token}`), request) };
  const client = new connector.ConnectorClient(credentials, { baseUri: serviceUrl });
  const activity = { type: 'message', text: 'مرحبا', from: { id: 'bot' }, recipient: { id: 'u' }, conversation: { id: 'a:1|x' } };
  const replied = await client.conversations.replyToActivity('a:1|x', 'in-1', activity);
  const sent = await client.conversations.sendToConversation('a:1|x', activity);
  say('sent', { replied: replied.id, sent: sent.id });
}

/** The library's receiving side of a service URL, which reads what our service posts. */
async function receive() {
  const routes = [];
  const method = name => (path, handler) => routes.push({ name, handler, path: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) });
  const take = kind => async (_, conversation, ...rest) => {
    const activity = rest.at(-1);
    say('taken', { kind, conversation, replyTo: rest.length > 1 ? rest[0] : null, activity });
    return { id: 'from-node' };
  };
  new ChannelServiceRoutes({ handleReplyToActivity: take('reply'), handleSendToConversation: take('send') })
    .register({ post: method('POST'), put: method('PUT'), get: method('GET'), delete: method('DELETE') });
  const server = createServer((request, response) => {
    const route = routes.find(({ name, path }) => name === request.method && path.test(request.url));
    if (!route) {
      response.writeHead(404).end();
      return;
    }

    request.params = Object.fromEntries(Object.entries(request.url.match(route.path).groups).map(([key, value]) => [key, decodeURIComponent(value)]));
    response.status = code => (response.statusCode = code);
    response.send = body => response.write(typeof body === 'string' ? body : JSON.stringify(body));
    route.handler(request, response, () => {});
  });
  await new Promise(listening => server.listen(0, '127.0.0.1', listening));
  say('listening', { url: `http://127.0.0.1:${server.address().port}` });
  return server;
}

const authentication = connector.BotFrameworkAuthenticationFactory.create(
  '', true, 'https://login.invalid', 'https://api.botframework.com', 'https://api.botframework.com', '', metadata, emulatorMetadata, '',
  new connector.PasswordServiceClientCredentialFactory(appId, password, ''), new connector.AuthenticationConfiguration());

await send();
const server = await receive();
for await (const line of createInterface({ input: process.stdin })) {
  const { header, activity } = JSON.parse(line);
  try {
    await authentication.authenticateRequest(activity, header ?? '');
    say('judged', { accept: true });
  } catch (error) {
    say('judged', { accept: false, why: error.message });
  }
}

server.close();
