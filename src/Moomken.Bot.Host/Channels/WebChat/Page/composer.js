// Where the person writes, attaches, speaks and shares a place.

const LONGEST_VOICE = 5 * 60 * 1000;

// Ogg and MP4 play everywhere; WebM is what older Android browsers can record.
const SOUNDS = ['audio/ogg;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4', 'audio/webm;codecs=opus', 'audio/webm'];

export class Composer {
  /** send(message, files); notice(text) tells the person something for a moment. */
  constructor(texts, send, notice) {
    this.texts = texts;
    this.send = send;
    this.notice = notice;
    this.text = document.getElementById('text');
    this.listenText();
    this.listenFiles();
    this.listenVoice();
    this.listenLocation();
  }

  listenText() {
    const form = document.getElementById('form');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener('keydown', (event) => {
      // isComposing: Enter that ends a word of an input method is not "send".
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
    });
    this.text.addEventListener('input', () => this.grow());
  }

  submit() {
    const text = this.text.value.trim();
    if (text) {
      this.send({ text });
      this.text.value = '';
      this.grow();
    }
    this.text.focus();
  }

  grow() {
    this.text.style.blockSize = 'auto';
    this.text.style.blockSize = (this.text.scrollHeight + 2) + 'px';
  }

  listenFiles() {
    const input = document.getElementById('files');
    document.getElementById('attach').addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      const chosen = Array.from(input.files);
      if (chosen.length) {
        this.send({ text: this.text.value.trim() }, chosen);
        this.text.value = '';
        this.grow();
      }
      input.value = '';
    });
  }

  listenVoice() {
    const button = document.getElementById('voice');
    const cancel = document.getElementById('cancel-voice');
    this.sound = window.MediaRecorder && navigator.mediaDevices && SOUNDS.find((type) => MediaRecorder.isTypeSupported(type));
    button.hidden = !this.sound;
    button.addEventListener('click', () => (this.recorder ? this.recorder.stop() : this.record(button, cancel)));
    cancel.addEventListener('click', () => {
      this.cancelled = true;
      this.recorder.stop();
      button.focus();
    });
  }

  async record(button, cancel) {
    let microphone;
    try {
      microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      this.notice(this.texts.noMicrophone);
      return;
    }
    const pieces = [];
    const recorder = new MediaRecorder(microphone, { mimeType: this.sound, audioBitsPerSecond: 24000 });
    const longest = setTimeout(() => recorder.stop(), LONGEST_VOICE);
    this.recorder = recorder;
    this.cancelled = false;
    recorder.ondataavailable = (event) => pieces.push(event.data);
    recorder.onstop = () => {
      clearTimeout(longest);
      microphone.getTracks().forEach((track) => track.stop());
      this.recorder = null;
      cancel.hidden = true;
      button.textContent = this.texts.voice;
      this.notice('');
      if (!this.cancelled) {
        const type = this.sound.split(';')[0];
        this.send({ text: '', voice: true }, [new File(pieces, 'voice.' + type.split('/')[1], { type })]);
      }
    };
    recorder.start();
    button.textContent = this.texts.stopVoice;
    cancel.hidden = false;
    this.notice(this.texts.recording, true);
  }

  listenLocation() {
    const button = document.getElementById('location');
    button.hidden = !(navigator.geolocation && window.isSecureContext);
    button.addEventListener('click', () => {
      this.notice(this.texts.locating, true);
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const { latitude, longitude } = coords;
          this.notice('');
          this.send({
            text: this.texts.myLocation + ' \u2066' + latitude.toFixed(5) + ', ' + longitude.toFixed(5) + '\u2069',
            location: { latitude, longitude },
          });
        },
        () => this.notice(this.texts.noLocation),
        { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 });
    });
  }

  /** The question asks for a place: say so on the button that gives one. */
  wantLocation(wanted) {
    document.getElementById('location').classList.toggle('wanted', wanted);
  }
}
