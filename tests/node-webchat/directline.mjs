// Microsoft's own Direct Line client, unchanged, against our endpoint: node directline.mjs ORIGIN ws|poll
// Prints what it saw as JSON; the test compares it.
import { createRequire } from 'node:module';
import { setTimeout as after } from 'node:timers/promises';
import { FetchRequest } from './fetch-request.mjs';

// The client is written for browsers; these two are all that it misses here.
globalThis.XMLHttpRequest = FetchRequest;
const require = createRequire(import.meta.url);
const { DirectLine } = require('botframework-directlinejs');
const [origin, mode] = process.argv.slice(2);
const generated = await (await fetch(`${origin}/v3/directline/tokens/generate`, { method: 'POST' })).json();
const line = new DirectLine({
  token: generated.token, domain: `${origin}/v3/directline`, webSocket: mode === 'ws', pollingInterval: 200, WebSocket: require('ws'),
});

const seen = [];
const statuses = [];
line.connectionStatus$.subscribe((status) => statuses.push(status));
line.activity$.subscribe((activity) => seen.push(activity));

const from = { id: 'somebody' };
const post = (activity) => new Promise((resolve, reject) => line.postActivity({ from, locale: 'ar-EG', ...activity }).subscribe(resolve, reject));
async function heard(wanted) {
  for (let i = 0; i < 400; i++) {
    const found = seen.find(wanted);
    if (found) {
      return found;
    }
    await after(50);
  }
  throw new Error('Waited 20 seconds in vain. Seen: ' + JSON.stringify(seen));
}

const ids = [];
ids.push(await post({ type: 'event', name: 'webchat/join', channelData: { clientActivityID: 'a' } }));
const question = await heard((activity) => activity.suggestedActions);
const action = question.suggestedActions.actions[0];
ids.push(await post({
  type: 'message', text: action.text, value: action.value, channelData: { clientActivityID: 'b', messageBack: { displayText: action.displayText } },
}));
ids.push(await post({ type: 'message', text: 'مرحبا', textFormat: 'plain', channelData: { clientActivityID: 'c' } }));
ids.push(await post({
  type: 'message', text: '', channelData: { clientActivityID: 'd' },
  attachments: [{ contentType: 'image/png', contentUrl: 'data:image/png;base64,' + process.env.PHOTO, name: 'صورة.png' }],
}));
await heard((activity) => activity.from.role === 'bot' && activity.text === process.env.LAST);
const echoes = ids.map((id) => seen.find((activity) => activity.id === id));
console.log(JSON.stringify({
  texts: seen.filter((activity) => activity.type === 'message').map((activity) => activity.text || activity.attachments[0].name),
  echoed: echoes.map((activity) => activity && activity.channelData.clientActivityID),
  from: [...new Set(echoes.map((activity) => activity && activity.from.id))],
  typing: seen.some((activity) => activity.type === 'typing'),
  statuses,
}));
process.exit(0);
