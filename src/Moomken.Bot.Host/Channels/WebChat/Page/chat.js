// Ties the parts of the chat page together.

import { load, save, update, request, address } from './session.js';
import { Stream } from './stream.js';
import { Outbox } from './outbox.js';
import { View } from './view.js';
import { Composer } from './composer.js';

const texts = JSON.parse(document.body.dataset.texts);
const locale = document.documentElement.lang;
const state = document.getElementById('state');
let connection = 'connecting';
let hushed = 0;
let ready = false;

/** What the banner says: the connection when it is not well, otherwise a passing notice. */
function show(text, stays) {
  clearTimeout(hushed);
  if (state.textContent !== text) {
    state.textContent = text;
  }
  if (text && !stays) {
    hushed = setTimeout(() => show(connection === 'online' ? '' : texts[connection], true), 5000);
  }
}

function setConnection(name) {
  const before = connection;
  if (before === name) {
    return;
  }
  connection = name;
  if (name !== 'online') {
    show(texts[name], true);
  } else if (before !== 'connecting') {
    show(texts.restored);
  } else {
    show('', true);
  }
}

const view = new View(texts, (button, text) => send({ button, text }));
const composer = new Composer(texts, send, show);
const outbox = new Outbox(locale, {
  confirmed(entry, body) {
    view.taken(entry);
    if (body.notice) {
      show(body.notice);
    }
  },
  refused(entry, status) {
    view.refuse(entry, status === 413 ? texts.tooBig : texts.refused);
  },
});

async function send(message, files) {
  view.addWaiting(await outbox.add(message, files));
  stream.hurry();
  if (ready) {
    await flush();
  }
}

let retry = 0;
async function flush() {
  clearTimeout(retry);
  if (!(await outbox.flush())) {
    retry = setTimeout(flush, 4000);
  }
}

/** On an empty chat the page speaks first, so that the bot greets; a person who has already written needs no greeting. */
async function greet(session) {
  if (session.joined || outbox.entries().length) {
    return;
  }
  const { status } = await request('POST', address(session, '/activities'), {
    token: session.token,
    json: { type: 'event', name: 'webchat/join', locale, value: { language: locale }, channelData: { clientActivityID: 'join' } },
  });
  if (status === 200) {
    update(session, { joined: true });
  }
}

const stream = new Stream({
  state: setConnection,
  async ready(session) {
    ready = true;
    await greet(session);
    await flush();
  },
  restarted() {
    view.clear();
    outbox.entries().forEach((entry) => view.addWaiting(entry));
    show(texts.renewed);
  },
  page(activities) {
    const user = (load() || {}).user;
    activities.forEach((activity) => {
      outbox.settle((activity.channelData || {}).clientActivityID);
      view.add(activity, user);
      if (activity.from.role === 'bot' && activity.type === 'message') {
        composer.wantLocation(Boolean(((activity.channelData || {}).moomken || {}).location));
      }
    });
  },
});

state.addEventListener('click', () => stream.hurry());

const ask = document.getElementById('ask');
const restart = document.getElementById('restart');
restart.addEventListener('click', () => {
  ask.hidden = false;
  document.getElementById('ask-no').focus();
});
document.getElementById('ask-no').addEventListener('click', () => {
  ask.hidden = true;
  restart.focus();
});
document.getElementById('ask-yes').addEventListener('click', async () => {
  const known = load();
  stream.stop();
  outbox.clear();
  save(null);
  if (known) {
    await request('POST', '/chat/session/forget', {
      json: { conversationId: known.conversationId, user: known.user, secret: known.secret }, timeout: 8000,
    });
  }
  window.location.reload();
});

outbox.entries().forEach((entry) => view.addWaiting(entry));
stream.run();
