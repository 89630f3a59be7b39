using System.Text;
using CsCheck;
using Moomken.Bot.Host.Evidence;
using SkiaSharp;
using Xunit;

namespace Moomken.Bot.Host.Tests.Evidence;

public class ImageViewTests
{
    [Fact]
    public void Place_owner_and_comments_do_not_survive()
    {
        var original = Pictures.WithXmpAndComment(Pictures.WithExif(Pictures.Jpeg(), orientation: 1));
        Assert.Contains(Pictures.Secret, Encoding.Latin1.GetString(original), StringComparison.Ordinal);
        using (var codec = SKCodec.Create(new MemoryStream(Pictures.WithExif(Pictures.Jpeg(), orientation: 6))))
        {
            Assert.Equal(SKEncodedOrigin.RightTop, codec.EncodedOrigin);
        }

        var view = ImageView.Make(original)!;

        var text = Encoding.Latin1.GetString(view);
        Assert.All(["Exif", "xmp", "GPS", "Fatima", "0912345678", "ICC_PROFILE"], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(JpegMarkers(view), marker => Assert.Contains(marker, new byte[] { 0xE0, 0xDB, 0xC0, 0xC4, 0xDA }));
    }

    [Fact]
    public void A_see_through_image_becomes_a_png_of_pixels_alone()
    {
        var view = ImageView.Make(Pictures.SeeThroughPng())!;

        Assert.All(PngChunks(view), chunk => Assert.Contains(chunk, new[] { "IHDR", "IDAT", "IEND", "sBIT" }));
        using var shown = SKBitmap.Decode(view);
        Assert.InRange(shown.GetPixel(5, 5).Alpha, 126, 130);
    }

    [Theory]
    [InlineData(1, 64, 32, 2, 16, true)]
    [InlineData(2, 64, 32, 2, 16, false)]
    [InlineData(3, 64, 32, 2, 16, false)]
    [InlineData(4, 64, 32, 2, 16, true)]
    [InlineData(5, 32, 64, 16, 2, true)]
    [InlineData(6, 32, 64, 16, 2, true)]
    [InlineData(7, 32, 64, 16, 2, false)]
    [InlineData(8, 32, 64, 16, 2, false)]
    public void A_photo_held_any_way_is_shown_upright(int orientation, int width, int height, int x, int y, bool red)
    {
        var view = ImageView.Make(Pictures.WithExif(Pictures.Jpeg(), (ushort)orientation));

        using var shown = SKBitmap.Decode(view);
        Assert.Equal((width, height), (shown.Width, shown.Height));
        var pixel = shown.GetPixel(x, y);
        Assert.Equal(red, pixel.Red > pixel.Blue);
    }

    [Theory]
    [InlineData(4000, 3000, 2048, 1536)]
    [InlineData(5000, 50, 2048, 20)]
    [InlineData(2048, 100, 2048, 100)]
    [InlineData(300, 200, 300, 200)]
    public void A_large_photo_is_made_smaller_and_a_small_one_is_left_as_it_is(int width, int height, int shownWidth, int shownHeight)
    {
        using var shown = SKBitmap.Decode(ImageView.Make(Pictures.Jpeg(width, height)));

        Assert.Equal((shownWidth, shownHeight), (shown.Width, shown.Height));
    }

    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(100, 100)]
    [InlineData(0, 0)]
    public void A_picture_that_claims_more_than_it_holds_has_no_view(int width, int height) =>
        Assert.Null(ImageView.Make(Pictures.PngThatClaims(width, height)));

    [Fact]
    public void A_whole_picture_of_more_pixels_than_allowed_is_refused_and_a_smaller_one_is_not()
    {
        Assert.Null(ImageView.Make(Pictures.BlackPng(10_000, 5_001)));
        Assert.NotNull(ImageView.Make(Pictures.BlackPng(4_000, 3_000)));
    }

    [Fact]
    public void What_hides_behind_the_picture_is_not_in_the_view()
    {
        byte[] polyglot = [.. Pictures.Jpeg(), .. "<html><script>alert(1)</script></html>"u8, .. "PK\u0003\u0004"u8];

        Assert.DoesNotContain("script", Encoding.Latin1.GetString(ImageView.Make(polyglot)!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("GIF89a/*")]
    [InlineData("\u00ff\u00d8\u00ff<html><script>alert(1)</script>")]
    [InlineData("RIFF\u0024\0\0\0WEBPVP8 nothing")]
    public void What_is_no_picture_has_no_view(string content) => Assert.Null(ImageView.Make(Encoding.Latin1.GetBytes(content)));

    [Fact]
    public void A_photo_cut_short_has_no_view()
    {
        var jpeg = Pictures.Jpeg(640, 480);

        Assert.Null(ImageView.Make(jpeg[..(jpeg.Length / 2)]));
    }

    [Fact]
    public void Damage_anywhere_ends_as_a_view_or_no_view_and_never_throws()
    {
        byte[][] pictures = [Pictures.WithExif(Pictures.Jpeg(), 6), Pictures.SeeThroughPng()];

        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 5_000], Gen.Byte).Sample((which, at, value) =>
        {
            var broken = (byte[])pictures[which].Clone();
            broken[at % broken.Length] = value;
            ImageView.Make(broken);
        }, iter: 500);
    }

    private static IEnumerable<byte> JpegMarkers(byte[] jpeg)
    {
        for (var at = 2; jpeg[at + 1] != 0xDA; at += 2 + (jpeg[at + 2] << 8) + jpeg[at + 3])
        {
            yield return jpeg[at + 1];
        }
    }

    private static IEnumerable<string> PngChunks(byte[] png)
    {
        for (var at = 8; at < png.Length; at += 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at)))
        {
            yield return Encoding.ASCII.GetString(png, at + 4, 4);
        }
    }
}
