using Shoal.Runtime;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Workers on real files: the work is done within its event, its completion comes a little later by the clock of the world.</summary>
internal sealed class PromptWorkers(World world) : IWorkers
{
    private static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(1);

    public int Count => 1;

    public void Submit(IWork work, Loop loop, IMail completion) => world.Agenda.After(world.Jitter(Takes), () =>
    {
        work.Run();
        world.Agenda.After(Takes, () => loop.Post(completion));
    });
}
