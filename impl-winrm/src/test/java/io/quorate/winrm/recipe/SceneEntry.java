package io.quorate.winrm.recipe;

import io.quorate.doctor.Entrance;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way in to the host of a scene. */
record SceneEntry(PowerShell shell) implements HostEntry {
    @Override
    public Entrance look() {
        return new Entrance("hv1:5986", true, null, null, List.of("Negotiate"));
    }

    @Override
    public PsResult result(PsPipeline pipeline) {
        return new PsResult(PsPipelineState.COMPLETED, shell.run(pipeline), List.of(), List.of(), null);
    }

    @Override
    public String login() {
        return "Kerberos";
    }

    @Override
    public String configuration() {
        return "Microsoft.PowerShell";
    }

    @Override
    public @Nullable String powerShell() {
        return "5.1";
    }

    @Override
    public @Nullable String protocol() {
        return "2.3";
    }

    @Override
    public @Nullable String delegated() {
        return null;
    }

    @Override
    public boolean lends() {
        return false;
    }

    @Override
    public boolean late() {
        return false;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public long nanos() {
        return 0;
    }
}
