using System.Text;
using CsCheck;
using Moomken.Bot.Evidence;
using Xunit;

namespace Moomken.Bot.Tests.Evidence;

public class EvidenceTypesTests
{
    [Theory]
    [InlineData("FFD8FFE000104A464946", "image/jpeg")]
    [InlineData("FFD8FFE1", "image/jpeg")]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("89504E470D0A1A", EvidenceTypes.Unknown)]
    [InlineData("524946462400000057454250", "image/webp")]
    [InlineData("524946462400000057415645", EvidenceTypes.Unknown)]
    [InlineData("4F67675300020000", "audio/ogg")]
    [InlineData("49443304000000", "audio/mpeg")]
    [InlineData("FFFB9064", "audio/mpeg")]
    [InlineData("FFF14C80", "audio/aac")]
    [InlineData("FFFFFFFF", EvidenceTypes.Unknown)]
    [InlineData("0000001C667479704D344120", "audio/mp4")]
    [InlineData("0000001C6674797069736F6D", "video/mp4")]
    [InlineData("000000186674797033677034", "video/3gpp")]
    [InlineData("0000001466747970717420 20", "video/quicktime")]
    [InlineData("000000186674797068656963", "image/heic")]
    [InlineData("00000018667479707A7A7A7A", EvidenceTypes.Unknown)]
    [InlineData("1A45DFA39F4286810142F7810142F2810442F381084282847765626D", "video/webm")]
    [InlineData("1A45DFA39F4286810142F7810142F2810442F381084282886D6174726F736B61", EvidenceTypes.Unknown)]
    [InlineData("255044462D312E37", "application/pdf")]
    [InlineData("4D5A9000", EvidenceTypes.Unknown)]
    [InlineData("504B0304", EvidenceTypes.Unknown)]
    [InlineData("", EvidenceTypes.Unknown)]
    [InlineData("FF", EvidenceTypes.Unknown)]
    public void A_file_is_what_its_first_bytes_say(string hexadecimal, string type) =>
        Assert.Equal(type, EvidenceTypes.Of(Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("GIF89a")]
    public void What_a_browser_could_run_is_never_an_image(string text) =>
        Assert.False(EvidenceTypes.IsImage(EvidenceTypes.Of(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Any_bytes_at_all_have_a_type() =>
        Gen.Byte.Array[0, 80].Sample(bytes => EvidenceTypes.Of(bytes).Contains('/', StringComparison.Ordinal));
}
