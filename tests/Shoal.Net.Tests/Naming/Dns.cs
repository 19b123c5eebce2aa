using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Shoal.Net.Tests.Naming;

/// <summary>DNS messages written by hand, as RFC 1035 §4 draws them.</summary>
internal static class Dns
{
    public static ushort IdOf(byte[] question) => BinaryPrimitives.ReadUInt16BigEndian(question);

    public static string NameOf(byte[] question)
    {
        var labels = new List<string>();
        for (var at = 12; question[at] != 0; at += question[at] + 1)
        {
            labels.Add(Encoding.ASCII.GetString(question, at + 1, question[at]));
        }

        return string.Join('.', labels);
    }

    public static int TypeOf(byte[] question) => question[^3];

    /// <summary>The question sent back with flags and records.</summary>
    public static byte[] Answer(byte[] question, int flags, params byte[][] records)
    {
        byte[] answer = [.. question, .. records.SelectMany(record => record)];
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(2), (ushort)(0x8180 | flags));
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(6), (ushort)records.Length);
        return answer;
    }

    /// <summary>Addresses of the asked family under the question's own name, which a pointer names.</summary>
    public static byte[] Addresses(byte[] question, uint ttl, params string[] addresses) => Answer(question, 0,
        [.. addresses.Select(IPAddress.Parse).Where(ip => ip.GetAddressBytes().Length == (TypeOf(question) == 1 ? 4 : 16)).Select(ip => Record([0xc0, 12], TypeOf(question), ttl, ip.GetAddressBytes()))]);

    public static byte[] Record(byte[] owner, int type, uint ttl, byte[] data)
    {
        var head = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)type);
        head[3] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), ttl);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(8), (ushort)data.Length);
        return [.. owner, .. head, .. data];
    }

    public static byte[] Name(string name) =>
        [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
}
