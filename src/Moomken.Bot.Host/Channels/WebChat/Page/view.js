// The transcript. Everything that anybody wrote goes in as text, never as markup.

function make(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className || '';
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** Files are fetched from this site only, whatever address the server was reached by. */
function localAddress(url) {
  try {
    const path = new URL(url, window.location.href).pathname;
    return path.startsWith('/v3/directline/') ? path : null;
  } catch (error) {
    return null;
  }
}

export class View {
  constructor(texts, onPress) {
    this.texts = texts;
    this.onPress = onPress;
    this.log = document.getElementById('log');
    this.scroller = document.getElementById('scroll');
    this.typingSign = document.getElementById('typing');
    this.seen = new Set();
    this.waiting = new Map(); // Own lines that the server has not echoed, by client id.
    this.group = null; // The buttons that may be pressed.
    this.answered = false;
    this.wantsFocus = null;
  }

  clear() {
    this.log.textContent = '';
    this.seen.clear();
    this.waiting.clear();
    this.group = null;
    this.typing(false);
  }

  /** A line of the server. */
  add(activity, user) {
    if (activity.type === 'typing') {
      this.typing(true);
      return;
    }
    if (activity.type !== 'message' || this.seen.has(activity.id)) {
      return;
    }
    this.seen.add(activity.id);
    if (activity.from.id === user && activity.from.role === 'user') {
      this.addOwn(activity);
    } else {
      this.addBot(activity);
    }
  }

  /** A line that is on its way; the echo takes its place. */
  addWaiting(entry) {
    if (this.waiting.has(entry.id)) {
      return;
    }
    const line = this.line('mine', this.texts.you, entry.text, entry.at);
    this.addFiles(line.bubble, entry.files.map((file) => ({ contentType: file.type, name: file.name, local: true, voice: entry.voice })));
    line.state.textContent = this.texts.sending;
    this.waiting.set(entry.id, line);
    this.log.append(line.row);
    this.answered = true;
    this.toEnd(true);
  }

  refuse(entry, reason) {
    const line = this.waiting.get(entry.id);
    if (line) {
      line.row.classList.add('refused');
      line.state.textContent = reason;
    }
  }

  taken(entry) {
    const line = this.waiting.get(entry.id);
    if (line) {
      line.state.textContent = this.texts.sent;
    }
  }

  addOwn(activity) {
    const id = (activity.channelData || {}).clientActivityID;
    const old = this.waiting.get(id);
    const next = this.firstWaiting();
    this.waiting.delete(id);
    this.answered = true;
    if (old && (next === old.row) && !(activity.attachments || []).length) {
      old.state.textContent = this.texts.sent; // It stands where it belongs: a screen reader need not hear it twice.
      return;
    }
    const line = this.line('mine', this.texts.you, activity.text, Date.parse(activity.timestamp));
    this.addFiles(line.bubble, activity.attachments || []);
    line.state.textContent = this.texts.sent;
    if (old) {
      old.row.remove();
    }
    this.log.insertBefore(line.row, this.firstWaiting());
    this.toEnd(Boolean(old));
  }

  addBot(activity) {
    const near = this.isNearEnd();
    this.typing(false);
    const line = this.line('theirs', this.texts.bot, activity.text, Date.parse(activity.timestamp));
    const words = line.bubble.querySelector('.words');
    if (words && activity.locale) {
      words.lang = activity.locale;
      words.dir = activity.locale.startsWith('ar') ? 'rtl' : 'ltr';
    }
    const actions = (activity.suggestedActions || {}).actions || [];
    if (actions.length || this.answered) {
      this.retire(); // A notice that comes between question and answer leaves the question's buttons alone.
    }
    if (actions.length) {
      this.group = this.buttons(actions, ((activity.channelData || {}).moomken || {}).ways || []);
      line.row.append(this.group);
      this.answered = false;
    }
    this.log.insertBefore(line.row, this.firstWaiting());
    this.toEnd(near);
    this.moveFocus();
  }

  firstWaiting() {
    const first = this.waiting.values().next().value;
    return first ? first.row : null;
  }

  line(side, who, text, at) {
    const row = make('div', 'line ' + side);
    const bubble = make('div', 'bubble');
    const meta = make('div', 'meta');
    const state = make('span');
    const time = make('time', '', new Date(at).toTimeString().slice(0, 5));
    time.dateTime = new Date(at).toISOString();
    bubble.append(make('span', 'out', who + ' '));
    if (text) {
      const words = make('div', 'words', text);
      words.dir = 'auto';
      bubble.append(words);
    }
    meta.append(time, ' ', state);
    row.append(bubble, meta);
    return { row, bubble, state };
  }

  addFiles(bubble, attachments) {
    attachments.forEach((file) => {
      const image = (file.contentType || '').startsWith('image/');
      const sound = (file.contentType || '').startsWith('audio/');
      const label = (image ? this.texts.photo : sound ? this.texts.voiceNote : this.texts.file) + (file.name && !file.voice ? ': ' + file.name : '');
      const url = file.local ? null : localAddress(file.contentUrl);
      const shown = url ? make('a') : make('div', 'words');
      if (url) {
        shown.href = url;
        shown.target = '_blank';
        shown.rel = 'noopener';
      }
      if (url && image) {
        const picture = make('img');
        picture.src = url;
        picture.alt = label;
        picture.onload = () => this.toEnd(this.isNearEnd(400));
        shown.append(picture);
      } else {
        shown.append(make('bdi', '', label));
      }
      bubble.append(shown);
    });
  }

  buttons(actions, ways) {
    const group = make('div', 'choices');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', this.texts.choices);
    actions.forEach((action) => {
      const payload = (action.value || {}).moomken;
      const button = make('button', ways.includes(payload) ? 'choice way' : 'choice', action.title);
      button.type = 'button';
      button.dir = 'auto';
      button.addEventListener('click', (event) => this.press(group, button, payload, action.title, event.detail === 0));
      group.append(button);
    });
    return group;
  }

  press(group, button, payload, label, byKeyboard) {
    if (button.getAttribute('aria-disabled') === 'true') {
      return;
    }
    Array.from(group.children).forEach((other) => other.setAttribute('aria-disabled', 'true')); // Not disabled: that would throw the focus away.
    button.setAttribute('aria-pressed', 'true');
    this.wantsFocus = { byKeyboard };
    this.onPress(payload, label);
  }

  /** Older buttons become plain words: they can be read, not pressed. */
  retire() {
    if (!this.group) {
      return;
    }
    const labels = Array.from(this.group.children, (button) => button.textContent);
    if (this.group.contains(document.activeElement)) {
      this.wantsFocus = this.wantsFocus || { byKeyboard: true };
    }
    const offered = make('p', 'offered', this.texts.offered + ' ');
    labels.forEach((label, index) => offered.append(index ? this.texts.comma : '', make('bdi', '', label)));
    this.group.replaceWith(offered);
    this.group = null;
  }

  /** After a press the next thing to do has the focus; where fingers are used, no keyboard jumps up. */
  moveFocus() {
    const wanted = this.wantsFocus;
    const lost = !document.activeElement || document.activeElement === document.body || (this.group && this.group.contains(document.activeElement));
    if (!wanted || !lost) {
      return;
    }
    this.wantsFocus = null;
    if (this.group) {
      this.group.firstElementChild.focus({ preventScroll: true });
    } else if (wanted.byKeyboard || window.matchMedia('(hover: hover)').matches) {
      document.getElementById('text').focus();
    } else {
      this.scroller.focus({ preventScroll: true });
    }
  }

  typing(on) {
    const near = this.isNearEnd();
    clearTimeout(this.typingTimer);
    this.typingSign.hidden = !on;
    if (on) {
      this.typingTimer = setTimeout(() => this.typing(false), 3000);
      this.toEnd(near);
    }
  }

  isNearEnd(within) {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < (within || 150);
  }

  toEnd(really) {
    if (really) {
      this.scroller.scrollTop = this.scroller.scrollHeight;
    }
  }
}
