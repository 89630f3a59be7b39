// grammY talks with one person through the fake Bot API. Prints what it saw, one JSON line each; the test on the other side
// plays the person and judges the lines.
import { Bot, GrammyError, InlineKeyboard } from "grammy";

const [, , apiRoot, token] = process.argv;
const bot = new Bot(token, { client: { apiRoot } });
const say = (event, detail = {}) => console.log(JSON.stringify({ event, ...detail }));

bot.command("start", async (ctx) => {
  const sent = await ctx.reply("هل أنت في أمان؟", { reply_markup: new InlineKeyboard().text("نعم", "7:safe").text("لا", "7:danger") });
  say("asked", { message: sent.message_id, chat: sent.chat.id, payload: ctx.match });
});

bot.callbackQuery("7:safe", async (ctx) => {
  await ctx.answerCallbackQuery({ text: "تم" });
  await ctx.editMessageText("شكرا");
  say("pressed", { data: ctx.callbackQuery.data, on: ctx.callbackQuery.message.message_id });
});

bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const answer = await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`);
  say("photo", { bytes: [...new Uint8Array(await answer.arrayBuffer())], caption: ctx.message.caption });
});

bot.hears("كثير", async (ctx) => {
  try {
    await ctx.reply("رد");
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    say("throttled", { code: error.error_code, after: error.parameters.retry_after });
  }
});

bot.hears("انتهى", async () => {
  say("stopping");
  await bot.stop();
});

bot.catch((error) => {
  say("error", { message: String(error.error) });
  process.exit(1);
});

await bot.start({ onStart: (me) => say("started", { username: me.username }) });
say("stopped");
