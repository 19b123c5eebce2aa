using System.Buffers;
using System.Text;

namespace Shoal.Bencoding.Tests;

public sealed class BencodeValueTests
{
    [Fact]
    public void Values_are_found_by_key_and_keep_their_original_bytes()
    {
        var root = Parse("d4:infod6:lengthi5e4:name1:ae5:otherli1e3:twoee");
        Assert.Equal("d6:lengthi5e4:name1:ae", Encoding.ASCII.GetString(root["info"u8].RawBytes.Span));
        Assert.True(root["info"u8]["length"u8].TryGetInteger(out var length));
        Assert.Equal(5, length);
        Assert.True(root["info"u8]["name"u8].TryGetText(out var name));
        Assert.Equal("a", name);
        Assert.True(root.TryGet("other"u8, out var other));
        Assert.Equal("d4:infod6:lengthi5e4:name1:ae5:other".Length, other.Offset);
    }

    [Fact]
    public void A_question_to_what_is_not_there_has_an_empty_answer()
    {
        var root = Parse("d1:ai1ee");
        var missing = root["x"u8]["y"u8]["z"u8];
        Assert.False(missing.Exists);
        Assert.False(missing.TryGetInteger(out _));
        Assert.False(missing.TryGetBytes(out _));
        Assert.False(missing.TryGetText(out _));
        Assert.True(missing.RawBytes.IsEmpty);
        Assert.False(missing.Items.MoveNext());
        Assert.False(missing.Entries.MoveNext());
        Assert.False(root["a"u8]["b"u8].Exists);
        Assert.False(default(BencodeValue).Exists);
    }

    [Theory]
    [InlineData("i9223372036854775807e", true)]
    [InlineData("i-9223372036854775808e", true)]
    [InlineData("i9223372036854775808e", false)]
    [InlineData("i-9223372036854775809e", false)]
    [InlineData("i99999999999999999999999999999999999999e", false)]
    public void Integers_of_any_size_are_read_and_given_out_where_they_fit(string input, bool fits) => Assert.Equal(fits, Parse(input).TryGetInteger(out _));

    [Fact]
    public void A_document_reads_again_into_the_same_memory()
    {
        var document = new BencodeDocument();
        Assert.False(document.Root.Exists);
        Assert.True(document.TryRead("li1ei2ee"u8.ToArray(), BencodeOptions.Strict, out _));
        Assert.True(document.TryRead("i7e"u8.ToArray(), BencodeOptions.Strict, out _));
        Assert.True(document.Root.TryGetInteger(out var seven));
        Assert.Equal(7, seven);
        Assert.False(document.TryRead("x"u8.ToArray(), BencodeOptions.Strict, out _));
        Assert.False(document.Root.Exists);
        Assert.False(document.TryRead("i1e "u8.ToArray(), BencodeOptions.Strict, out _));
        Assert.False(document.Root.Exists);
    }

    [Fact]
    public void The_writer_splices_encoded_values()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(buffer);
        writer.WriteStartDictionary();
        writer.WriteKey("info"u8);
        writer.WriteRaw("d1:z0:1:a0:e"u8);
        writer.WriteKey("list"u8);
        writer.WriteStartList();
        writer.WriteInteger(long.MinValue);
        writer.WriteStartDictionary();
        writer.Write("a"u8, "é");
        writer.Write("b"u8, -1);
        writer.WriteEnd();
        writer.WriteText("");
        writer.WriteEnd();
        writer.Write("m"u8, [0]);
        writer.WriteEnd();
        Assert.True(writer.IsComplete);
        Assert.Equal("d4:infod1:z0:1:a0:e4:listli-9223372036854775808ed1:a2:é1:bi-1ee0:e1:m1:\0e", Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    [Fact]
    public void The_writer_throws_on_misuse()
    {
        Throws(w => w.WriteEnd());
        Throws(w => w.WriteKey("a"u8));
        Throws(w => { w.WriteStartDictionary(); w.WriteInteger(1); });
        Throws(w => { w.WriteStartDictionary(); w.WriteKey("a"u8); w.WriteKey("b"u8); });
        Throws(w => { w.WriteStartDictionary(); w.WriteKey("a"u8); w.WriteEnd(); });
        Throws(w => { w.WriteStartDictionary(); w.Write("b"u8, 1); w.WriteKey("a"u8); });
        Throws(w => { w.WriteStartDictionary(); w.Write("b"u8, 1); w.WriteKey("b"u8); });
        Throws(w => { w.WriteStartList(); w.WriteKey("a"u8); });

        static void Throws(Action<BencodeWriter> misuse) => Assert.Throws<InvalidOperationException>(() => misuse(new BencodeWriter(new ArrayBufferWriter<byte>())));
    }

    private static BencodeValue Parse(string input)
    {
        Assert.True(BencodeDocument.TryParse(Encoding.UTF8.GetBytes(input), BencodeOptions.Strict, out var document, out var error), error.ToString());
        return document.Root;
    }
}
