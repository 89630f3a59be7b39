// The chat that this device remembers: its id, a token of half an hour, and the secret that gets the next token.
// Old phones: ES2019 and no later.

const KEY = 'moomken.chat';
let memory = null; // Private windows may refuse storage; the chat then lives as long as the page.

export function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || memory;
  } catch (error) {
    return memory;
  }
}

export function save(session) {
  memory = session;
  try {
    if (session) {
      localStorage.setItem(KEY, JSON.stringify(session));
    } else {
      localStorage.removeItem(KEY);
    }
  } catch (error) {
    // Kept in memory.
  }
}

/** Changes fields of the remembered chat, unless another tab has begun a new one meanwhile. */
export function update(session, fields) {
  const now = load();
  if (now && now.conversationId === session.conversationId) {
    save(Object.assign({}, now, fields));
  }
}

/** One request. Never throws: without an answer the status is 0. */
export async function request(method, url, options) {
  const { json, body, token, timeout } = options || {};
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout || 30000);
  const headers = {};
  if (token) {
    headers.Authorization = 'Bearer ' + token;
  }
  if (json) {
    headers['Content-Type'] = 'application/json';
  }
  try {
    const response = await fetch(url, {
      method, headers, signal: abort.signal, cache: 'no-store', credentials: 'omit',
      body: json ? JSON.stringify(json) : body,
    });
    const text = await response.text();
    let answer = {};
    try {
      answer = JSON.parse(text);
    } catch (error) {
      // A proxy's own page: only the status counts.
    }
    return { status: response.status, body: answer };
  } catch (error) {
    return { status: 0, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** The chat's address at the Direct Line endpoint. */
export function address(session, rest) {
  return '/v3/directline/conversations/' + encodeURIComponent(session.conversationId) + (rest || '');
}

let opening = null;

/**
 * A chat with a token that is good for minutes: the remembered one, renewed if need be, or a new one.
 * Gives { session } or { status } of the refusal (0 when there is no connection).
 */
export function open(options) {
  // Two callers at once must not begin two chats.
  opening = opening || begin(options || {}).finally(() => { opening = null; });
  return opening;
}

async function begin({ onRenewed }) {
  const known = load();
  if (known && known.expires > Date.now() + 120000) {
    return { session: known };
  }
  if (known) {
    const { status, body } = await request('POST', '/chat/session/resume', {
      json: { conversationId: known.conversationId, user: known.user, secret: known.secret },
    });
    if (status === 200) {
      return { session: keep(body, known) };
    }
    if (status !== 404) {
      return { status };
    }
    save(null);
    if (known.started && onRenewed) {
      onRenewed();
    }
  }
  const { status, body } = await request('POST', '/chat/session', { json: {} });
  return status === 200 ? { session: keep(body, {}) } : { status };
}

function keep(body, known) {
  const session = {
    conversationId: body.conversationId, user: body.user, token: body.token, secret: body.secret,
    expires: Date.now() + body.expires_in * 1000, started: known.started || false, joined: known.joined || false,
  };
  save(session);
  return session;
}

/** The server refused the token (its clock and ours differ, or it was restored): ask for another next time. */
export function distrust(session) {
  update(session, { expires: 0 });
}
