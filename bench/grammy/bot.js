// The peer: the incident conversation of ../scripts/incident.json as one would write it with grammY, made as fast as
// its public means allow. The session is one row in SQLite (WAL, synchronous=FULL), committed before the webhook
// answers 200; a finished incident is committed with it.
import { randomBytes } from 'node:crypto'
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
const column = (choices) => choices.reduce((keyboard, choice) => keyboard.text(choice.ar, choice.id).row(), new InlineKeyboard())

// Keyboards are built once: they are the same for everybody.
const keyboards = {
  language: new InlineKeyboard().text('العربية', 'lang:ar').text('English', 'lang:en'),
  agreement: new InlineKeyboard().text('أوافق', 'agreement:yes').text('لا أوافق', 'agreement:no'),
  menu: new InlineKeyboard().text('إبلاغ عن حادث', 'menu:report').row().text('القائمة', 'menu:menu'),
  safe: new InlineKeyboard().text('نعم، في أمان', 'safe:yes').text('لا، لست آمنا', 'safe:no'),
  category: column(categories),
  when: new InlineKeyboard().text('الآن', 'when:now').text('اليوم', 'when:today'),
  more: new InlineKeyboard().text('هذا كل شيء', 'details:done'),
  review: new InlineKeyboard().text('إرسال', 'review:send').row().text('حذف البلاغ', 'review:discard'),
}
const subtypeKeyboards = new Map(categories.map((category) => [category.id, column(category.subtypes)]))

const texts = {
  language: 'مرحبا بكم في «ممكن». بأي لغة نكمل؟\nWelcome to Moomken. Which language shall we use?',
  agreement: '«ممكن» شبكة مدنية لمراقبة الانتخابات. لسنا المفوضية الوطنية العليا للانتخابات.\nتطبيق المحادثة يستطيع قراءة هذه المحادثة.\nهل توافقون على المتابعة؟',
  declined: 'لن نسأل عن شيء. أي رسالة جديدة تعيد هذا السؤال.',
  menu: 'بماذا نساعدكم؟',
  safe: 'هل أنتم في مكان آمن الآن؟',
  unsafe: 'الابتعاد عن الخطر أولا. كلمة /report عندما تصبحون بأمان.',
  category: 'ماذا حدث؟ من القائمة، أو بكلماتكم.',
  subtype: 'ما الأقرب إلى ما حدث؟',
  place: 'أين حدث؟ اسم المركز أو المنطقة، أو مشاركة الموقع.',
  when: 'متى حدث؟',
  details: 'ما الذي حدث؟ في رسالة أو أكثر.',
  added: 'أُضيف. يمكن إرسال المزيد، ثم «هذا كل شيء».',
  discarded: 'حُذف البلاغ. لم يُرسل شيء.',
  again: 'لم نفهم هذا الرد. يكفي زر من الخيارات، أو /report.',
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
const reset = (ctx, step) => {
  ctx.session.report = {}
  return ask(ctx, step)
}
const review = (report) => `مراجعة البلاغ:\n1. ${report.category}\n2. ${report.subtype}\n3. ${report.place}\n4. ${report.when}\n5. ${report.details}`

bot.command('start', (ctx) => ask(ctx, 'language'))
bot.command('menu', (ctx) => ask(ctx, 'menu'))
bot.command('report', (ctx) => reset(ctx, 'safe'))

bot.callbackQuery(/^lang:(ar|en)$/, (ctx) => {
  ctx.session.language = ctx.match[1]
  return ask(ctx, 'agreement')
})
bot.callbackQuery('agreement:yes', (ctx) => {
  ctx.session.agreement = { version: 1, at: Date.now() }
  return ask(ctx, 'menu')
})
bot.callbackQuery('agreement:no', (ctx) => say(ctx, texts.declined))
bot.callbackQuery('menu:menu', (ctx) => ask(ctx, 'menu'))
bot.callbackQuery('menu:report', (ctx) => reset(ctx, 'safe'))
bot.callbackQuery('safe:yes', (ctx) => ask(ctx, 'category'))
bot.callbackQuery('safe:no', (ctx) => say(ctx, texts.unsafe))
bot.callbackQuery(/^when:(now|today)$/, (ctx) => {
  ctx.session.report.when = new Date().toISOString()
  return ask(ctx, 'details')
})
bot.callbackQuery('details:done', (ctx) => {
  ctx.session.step = 'review'
  return say(ctx, review(ctx.session.report), keyboards.review)
})
bot.callbackQuery('review:send', (ctx) => {
  const code = randomBytes(5).toString('hex').toUpperCase()
  ctx.session.finished = { ...ctx.session.report, code }
  ctx.session.report = {}
  ctx.session.step = 'menu'
  return say(ctx, `وصل بلاغكم، شكرا لكم. الرمز ${code}`, keyboards.menu)
})
bot.callbackQuery('review:discard', (ctx) => {
  ctx.session.report = {}
  ctx.session.step = 'menu'
  return say(ctx, texts.discarded, keyboards.menu)
})

bot.on('callback_query:data', (ctx) => {
  const { data } = ctx.callbackQuery
  const { step, report } = ctx.session
  if (step === 'category' && subtypeKeyboards.has(data)) {
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
  if (step === 'details') {
    report.details = report.details ? `${report.details}\n${ctx.message.text}` : ctx.message.text
    return say(ctx, texts.added, keyboards.more)
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
