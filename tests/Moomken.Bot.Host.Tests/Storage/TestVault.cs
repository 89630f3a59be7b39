using Moomken.Bot.Sealing;

namespace Moomken.Bot.Host.Tests.Storage;

internal static class TestVault
{
    public static Vault New(byte fill = 7) => new(
        new Dictionary<byte, byte[]> { [1] = [.. Enumerable.Repeat(fill, 32)] },
        [.. Enumerable.Repeat((byte)9, 32)]);
}
