package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.spi.Handler;
import io.quorate.spi.Handlers;
import java.util.ArrayList;
import java.util.List;

/** How each command is done over NexentaStor's REST. */
final class NefHandlers {
    private NefHandlers() {}

    static Handlers<Nef> all() {
        List<Handler<?, ?, Nef>> all = new ArrayList<>();
        all.addAll(ApplianceReads.handlers());
        all.addAll(ApplianceExam.handlers());
        all.addAll(VolumeGroupReads.handlers());
        all.add(new CreateVolumeGroupHandler());
        all.add(new RemoveVolumeGroupHandler());
        all.addAll(VolumeReads.handlers());
        all.add(new CreateVolumeHandler());
        all.add(new GrowVolumeHandler());
        all.add(new PromoteVolumeHandler());
        all.add(new RemoveVolumeHandler());
        all.add(new RollbackVolumeHandler());
        all.addAll(SnapshotReads.handlers());
        all.add(new CreateSnapshotHandler());
        all.add(new CloneSnapshotHandler());
        all.add(new RemoveSnapshotHandler());
        all.addAll(TargetReads.handlers());
        all.add(new CreateTargetHandler());
        all.add(new RequireChapHandler());
        all.add(new RemoveTargetHandler());
        all.addAll(GroupReads.handlers());
        all.add(new CreateGroupHandler());
        all.add(new WidenGroupHandler());
        all.add(new AddMembersHandler());
        all.add(new SetGroupHandler());
        all.add(new RemoveGroupHandler());
        all.addAll(InitiatorReads.handlers());
        all.add(new SetChapHandler());
        all.addAll(MappingReads.handlers());
        all.add(new CreateMappingHandler());
        all.add(new RemoveMappingHandler());
        all.add(new SetWriteCacheHandler());
        return Handlers.of("NexentaStor", all);
    }
}
