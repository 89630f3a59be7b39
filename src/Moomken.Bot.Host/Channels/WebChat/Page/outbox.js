// What the person sent and the server has not confirmed. It outlives the page: words in localStorage, one entry a key (so
// that tabs do not overwrite each other), files in IndexedDB. Each goes out under the same id until it is taken, and the
// server takes an id once: nothing is lost, nothing is doubled.

import { open, request, address, distrust } from './session.js';

const PREFIX = 'moomken.out.';
const memory = new Map(); // Where storage is refused.
const blobs = new Map();
let database = null;

function files(mode, act) {
  database = database || new Promise((resolve, reject) => {
    const opening = indexedDB.open('moomken', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('files');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  return database.then((opened) => new Promise((resolve, reject) => {
    const transaction = opened.transaction('files', mode);
    const asked = act(transaction.objectStore('files'));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  }));
}

export class Outbox {
  /** on: { confirmed(entry, body), refused(entry, status) }; locale goes with every message. */
  constructor(locale, on) {
    this.locale = locale;
    this.on = on;
    this.busy = false;
  }

  entries() {
    const found = new Map(memory);
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
        .forEach((key) => found.set(key, JSON.parse(localStorage.getItem(key))));
    } catch (error) {
      // Memory has them.
    }
    return Array.from(found.keys()).sort().map((key) => Object.assign({ key }, found.get(key)));
  }

  /** Keeps the message; resolves with its entry when it would survive the page. */
  async add(message, attached) {
    const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const entry = Object.assign({ id, at: Date.now(), files: [] }, message);
    const key = PREFIX + String(entry.at).padStart(15, '0') + '.' + id;
    for (const file of attached || []) {
      const name = id + '.' + entry.files.length;
      entry.files.push({ blob: name, name: file.name || '', type: file.type });
      blobs.set(name, file);
      await files('readwrite', (store) => store.put(file, name)).catch(() => {});
    }
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch (error) {
      memory.set(key, entry);
    }
    return Object.assign({ key }, entry);
  }

  remove(entry) {
    memory.delete(entry.key);
    try {
      localStorage.removeItem(entry.key);
    } catch (error) {
      // It was in memory.
    }
    entry.files.forEach((file) => {
      blobs.delete(file.blob);
      files('readwrite', (store) => store.delete(file.blob)).catch(() => {});
    });
  }

  clear() {
    this.entries().forEach((entry) => this.remove(entry));
  }

  /** The server's echo says that it was taken, whatever became of the answer. */
  settle(id) {
    this.entries().filter((entry) => entry.id === id).forEach((entry) => this.remove(entry));
  }

  /** Sends what waits, in order, until one does not get through. True when nothing waits any more. */
  async flush() {
    if (this.busy) {
      return true;
    }
    this.busy = true;
    try {
      for (let entry = this.entries()[0]; entry; entry = this.entries()[0]) {
        if (!(await this.send(entry))) {
          return false;
        }
      }
      return true;
    } finally {
      this.busy = false;
    }
  }

  async send(entry) {
    const { session } = await open();
    if (!session || !session.started) {
      return false;
    }
    const { status, body } = await this.post(session, entry);
    if (status === 403) {
      distrust(session);
    }
    if (status === 200) {
      this.remove(entry);
      this.on.confirmed(entry, body);
      return true;
    }
    if (status === 400 || status === 413 || status === 415) {
      this.remove(entry);
      this.on.refused(entry, status);
      return true;
    }
    return false;
  }

  async post(session, entry) {
    const activity = this.activity(session, entry);
    if (!entry.files.length) {
      return request('POST', address(session, '/activities'), { token: session.token, json: activity });
    }
    const form = new FormData();
    form.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }), 'blob');
    for (const file of entry.files) {
      const blob = blobs.get(file.blob) || await files('readonly', (store) => store.get(file.blob)).catch(() => null);
      if (!blob) {
        return { status: 400, body: {} };
      }
      form.append('file', blob, file.name || 'file');
    }
    return request('POST', address(session, '/upload?userId=' + encodeURIComponent(session.user)), {
      token: session.token, body: form, timeout: 600000,
    });
  }

  activity(session, entry) {
    const data = { clientActivityID: entry.id };
    const activity = {
      type: 'message', text: entry.text || '', textFormat: 'plain', locale: this.locale,
      from: { id: session.user, role: 'user' }, channelData: data,
    };
    if (entry.button) {
      activity.value = { moomken: entry.button };
    }
    if (entry.voice) {
      data.moomken = { voice: true };
    }
    if (entry.location) {
      activity.entities = [Object.assign({ type: 'GeoCoordinates' }, entry.location)];
    }
    if (entry.files.length) {
      activity.attachments = entry.files.map((file) => ({ contentType: file.type, name: file.name }));
    }
    return activity;
  }
}
