using Xunit;

namespace Moomken.Bot.Host.Tests.Service;

/// <summary>One after the other, and beside nothing else: each of these tests keeps the whole machine busy with processes of its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ServiceTests
{
    public const string Name = "Service";
}
