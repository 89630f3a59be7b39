using Xunit;

namespace Moomken.Bot.Host.Tests.Storage;

// Finding documents again: pages, keys, ids and texts of any script.
public abstract partial class StoreContract
{
    [Fact]
    public async Task Scan_gives_pages_in_the_order_of_the_ids()
    {
        string[] ids = ["", "z", "A", "a", "ب", "ا", "10", "9", "😀", "é"];
        await Put([.. ids.Skip(1).Select(id => new Note(id, id))]);

        var pages = new List<string>();
        for (string? after = null; ;)
        {
            var page = await Store.ReadAsync(reader => reader.Scan(Note.Documents, 4, after));
            pages.AddRange(page.Select(note => note.Id));
            if (page.Count < 4)
            {
                break;
            }

            after = page[^1].Id;
        }

        Assert.Equal(ids.Skip(1).Order(StringComparer.Ordinal), pages);
    }

    [Fact]
    public async Task Find_gives_pages_of_one_key_in_the_order_of_the_ids()
    {
        var notes = Enumerable.Range(0, 150).Select(i => new Note($"{i:000}", "text", i % 2 == 0 ? "بنغازي" : "سبها")).ToArray();
        await Put(notes);

        var first = await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", "بنغازي", 70));
        var second = await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", "بنغازي", 70, first[^1].Id));

        Assert.Equal(notes.Where(note => note.Place == "بنغازي").Select(note => note.Id), first.Concat(second).Select(note => note.Id));
        Assert.Equal(5, second.Count);
    }

    [Fact]
    public async Task Keys_of_different_indexes_and_keys_that_begin_alike_are_kept_apart()
    {
        await Put(new Note("1", "a", Place: "sabha"), new Note("2", "b", Author: "sabha"), new Note("3", "c", Place: "sabha2"), new Note("4", "d", Place: "Sabha"));

        Assert.Equal(["a"], await Texts(reader => reader.Find(Note.Documents, "place", "sabha", 10)));
        Assert.Equal(["b"], await Texts(reader => reader.Find(Note.Documents, "author", "sabha", 10)));
        Assert.Equal([], await Texts(reader => reader.Find(Note.Documents, "place", "", 10)));
    }

    [Fact]
    public async Task A_document_is_found_by_the_keys_it_has_now()
    {
        await Put(new Note("1", "text", "طبرق", "ana"), new Note("2", "other", "طبرق"));
        await Put(new Note("1", "text", "درنة", "ana"));

        Assert.Equal(["other"], await Texts(reader => reader.Find(Note.Documents, "place", "طبرق", 10)));
        Assert.Equal(["text"], await Texts(reader => reader.Find(Note.Documents, "place", "درنة", 10)));
        Assert.Equal(["text"], await Texts(reader => reader.Find(Note.Documents, "author", "ana", 10)));

        await Put(new Note("1", "text"));
        Assert.Equal([], await Texts(reader => reader.Find(Note.Documents, "place", "درنة", 10)));
        Assert.Equal([], await Texts(reader => reader.Find(Note.Documents, "author", "ana", 10)));
    }

    [Fact]
    public async Task An_undeclared_index_is_an_error_that_names_it()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync(reader => reader.Find(Note.Documents, "colour", "x", 1)));

        Assert.Contains("colour", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("مرحبا 😀 \u200f123\u200f", "سبها/١٢٣")]
    [InlineData("tab\t quote\" back\\slash \u0001", "line\nbreak")]
    public async Task Texts_and_ids_of_any_script_come_back(string text, string id)
    {
        await Put(new Note(id, text, text));

        var found = await Store.ReadAsync(reader => reader.Get(Note.Documents, id));

        Assert.Equal(id, found!.Id);
        Assert.Equal(id, Assert.Single(await Store.ReadAsync(reader => reader.Find(Note.Documents, "place", text, 5))).Id);
    }

    [Fact]
    public async Task Ids_that_differ_only_in_case_or_in_marks_are_different()
    {
        string[] ids = ["abc", "ABC", "Abc", "é", "e\u0301", "أ", "ا"];
        await Put([.. ids.Select(id => new Note(id, $"text of {id}"))]);

        foreach (var id in ids)
        {
            Assert.Equal($"text of {id}", (await Store.ReadAsync(reader => reader.Get(Note.Documents, id)))!.Text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("خخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخخ")]
    public async Task An_id_that_cannot_be_kept_is_refused_and_hurts_nobody(string id)
    {
        var neighbour = Put(new Note("neighbour", "text"));

        await Assert.ThrowsAsync<ArgumentException>(() => Put(new Note("1", "text"), new Note(id, "text")));
        await neighbour;

        Assert.Equal(["neighbour"], (await Store.ReadAsync(reader => reader.Scan(Note.Documents, 9))).Select(note => note.Id));
        Assert.Null(await Store.ReadAsync(reader => reader.Get(Note.Documents, id)));
    }

    [Fact]
    public async Task Half_a_surrogate_is_kept_from_ids_and_does_no_harm_in_texts()
    {
        // On disk it would become a replacement character, and two ids one.
        await Assert.ThrowsAsync<ArgumentException>(() => Put(new Note("half \ud83d", "text")));

        await Put(new Note("1", "half \ud83d and more"));

        Assert.StartsWith("half ", (await Store.ReadAsync(reader => reader.Get(Note.Documents, "1")))!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_of_a_megabyte_is_kept_whole()
    {
        var text = string.Concat(Enumerable.Repeat("شاهدتُ ما يلي. ", 70_000));

        await Put(new Note("big", text), new Note("small", "x"));
        await Put(new Note("big", text + "end"));

        Assert.Equal(text + "end", (await Store.ReadAsync(reader => reader.Get(Note.Documents, "big")))!.Text);
    }
}
