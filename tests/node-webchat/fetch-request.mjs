// As much of XMLHttpRequest as the Direct Line client uses, over fetch.
export class FetchRequest {
  constructor() {
    this.readyState = 0;
    this.status = 0;
    this.responseType = '';
    this.headers = {};
  }

  open(method, url) {
    Object.assign(this, { method, url, readyState: 1 });
  }

  setRequestHeader(name, value) {
    this.headers[name] = value;
  }

  getResponseHeader(name) {
    return this.answer ? this.answer.headers.get(name) : null;
  }

  abort() {}

  send(body) {
    this.finish(body).catch((error) => this.onerror && this.onerror(error));
  }

  async finish(body) {
    this.answer = await fetch(this.url, { method: this.method, headers: this.headers, body: body === null ? undefined : body });
    const bytes = await this.answer.arrayBuffer();
    this.status = this.answer.status;
    this.responseText = Buffer.from(bytes).toString('utf8');
    this.response = this.responseType === 'arraybuffer' ? bytes : this.parse();
    this.readyState = 4;
    if (this.onreadystatechange) {
      this.onreadystatechange({});
    }
    if (this.onload) {
      this.onload({});
    }
  }

  parse() {
    try {
      return this.responseType === 'json' ? JSON.parse(this.responseText) : this.responseText;
    } catch {
      return null;
    }
  }
}
