using System.Text.Json.Serialization;
using Moomken.Bot.Host.Doctor;
using Moomken.Bot.Host.Telemetry;

namespace Moomken.Bot.Host.Operations;

/// <summary>The second half of <c>doctor</c>: what only the process that holds the data can say, and what each channel says of itself.</summary>
internal static class DoctorOperation
{
    public static readonly Operation<DoctorRequest> Look = new("doctor", DoctorOperationJson.Default.DoctorRequest, LookAsync);

    /// <summary>Something does not work.</summary>
    public const int Ill = 1;

    private static async Task<int> LookAsync(IServiceProvider services, DoctorRequest request, OperationCall call, CancellationToken cancellation)
    {
        await services.GetRequiredService<Tally>().RunOnceAsync(cancellation);
        var lines = services.GetRequiredService<ServiceChecks>().Run().ToList();
        if (request.Channels)
        {
            lines.AddRange(await DoctorChecks.RunAsync(services.GetServices<DoctorCheck>(), services.GetRequiredService<TimeProvider>(), cancellation));
        }

        foreach (var line in lines)
        {
            await call.Output.LineAsync(line.Shown);
        }

        return lines.Exists(line => line.State == DoctorState.Fail) ? Ill : Operation.Done;
    }
}

/// <param name="Channels">Ask the providers too, over the network.</param>
internal sealed record DoctorRequest(bool Channels);

[JsonSerializable(typeof(DoctorRequest))]
internal sealed partial class DoctorOperationJson : JsonSerializerContext;
