using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Channels.WebChat;

[JsonSourceGenerationOptions]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class PageJson : JsonSerializerContext;
