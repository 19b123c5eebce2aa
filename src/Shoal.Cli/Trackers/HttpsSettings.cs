using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Runtime;
using Shoal.TrackerServer.Https;

namespace Shoal.Cli.Trackers;

/// <summary>Announces by TLS, as the user says it.</summary>
internal sealed class HttpsSettings
{
    private readonly Option<int?> _port = new("--https-port")
    {
        Description = "Take announces by HTTPS too, on this port; 0 for any. Needs --certificate",
        HelpName = "N",
    };

    private readonly Option<string?> _certificate = new("--certificate")
    {
        Description = "The certificate of HTTPS and its chain in PEM, such as certbot's fullchain.pem; or all with the key, in PEM or PFX. Read anew when it changes",
        HelpName = "FILE",
    };

    private readonly Option<string?> _key = new("--certificate-key")
    {
        Description = "The certificate's key in PEM, such as certbot's privkey.pem",
        HelpName = "FILE",
    };

    public HttpsSettings() => _port.MustBeBetween(0, ushort.MaxValue, "port");

    public void AddTo(Command command)
    {
        command.Add(_port);
        command.Add(_certificate);
        command.Add(_key);
    }

    /// <summary>Null: no HTTPS is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="listen">Where HTTP is listened to.</param>
    /// <exception cref="VerbException">Half of it was said.</exception>
    public HttpsOptions? Read(ParseResult parsed, IReadOnlyList<Endpoint> listen)
    {
        var (port, certificate, key) = (parsed.GetValue(_port), parsed.GetValue(_certificate), parsed.GetValue(_key));
        return (port, certificate) switch
        {
            ({ } number, { } file) => new HttpsOptions { Listen = [.. listen.Select(each => each.WithPort((ushort)number))], Certificate = file, Key = key },
            (not null, null) => throw new VerbException(ExitCode.Usage, "HTTPS needs a certificate: name its file by --certificate"),
            (null, not null) => throw new VerbException(ExitCode.Usage, "a certificate is for HTTPS: name its port by --https-port, such as 443"),
            _ => key is null ? null : throw new VerbException(ExitCode.Usage, "a key is for HTTPS: name its port by --https-port and the certificate by --certificate"),
        };
    }
}
