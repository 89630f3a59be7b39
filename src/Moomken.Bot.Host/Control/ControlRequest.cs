using System.Text.Json.Serialization;

namespace Moomken.Bot.Host.Control;

/// <summary>What a command asks of the running service.</summary>
/// <param name="Operation">See <see cref="Operations.Operation.Name"/>.</param>
/// <param name="Request">The operation's own request, JSON.</param>
internal sealed record ControlRequest(string Operation, byte[] Request);

[JsonSerializable(typeof(ControlRequest))]
internal sealed partial class ControlJson : JsonSerializerContext;
