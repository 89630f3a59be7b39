// Keeps the chat's lines coming: a WebSocket, or polling where WebSockets do not pass, for as long as the page lives.

import { open, request, address, update, distrust, save } from './session.js';

const SILENCE = 55000; // The server sends something every 20 seconds; after this the line is dead though nobody said so.

export class Stream {
  /** on: { state(name), page(activities), restarted(), ready(session) } */
  constructor(on) {
    this.on = on;
    this.watermark = '';
    this.failures = 0;
    this.unopened = 0;
    this.wake = null;
    this.socket = null;
    this.running = true;
    window.addEventListener('online', () => this.hurry());
    window.addEventListener('offline', () => this.drop());
    window.addEventListener('focus', () => this.hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.hurry());
  }

  async run() {
    while (this.running) {
      const joined = await this.join();
      if (joined) {
        await (this.unopened >= 3 ? this.poll(joined) : this.listen(joined));
      }
      if (this.running) {
        await this.pause();
      }
    }
  }

  /** Stops for good: the chat was forgotten. */
  stop() {
    this.running = false;
    this.drop();
    this.hurry();
  }

  hurry() {
    if (this.wake) {
      this.wake();
    }
  }

  drop() {
    if (this.socket) {
      this.socket.close();
    }
  }

  async join() {
    const { session, status } = await open({ onRenewed: () => this.restart() });
    if (!session) {
      return this.trouble(status);
    }
    const answer = session.started
      ? await request('GET', address(session, '?watermark=' + this.watermark), { token: session.token })
      : await request('POST', '/v3/directline/conversations', { token: session.token, json: {} });
    if (answer.status === 403) {
      distrust(session);
    }
    if (answer.status === 404) {
      save(null);
      this.restart();
    }
    if (answer.status !== 200 && answer.status !== 201) {
      return this.trouble(answer.status);
    }
    update(session, { started: true });
    return { session, streamUrl: answer.body.streamUrl };
  }

  restart() {
    this.watermark = '';
    this.on.restarted();
  }

  trouble(status) {
    this.on.state(status === 429 ? 'busy' : status === 0 ? 'offline' : 'reconnecting');
    return null;
  }

  /** Resolves when the socket is closed. */
  listen({ session, streamUrl }) {
    return new Promise((resolve) => {
      const socket = new WebSocket(streamUrl);
      let silence = 0;
      let opened = false;
      const alive = () => {
        clearTimeout(silence);
        silence = setTimeout(() => socket.close(), SILENCE);
      };
      const beat = setInterval(() => socket.readyState === 1 && socket.send(''), 20000);
      this.socket = socket;
      alive();
      socket.onopen = () => {
        opened = true;
        this.failures = 0;
        this.unopened = 0;
        this.on.state('online');
        this.on.ready(session);
      };
      socket.onmessage = (event) => {
        alive();
        if (event.data) {
          this.take(JSON.parse(event.data));
        }
      };
      socket.onclose = (event) => {
        clearTimeout(silence);
        clearInterval(beat);
        this.socket = null;
        this.unopened += opened ? 0 : 1;
        if (event.reason === 'collision') {
          this.elsewhere = true;
        }
        resolve();
      };
    });
  }

  async poll({ session }) {
    for (let round = 0; round < 40 && this.running; round++) {
      const { status, body } = await request('GET', address(session, '/activities?watermark=' + this.watermark), { token: session.token });
      if (status !== 200) {
        if (status === 403) {
          distrust(session);
        }
        this.trouble(status);
        return;
      }
      if (round === 0) {
        this.failures = 0;
        this.on.state('online');
        this.on.ready(session);
      }
      this.take(body);
      if (!body.activities.length) {
        await this.sleep(3000);
      }
    }
    this.unopened = 0; // Perhaps WebSockets pass by now.
  }

  take(page) {
    this.on.page(page.activities);
    if (page.watermark) {
      this.watermark = page.watermark;
    }
  }

  /** Between two tries: longer each time, never the same for all who lost the connection at once. */
  async pause() {
    if (this.elsewhere) {
      this.elsewhere = false;
      this.on.state('otherTab');
      await new Promise((resolve) => { this.wake = resolve; });
      return;
    }
    this.on.state(navigator.onLine === false ? 'offline' : 'reconnecting');
    const longest = Math.min(30000, 500 * Math.pow(2, this.failures++));
    await this.sleep(longest / 2 + Math.random() * longest / 2);
  }

  sleep(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
