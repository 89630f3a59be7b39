using System.CommandLine;
using Moomken.Bot.Host.Commands;
using Moomken.Bot.Host.Operations;
using Moomken.Bot.Host.Settings;

if (SettingsSources.FaultOfFile() is { } fault)
{
    Console.Error.WriteLine(fault);
    return ServeCommand.WrongConfiguration;
}

if (args is [] or ["serve", ..] || args[0].StartsWith("--urls", StringComparison.Ordinal))
{
    return await ServeCommand.RunAsync(args is ["serve", .. var rest] ? rest : args);
}

var configuration = () => SettingsSources.Builder([]).Configuration as IConfiguration;
Operate operate = new OperationDesk(() => SettingsSources.Builder([])).RunAsync;
var root = new RootCommand("Moomken.Bot: election observation by chat. Without a command it serves; so does 'serve'.")
{
    new Command("serve", "Runs the service (the default)."),
    ChatCommand.Create(configuration),
    CheckCommand.Create(configuration),
    GuideCommand.Create(configuration),
    ImportCommand.Create(operate, configuration),
    DoctorCommand.Create(configuration, operate, TimeProvider.System),
    ExportCommand.Create(operate),
    OutboxCommand.Create(operate),
    LettersCommand.Create(operate),
    RequestsCommand.Create(operate),
    EvidenceCommand.Create(operate),
    AuditCommand.Create(operate),
    BackupCommand.Create(operate, configuration, TimeProvider.System),
    MoveCommand.Create(configuration, TimeProvider.System),
};

// "@name" is the name of a bot or a channel here, never a file of further arguments.
return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync();
