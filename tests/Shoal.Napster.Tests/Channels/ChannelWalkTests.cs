using FsCheck;
using FsCheck.Fluent;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Whatever users do, who is in which channel and who rules it is as a model says that knows nothing but lists.</summary>
public sealed class ChannelWalkTests
{
    private const int Users = 5;
    private const int MostChannels = 2;
    private static readonly string[] Names = ["#a", "#b", "#c"];

    [Fact]
    public void Members_and_operators_are_as_in_the_model() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), static seed =>
        {
            using var desk = new NapsterDesk(static options => options with { MostChannels = MostChannels });
            new Walk(desk, seed).Run();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private sealed class Walk(NapsterDesk desk, int seed)
    {
        private readonly Random _chance = new(seed);
        private readonly Client?[] _clients = new Client?[Users];

        /// <summary>Of each channel its members, the newest first.</summary>
        private readonly Dictionary<string, List<(int User, bool IsOperator)>> _model = Names.ToDictionary(static name => name, static _ => new List<(int, bool)>());

        public void Run()
        {
            for (var step = 0; step < 60; step++)
            {
                Step();
                Compare();
            }
        }

        private static string NickOf(int user) => $"user{user}";

        private void Step()
        {
            var (user, other, name) = (_chance.Next(Users), _chance.Next(Users), Names[_chance.Next(Names.Length)]);
            if (_clients[user] is not { } client)
            {
                _clients[user] = desk.User(NickOf(user));
                return;
            }

            var members = _model[name];
            var rules = members.Contains((user, true));
            switch (_chance.Next(12))
            {
                case 0:
                    client.Leave();
                    _clients[user] = null;
                    Array.ForEach(Names, each => Leave(each, user));
                    break;
                case 1:
                    _clients[user] = desk.User(NickOf(user));
                    Array.ForEach(Names, each => Leave(each, user));
                    break;
                case 2 or 3:
                    client.Send(MessageType.Part, name);
                    Leave(name, user);
                    break;
                case 4:
                    client.Send(MessageType.ChannelKick, $"{name} {NickOf(other)}");
                    if (rules)
                    {
                        Leave(name, other);
                    }

                    break;
                case 5:
                    client.Send(MessageType.ChannelClear, name);
                    if (rules)
                    {
                        members.RemoveAll(member => member.User != user);
                    }

                    break;
                case 6 or 7:
                    var isGiven = _chance.Next(2) == 0;
                    client.Send(isGiven ? MessageType.ChannelOp : MessageType.ChannelDeop, $"{name} {NickOf(other)}");
                    if (rules && members.FindIndex(member => member.User == other) is >= 0 and var at)
                    {
                        members[at] = (other, isGiven);
                    }

                    break;
                default:
                    client.Send(MessageType.Join, name);
                    if (!members.Exists(member => member.User == user) && _model.Values.Count(list => list.Exists(member => member.User == user)) < MostChannels)
                    {
                        members.Insert(0, (user, members.Count == 0));
                    }

                    break;
            }
        }

        private void Leave(string name, int user) => _model[name].RemoveAll(member => member.User == user);

        private void Compare()
        {
            var witness = _clients.FirstOrDefault(static client => client is not null);
            if (witness is null)
            {
                return;
            }

            var there = Names.Where(name => _model[name].Count > 0).ToList();
            Assert.Equal([.. there.Select(name => $"618 {name} {_model[name].Count} Welcome to the {name} channel."), "617"], witness.Ask(MessageType.Channels));
            foreach (var name in there)
            {
                var members = _model[name];
                var inside = _clients[members[0].User]!;
                Assert.Equal([.. members.Select(member => $"825 {name} {NickOf(member.User)} 0 8"), "830"], inside.Ask(MessageType.ChannelUsers, name));
                Assert.Equal(
                    [$"205 ChanServ opped users on channel {name}:", .. members.Where(static member => member.IsOperator).Select(member => $"205 ChanServ {NickOf(member.User)}")],
                    inside.Ask(MessageType.ChannelOps, name));
            }
        }
    }
}
