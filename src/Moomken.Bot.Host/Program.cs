using Moomken.Bot.Host.Commands;

return await ServeCommand.RunAsync(args);
