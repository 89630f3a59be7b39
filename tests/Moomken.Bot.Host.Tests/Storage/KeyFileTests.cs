using Moomken.Bot.Host.Storage;
using Moomken.Bot.Storage;
using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

public sealed class KeyFileTests : IDisposable
{
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File(KeyFile.FileName);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_are_made_once_and_read_again()
    {
        using var first = KeyFile.Open(folder.Path);
        using var second = KeyFile.Open(folder.Path);

        Assert.Equal("سر", second.OpenText(first.SealText("سر")));
        Assert.Equal(first.Lookup("phone", "1"), second.Lookup("phone", "1"));
    }

    [Fact]
    public void Every_folder_has_keys_of_its_own()
    {
        using var other = new TemporaryFolder();
        using var first = KeyFile.Open(folder.Path);
        using var second = KeyFile.Open(other.Path);

        Assert.NotEqual(first.Lookup("phone", "1"), second.Lookup("phone", "1"));
    }

    [Fact]
    public void The_file_is_for_its_owner_only_and_says_in_two_languages_what_it_is()
    {
        KeyFile.Open(folder.Path).Dispose();

        var text = File.ReadAllText(FilePath);
        Assert.Contains("without it nothing can be read", text, StringComparison.Ordinal);
        Assert.Contains("بدونه لا يمكن قراءة أي شيء", text, StringComparison.Ordinal);
        Assert.Equal([FilePath], Directory.GetFiles(folder.Path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public void A_second_seal_key_seals_and_the_first_still_opens()
    {
        Write($"seal.1 = {Key}\nlookup = {Key}");
        using var before = KeyFile.Open(folder.Path);
        var old = before.SealText("قديم");

        Write($"# rotated\nseal.1 = {Key}\n  seal.2={Key.Replace('A', 'B')}\nlookup = {Key}\n");
        using var after = KeyFile.Open(folder.Path);

        Assert.Equal("قديم", after.OpenText(old));
        Assert.Throws<System.Security.Cryptography.CryptographicException>(() => before.OpenText(after.SealText("جديد")));
    }

    [Fact]
    public void Data_without_its_keys_is_not_given_new_ones()
    {
        File.WriteAllText(folder.File("moomken.db"), "data");

        var error = Assert.Throws<StoreUnavailableException>(() => KeyFile.Open(folder.Path));

        Assert.Contains("no key file", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void A_file_that_others_can_read_is_refused_with_the_command_that_mends_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        KeyFile.Open(folder.Path).Dispose();
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        var error = Assert.Throws<StoreUnavailableException>(() => KeyFile.Open(folder.Path));

        Assert.Contains($"chmod 600 {FilePath}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "lookup")]
    [InlineData($"seal.1 = {Key}", "lookup")]
    [InlineData($"lookup = {Key}", "seal.1")]
    [InlineData($"seal.1 = {Key}\nlookup = short", "line 2")]
    [InlineData($"seal.0 = {Key}\nlookup = {Key}", "line 1")]
    [InlineData($"seal.256 = {Key}\nlookup = {Key}", "line 1")]
    [InlineData($"seal.1 = {Key}\nseal.1 = {Key}\nlookup = {Key}", "line 2")]
    [InlineData($"seal.1 = {Key}\nlookup = {Key}\nnonsense", "line 3")]
    public void A_damaged_file_is_refused_and_its_keys_are_not_shown(string text, string place)
    {
        Write(text);

        var error = Assert.Throws<StoreUnavailableException>(() => KeyFile.Open(folder.Path));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", error.Message, StringComparison.Ordinal);
    }

    private void Write(string text)
    {
        File.WriteAllText(FilePath, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
