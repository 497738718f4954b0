package io.quorate.winrm.recipe.directory;

import io.quorate.directory.ControllerReplication;
import io.quorate.directory.command.GetReplication;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Reads a controller's clock, from whom it pulls, and what failed. */
final class GetReplicationRecipe implements ReadingRecipe<GetReplication, ControllerReplication> {
    private static final String CLOCK = ReplicationReads.CLOCK;
    private static final String RESULT = ReplicationReads.RESULT;
    private static final String COUNT = ReplicationReads.COUNT;

    @Override
    public Class<GetReplication> handles() {
        return GetReplication.class;
    }

    @Override
    public ControllerReplication run(GetReplication command, WindowsHost host) {
        String name = command.host();
        List<PsValue> output = host.powerShell().run(ReplicationReads.message(name));
        Decode root = Decode.last(output, CLOCK, "directory root", value -> Decode.of(value, "directory root"));
        List<String> synchronised = root.texts("isSynchronized");
        return new ControllerReplication(
                name,
                ReplicationReads.time(root, CLOCK),
                synchronised.isEmpty() ? null : synchronised.get(0).equalsIgnoreCase("TRUE"),
                Decode.all(output, RESULT, List.of(CLOCK, COUNT), value -> ReplicationReads.link(name, value)),
                Decode.all(output, COUNT, List.of(CLOCK, RESULT), value -> ReplicationReads.failure(name, value)));
    }
}
