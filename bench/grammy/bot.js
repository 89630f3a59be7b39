// The peer: the incident conversation of ../scripts/incident.json as one would write it with grammY, made as fast as
// its public means allow. The session is one row in SQLite (WAL, synchronous=FULL), committed before the webhook
// answers 200; a finished incident is committed with it.
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Bot, InlineKeyboard, session, webhookCallback } from 'grammy'

const settings = {
  port: Number(process.env.PORT),
  token: process.env.BOT_TOKEN,
  secret: process.env.WEBHOOK_SECRET,
  apiRoot: process.env.API_ROOT,
  data: process.env.DATA_DIRECTORY,
}
for (const [name, value] of Object.entries(settings)) {
  if (!value) throw new Error(`Set ${name}: PORT, BOT_TOKEN, WEBHOOK_SECRET, API_ROOT and DATA_DIRECTORY are needed.`)
}

const db = new Database(join(settings.data, 'grammy.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
  CREATE TABLE IF NOT EXISTS sessions (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS incidents (id INTEGER PRIMARY KEY, chat TEXT NOT NULL, at INTEGER NOT NULL, report TEXT NOT NULL);
`)
const readSession = db.prepare('SELECT value FROM sessions WHERE key = ?').pluck()
const writeSession = db.prepare('INSERT INTO sessions (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
const dropSession = db.prepare('DELETE FROM sessions WHERE key = ?')
const addIncident = db.prepare('INSERT INTO incidents (chat, at, report) VALUES (?, ?, ?)')

// One transaction and so one flush for the session and the incident: two would be slower and less safe.
const finish = db.transaction((key, state, report) => {
  addIncident.run(key, Date.now(), JSON.stringify(report))
  writeSession.run(key, JSON.stringify(state))
})
const storage = {
  read: (key) => {
    const value = readSession.get(key)
    return value === undefined ? undefined : JSON.parse(value)
  },
  write: (key, { finished, ...state }) => {
    if (finished) finish(key, state, finished)
    else writeSession.run(key, JSON.stringify(state))
  },
  delete: (key) => void dropSession.run(key),
}

const categories = JSON.parse(readFileSync(new URL('categories.json', import.meta.url)))
const categoryById = new Map(categories.map((category) => [category.id, category]))
const column = (choices) => choices.reduce((keyboard, choice) => keyboard.text(choice.ar, choice.id).row(), new InlineKeyboard())

// Keyboards are built once: they are the same for everybody.
const keyboards = {
  language: new InlineKeyboard().text('العربية', 'lang:ar').text('English', 'lang:en'),
  consent: new InlineKeyboard().text('أوافق', 'consent:yes').text('لا أوافق', 'consent:no'),
  menu: new InlineKeyboard().text('الإبلاغ عن مخالفة', 'menu:report').row().text('متابعة بلاغاتي', 'menu:status'),
  safe: new InlineKeyboard().text('نعم، أنا بأمان', 'safe:yes').text('لا', 'safe:no'),
  category: column(categories),
  when: new InlineKeyboard().text('الآن', 'when:now').text('اليوم', 'when:today'),
  review: new InlineKeyboard().text('إرسال', 'review:send').text('إلغاء', 'review:cancel'),
}
const subtypeKeyboards = new Map(categories.map((category) => [category.id, column(category.subtypes)]))

const texts = {
  language: 'أهلا بك. اختر لغتك.\nWelcome. Choose your language.',
  consent: 'نحن شبكة مراقبة مستقلة ولسنا المفوضية. تيليغرام يستطيع قراءة هذه المحادثة. نحفظ بلاغك سنة واحدة. هل توافق؟',
  menu: 'كيف نساعدك؟',
  safe: 'هل أنت بأمان الآن؟\n١ من ٧',
  unsafe: 'ابتعد أولا عن الخطر. اكتب لنا /report عندما تصبح بأمان.',
  category: 'ما نوع المخالفة؟\n٢ من ٧',
  subtype: 'ما الذي حدث بالتحديد؟\n٣ من ٧',
  place: 'أين حدث ذلك؟ اكتب اسم المركز أو المكان.\n٤ من ٧',
  when: 'متى حدث ذلك؟\n٥ من ٧',
  what: 'صف ما حدث بكلماتك.\n٦ من ٧',
  cancelled: 'أُلغي البلاغ.',
  again: 'لم نفهم. اضغط أحد الأزرار أو اكتب /report.',
}

const bot = new Bot(settings.token, { client: { apiRoot: settings.apiRoot } })
bot.use(session({ initial: () => ({ step: 'new', report: {} }), storage }))

// The press is answered and the reply sent at the same time: one after the other would only make the turn longer.
const say = (ctx, text, keyboard) => Promise.all([
  ctx.callbackQuery ? ctx.answerCallbackQuery() : undefined,
  ctx.reply(text, keyboard && { reply_markup: keyboard }),
])
const ask = (ctx, step) => {
  ctx.session.step = step
  return say(ctx, texts[step], keyboards[step])
}
const review = (report) => `راجع بلاغك قبل الإرسال:\n١. ${report.category}\n٢. ${report.subtype}\n٣. ${report.place}\n٤. ${report.when}\n٥. ${report.what}`

bot.command('start', (ctx) => ask(ctx, 'language'))
bot.command('menu', (ctx) => ask(ctx, 'menu'))
bot.command('report', (ctx) => {
  ctx.session.report = {}
  return ask(ctx, 'safe')
})

bot.callbackQuery(/^lang:(ar|en)$/, (ctx) => {
  ctx.session.language = ctx.match[1]
  return ask(ctx, 'consent')
})
bot.callbackQuery('consent:yes', (ctx) => {
  ctx.session.consent = { version: 1, at: Date.now() }
  return ask(ctx, 'menu')
})
bot.callbackQuery('menu:report', (ctx) => {
  ctx.session.report = {}
  return ask(ctx, 'safe')
})
bot.callbackQuery('safe:yes', (ctx) => ask(ctx, 'category'))
bot.callbackQuery('safe:no', (ctx) => say(ctx, texts.unsafe))
bot.callbackQuery(/^when:(now|today)$/, (ctx) => {
  ctx.session.report.when = new Date(Date.now()).toISOString()
  return ask(ctx, 'what')
})
bot.callbackQuery('review:send', (ctx) => {
  const { report } = ctx.session
  const code = Math.floor(Math.random() * 2 ** 40).toString(36).toUpperCase().padStart(8, '0')
  ctx.session.finished = { ...report, code }
  ctx.session.report = {}
  ctx.session.step = 'menu'
  return say(ctx, `وصل بلاغك وحُفظ. رقمه ${code}.`, keyboards.menu)
})
bot.callbackQuery('review:cancel', (ctx) => {
  ctx.session.report = {}
  ctx.session.step = 'menu'
  return say(ctx, texts.cancelled, keyboards.menu)
})

bot.on('callback_query:data', (ctx) => {
  const { data } = ctx.callbackQuery
  const { step, report } = ctx.session
  if (step === 'category' && categoryById.has(data)) {
    report.category = data
    ctx.session.step = 'subtype'
    return say(ctx, texts.subtype, subtypeKeyboards.get(data))
  }
  if (step === 'subtype' && data.startsWith(`${report.category}-`)) {
    report.subtype = data
    return ask(ctx, 'place')
  }
  return say(ctx, texts.again)
})

bot.on('message:text', (ctx) => {
  const { step, report } = ctx.session
  if (step === 'place') {
    report.place = ctx.message.text
    return ask(ctx, 'when')
  }
  if (step === 'what') {
    report.what = ctx.message.text
    ctx.session.step = 'review'
    return say(ctx, review(report), keyboards.review)
  }
  return say(ctx, texts.again)
})

await bot.init()
const handle = webhookCallback(bot, 'http', { secretToken: settings.secret })
const server = createServer((request, response) => {
  if (request.url === '/webhooks/telegram') return handle(request, response)
  response.statusCode = request.url === '/health/ready' ? 200 : 404
  response.end()
})

// Idle connections stay open, as behind a proxy.
server.keepAliveTimeout = 75_000
server.listen(settings.port, '127.0.0.1')
process.on('SIGTERM', () => {
  db.close()
  process.exit(0)
})
