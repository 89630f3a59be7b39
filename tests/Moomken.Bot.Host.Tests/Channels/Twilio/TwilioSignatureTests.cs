using System.Text;
using Moomken.Bot.Host.Channels.Twilio;
using Xunit;

namespace Moomken.Bot.Host.Tests.Channels.Twilio;

public sealed class TwilioSignatureTests
{
    public static TheoryData<string> Names => [.. TwilioVectors.Verdicts().Select(verdict => verdict.Name)];

    [Fact]
    public void All_cases_are_there() => Assert.Equal((29, 40), (TwilioVectors.All.Count, TwilioVectors.Verdicts().Count()));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_of_the_official_client_has_its_verdict(string name)
    {
        var (_, vector, url, expected) = TwilioVectors.Verdicts().Single(verdict => verdict.Name == name);

        Assert.Equal(expected, TwilioSignature.IsGood([vector.Token], url, Form(vector), vector.Body, vector.Signature));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_is_read_as_the_official_client_reads_it(string name)
    {
        var vector = TwilioVectors.Verdicts().Single(verdict => verdict.Name == name).Vector;

        Assert.Equal(vector.IsForm ? vector.Fields : [], vector.IsForm ? TwilioForm.Read(vector.Body)!.Fields : []);
    }

    [Fact]
    public void Any_one_change_of_a_signed_post_is_noticed()
    {
        foreach (var vector in TwilioVectors.All.Where(vector => vector.Expected && vector.IsForm))
        {
            var shorter = vector.Body[..^1];
            Assert.False(TwilioSignature.IsGood([vector.Token], vector.Url, TwilioForm.Read(shorter), shorter, vector.Signature));
            Assert.False(TwilioSignature.IsGood([vector.Token], vector.Url + "x", Form(vector), vector.Body, vector.Signature));
            Assert.False(TwilioSignature.IsGood([vector.Token + "0"], vector.Url, Form(vector), vector.Body, vector.Signature));
            Assert.False(TwilioSignature.IsGood([vector.Token], vector.Url, null, vector.Body, vector.Signature));
        }
    }

    [Fact]
    public void While_the_token_is_being_changed_both_are_good()
    {
        var vector = TwilioVectors.Named("twilio-published-example");

        Assert.True(TwilioSignature.IsGood(["another", vector.Token], vector.Url, Form(vector), vector.Body, vector.Signature));
        Assert.False(TwilioSignature.IsGood([], vector.Url, Form(vector), vector.Body, vector.Signature));
    }

    [Fact]
    public void Repeated_and_empty_values_count_as_the_official_client_counts_them()
    {
        // Sorted by name and then by value, each different value once, an empty one with its name alone.
        var form = TwilioForm.Read("b=2&a=2&a=1&a=2&c="u8)!;

        Assert.Equal(TwilioSignature.Of("12345", "https://bot.example.ly/wa1a2b2c", TwilioForm.Of()), TwilioSignature.Of("12345", "https://bot.example.ly/w", form));
    }

    [Fact]
    public void An_address_with_a_hash_of_the_body_is_never_taken_for_a_form()
    {
        const string url = "https://bot.example.ly/w?bodySHA256=00";
        var form = TwilioForm.Of(("Body", "x"));

        Assert.False(TwilioSignature.IsGood(["12345"], url, form, form.Write(), TwilioSignature.Of("12345", url, form)));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%%%=%&=&&=x&%zz=%4")]
    [InlineData("a=%ff%fe&%00=%00")]
    [InlineData("")]
    public void Rubbish_is_read_as_something_and_signed_by_nobody(string body)
    {
        var bytes = Encoding.ASCII.GetBytes(body);

        Assert.False(TwilioSignature.IsGood(["12345"], "https://bot.example.ly/w", TwilioForm.Read(bytes), bytes, new string('A', TwilioSignature.Length)));
    }

    [Fact]
    public void Thousands_of_fields_are_no_message() => Assert.Null(TwilioForm.Read(Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, TwilioForm.MostFields + 1).Select(i => $"a{i}=1")))));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var form = TwilioForm.Of(("Body", "نعم & لا = ؟ + %20\r\n😀"), ("a", ""), ("A", "1"), ("مفتاح", "قيمة"));

        Assert.Equal(form.Fields, TwilioForm.Read(form.Write())!.Fields);
    }

    private static TwilioForm? Form(TwilioVector vector) => vector.IsForm ? TwilioForm.Read(vector.Body) : null;
}
